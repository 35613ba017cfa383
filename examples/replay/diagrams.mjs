// diagrams.mjs MODULES FILE...: whether Mermaid reads each file. MODULES is a folder of packages of npm.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(pathToFileURL(resolve(modules, 'here')));
const { JSDOM } = require('jsdom');
globalThis.window = new JSDOM('<!doctype html>').window;
globalThis.document = window.document;
const { default: mermaid } = await import(pathToFileURL(resolve(modules, 'mermaid/dist/mermaid.core.mjs')));
for (const file of files) await mermaid.parse(readFileSync(file, 'utf8'));
console.log(`${files.length} diagrams`);
