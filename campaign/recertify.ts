import { writeFileSync } from 'node:fs';
import { writeTrace } from '../model/trace-json.ts';
import { certificateFor } from './admission.ts';
import { readFolder } from './corpus.ts';
import { corpusFolder } from './places.ts';

/**
 * `npm run recertify`: makes the certificates of the corpus anew. A certificate is about all words of
 * the simulated kernel’s memory, so a change of the kernel makes the old ones wrong.
 */
const { traces, damaged } = readFolder(corpusFolder);
for (const line of damaged) complain(line);
for (const { file, stored } of traces) {
  const { certificate: old, kernel, violates, trace } = stored;
  if (old === undefined || kernel === undefined || violates === undefined) continue;
  const certificate = certificateFor({ ...violates, kernel, trace });
  if (typeof certificate === 'string') complain(`${file}: ${certificate}`);
  else writeFileSync(file, writeTrace({ ...stored, certificate }));
}

function complain(line: string): void {
  console.error(line);
  process.exitCode = 1;
}
