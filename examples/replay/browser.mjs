// Debian's Chromium, driven by Playwright, for the tests of pages and diagrams.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export const required = (modules, name) => createRequire(pathToFileURL(resolve(modules, 'here'))).resolve(name);
export const chromium = (modules) =>
    createRequire(pathToFileURL(resolve(modules, 'here')))('playwright-core').chromium;
export const browserOptions = { executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] };
