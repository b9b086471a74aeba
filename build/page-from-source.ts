import { join } from 'node:path';
import { pageTemplate } from './page.ts';

/** Prints the page without a trace, made of the sources as they are now: for a clone, where nothing may be built. */
process.stdout.write(await pageTemplate(join(import.meta.dirname, '../reports/page/worker.ts')));
