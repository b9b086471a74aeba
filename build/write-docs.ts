import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { explorerPage } from '../reports/page/explorer-page.ts';
import { DOCS, docsSite } from './docs.ts';
import { pageTemplate } from './page.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'out', 'docs');

/** `npm run docs`: the documentation as a site in `out/docs`, with the explorer as its front page. */
const paths = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
  ...readdirSync(join(root, 'schemas'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => `schemas/${name}`),
];
const files = new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string;
};
const front = explorerPage(await pageTemplate(join(root, 'reports/page/worker.ts')), {
  version,
  docs: DOCS,
});
const site = docsSite(front, files);
rmSync(out, { recursive: true, force: true });
for (const [path, text] of site) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), text);
}
process.stderr.write(`written: ${join('out', 'docs', 'index.html')} (${site.size} files)\n`);
