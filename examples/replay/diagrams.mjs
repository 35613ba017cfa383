// diagrams.mjs MODULES FILE...: whether Mermaid, in Chromium, draws each file. MODULES is a folder of packages of npm.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { chromium, browserOptions, required } from './browser.mjs';

const [modules, ...files] = process.argv.slice(2);
const browser = await chromium(modules).launch(browserOptions);
const page = await browser.newPage();
await page.addScriptTag({ path: required(modules, 'mermaid/dist/mermaid.min.js') });
for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const drawn = await page.evaluate(async (source) => {
        const place = document.body.appendChild(document.createElement('div'));
        mermaid.initialize({ startOnLoad: false });
        place.innerHTML = (await mermaid.render('diagram', source)).svg;
        const found = {
            boxes: place.querySelectorAll('g.node').length,
            arrows: place.querySelectorAll('path.flowchart-link, .edgePaths path').length,
            width: place.querySelector('svg').getBoundingClientRect().width,
            said: place.querySelectorAll('.error-icon, .error-text').length,
            markup: place.querySelectorAll('script, img, svg b, foreignObject b').length,
        };
        place.remove();
        return found;
    }, text);
    assert.ok(drawn.width > 50 && drawn.said === 0, `${file}: ${JSON.stringify(drawn)}`);
    assert.equal(drawn.markup, 0, `${file}: names became markup`);
    const places = text.match(/^ *p\d+(\[|\()/gm)?.length ?? 0;
    if (basename(file) === 'moves.mmd') assert.ok(drawn.boxes >= 2, file);
    else assert.ok(drawn.boxes === places && drawn.arrows > 0, `${file}: ${places} places, ${JSON.stringify(drawn)}`);
}
await browser.close();
console.log(`${files.length} diagrams`);
