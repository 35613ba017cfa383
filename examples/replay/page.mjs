// page.mjs MODULES FOLDER: looks at FOLDER/shop.html and odd.html in Chromium, and puts pictures of them beside them. MODULES
// is a folder of packages of npm.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { browserOptions, chromium, required } from './browser.mjs';

const [modules, folder] = process.argv.slice(2);
const axe = readFileSync(required(modules, 'axe-core/axe.min.js'), 'utf8');
const browser = await chromium(modules).launch(browserOptions);

const open = async (file, options) => {
    const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const said = [];
    page.on('console', (m) => ['error', 'warning'].includes(m.type()) && said.push(m.text()));
    page.on('pageerror', (e) => said.push(e.message));
    page.on('dialog', (d) => (said.push(`a dialog: ${d.message()}`), d.dismiss()));
    page.on('request', (r) => r.url().startsWith('http') && said.push(`loads ${r.url()}`));
    await page.goto(pathToFileURL(resolve(folder, file)).href);
    if (options?.javaScriptEnabled !== false) await page.waitForFunction(() =>
        [...document.querySelectorAll('.chart')].every((c) => c.querySelector('svg .mark-group')));
    return { page, said };
};
// Past the page's own policy, which lets nobody's script in.
const faults = async (page) => {
    const session = await page.context().newCDPSession(page);
    const { result } = await session.send('Runtime.evaluate', {
        expression: `${axe};axe.run().then((r) => JSON.stringify(r.violations
            .filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => [v.id, v.nodes.map((n) => n.html)])))`,
        awaitPromise: true, returnByValue: true });
    return JSON.parse(result.value);
};

const { page, said } = await open('shop.html');
assert.equal(await page.locator('.chart svg').count(), 12);
assert.deepEqual(await faults(page), []);

// What a mark stands for.
await page.hover('#chart-0 .mark-rect path >> nth=0');
assert.match(await page.locator('#chart-0 [title]').getAttribute('title'), /stage: .*\nclients: .*\nshare: /);

// The list: search, filter, sort, what is said of a client.
const shown = () => page.locator('#clients tbody:visible').count();
const first = () => page.locator('#clients tbody:visible th').first().textContent();
assert.equal(await shown(), 60);
const richest = await first();
await page.fill('#search', richest);
assert.equal(await shown(), 1);
assert.equal(await page.textContent('#count'), '1 / 60');
await page.fill('#search', '');
await page.selectOption('#filter-1', 'client');
const clients = await shown();
assert.ok(clients > 0 && clients < 60);
// The filters act on the figures and the pyramid, and what they do not act on says so.
const figure = (n) => page.locator('.headline dd').nth(n).innerText();
assert.equal(await figure(0), '282');
assert.match(await page.textContent('#chosen'), /^282 . 4,000$/);
assert.equal(await page.locator('.everybody:visible').count(), await page.locator('.everybody').count());
const bars = () => page.locator('#chart-0 svg text', { hasText: '·' }).allTextContents();
assert.deepEqual(await bars(), ['0 · 0.0 %', '282 · 100.0 %', '0 · 0.0 %', '0 · 0.0 %', '0 · 0.0 %']);
await page.selectOption('#filter-1', '');
assert.equal(await figure(0), '4,000');
assert.equal(await page.locator('.everybody:visible').count(), 0);
const all = await bars();
await page.selectOption('#filter-4', 'shop');
const some = await bars();
assert.equal(some.length, all.length);
assert.notDeepEqual(some, all);
const cells = await page.locator('section.report').first().locator('tbody tr:not(.total) td:nth-child(2)').allTextContents();
assert.equal(cells.reduce((n, text) => n + Number(text.replace(',', '')), 0), Number((await figure(0)).replace(',', '')));
await page.selectOption('#filter-4', '');
assert.deepEqual(await bars(), all);
const spend = page.locator('#clients thead button', { hasText: 'spend' });
await spend.click();
assert.notEqual(await first(), richest);
await spend.press('Enter');
assert.equal(await first(), richest);
assert.equal(await page.locator('#clients thead th[aria-sort=descending]').textContent(), 'spendсумма покупок');
const story = page.locator('#clients .about pre').first();
assert.equal(await story.isVisible(), false);
await page.locator('#clients tbody button').first().press('Enter');
assert.equal(await story.isVisible(), true);
assert.match(await story.innerText(), /purchase \d/);
// The same story on a time line: stays, and events by their kinds.
const line = page.locator('#clients tbody').first().locator('.story svg');
assert.ok(await line.locator('text', { hasText: 'advocate' }).count() > 0);
assert.ok(await line.locator('.mark-rect path').count() > 0);
assert.ok(await line.locator('.mark-symbol.role-mark path').count() > 0);

// The other language, also in the charts.
await page.click('button[value=ru]');
assert.equal(await page.title(), 'Где стоят клиенты: service');
assert.equal(await page.locator('h2 >> text=Where clients stand').first().isVisible(), false);
assert.ok(await page.locator('.chart svg text', { hasText: 'покупатель' }).count() > 0);
assert.equal(await page.locator('#filter-1 option[value=client]').textContent(), 'клиент');
assert.match(await story.innerText(), /покупка \d/);
assert.ok(await line.locator('text', { hasText: 'приверженец' }).count() > 0);

// Dark, on a phone, and on paper, which is light for everybody; each of them is drawn whole.
const picture = async (of, name) => {
    const bytes = await of.screenshot({ path: resolve(folder, `${name}.png`), fullPage: true });
    assert.ok(bytes.length > 50_000, `${name}: an empty picture`);
};
const background = (of) => of.evaluate(() => getComputedStyle(document.body).backgroundColor);
await picture(page, 'light');
for (const [name, options] of [['dark', { colorScheme: 'dark' }], ['phone', { viewport: { width: 375, height: 700 } }]]) {
    const other = await open('shop.html', options);
    assert.deepEqual(await faults(other.page), []);
    assert.ok(await other.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    assert.equal(await background(other.page), name === 'dark' ? 'rgb(22, 24, 28)' : 'rgb(255, 255, 255)');
    await picture(other.page, name);
    if (name === 'dark') {
        await other.page.emulateMedia({ media: 'print' });
        assert.equal(await background(other.page), 'rgb(255, 255, 255)');
        const ink = other.page.locator('.chart svg text').first();
        assert.equal(await ink.evaluate((text) => getComputedStyle(text).fill), 'rgb(89, 89, 89)');
        assert.equal(await other.page.locator('.chart svg:visible').count(), 12);
        assert.equal(await other.page.locator('form:visible, nav:visible, .switch:visible').count(), 0);
        assert.deepEqual(await faults(other.page), []);
        await picture(other.page, 'print');
    }
    said.push(...other.said);
}
// Who prints at once prints all of it: charts that were not drawn yet, and numbers that are folded up.
const hurried = await browser.newPage();
await hurried.goto(pathToFileURL(resolve(folder, 'shop.html')).href, { waitUntil: 'commit' });
await hurried.waitForSelector('.chart svg', { state: 'attached' });
await hurried.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
assert.equal(await hurried.locator('.chart svg').count(), 12);
assert.equal(await hurried.locator('figure details:not([open])').count(), 0);
await hurried.evaluate(() => window.dispatchEvent(new Event('afterprint')));
assert.equal(await hurried.locator('figure details[open]').count(), 0);
const pages = (await page.pdf({ path: resolve(folder, 'print.pdf'), format: 'A4' })).toString('latin1').match(/\/Type *\/Page\b/g);
assert.ok(pages.length > 3 && pages.length < 15, `${pages.length} pages`);

// Names from a log are text; without scripts the numbers are there.
const odd = await open('odd.html');
assert.equal(await odd.page.locator('#clients tbody th >> text=<script>alert(1)</script>').count(), 1);
assert.equal(await odd.page.locator('img').count(), 0);
said.push(...odd.said);
const plain = await open('shop.html', { javaScriptEnabled: false });
assert.equal(await plain.page.locator('.chart').first().isVisible(), false);
assert.equal(await plain.page.locator('section.report table').first().isVisible(), true);
assert.equal(await plain.page.locator('#clients .about pre').first().isVisible(), true);
said.push(...plain.said);

assert.deepEqual(said, []);
console.log('the page works');
await browser.close();
