import { mkdirSync, writeFileSync } from 'node:fs';
import { bundleProgram } from './bundle.ts';
import { pageTemplate } from './page.ts';
import { writeTwin } from './twin.ts';

/** The last steps of `npm run build`, after the compiler. */
writeTwin('dist');
mkdirSync('dist/page');
writeFileSync('dist/page/template.html', await pageTemplate('dist/reports/page/worker.js'));
await bundleProgram('dist');
