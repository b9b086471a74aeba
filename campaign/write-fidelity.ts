import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from '../implementation/fidelity/page.ts';
import { fidelityTables } from '../implementation/fidelity/tables.ts';

/** `npm run fidelity` writes the tables into docs/fidelity.md; a test compares the page with them. */
const file = new URL('../docs/fidelity.md', import.meta.url);
writeFileSync(file, withTables(readFileSync(file, 'utf8'), fidelityTables));
