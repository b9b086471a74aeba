import { readFileSync, writeFileSync } from 'node:fs';
import { pageFile, withTables } from './page.ts';
import { fidelityTables } from './tables.ts';

/** `npm run fidelity` writes the tables into docs/fidelity.md; a test compares the page with them. */
writeFileSync(pageFile, withTables(readFileSync(pageFile, 'utf8'), fidelityTables));
