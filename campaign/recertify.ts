import { writeFileSync } from 'node:fs';
import { firstBreak } from '../checker/reproduce.ts';
import { Runner } from '../checker/run.ts';
import { findKernel, simulate } from '../defects/kernels.ts';
import { writeTrace } from '../model/trace-json.ts';
import { certificateFor } from './admission.ts';
import { readFolder } from './corpus.ts';
import { corpusFolder } from './places.ts';
import { specification } from '../properties/linux.ts';

/**
 * `npm run recertify`: makes the certificates of the corpus again. A certificate covers all words of
 * the simulated kernel’s memory, so a change of the kernel invalidates the old ones. Witnesses are also written again, because
 * their words may have changed.
 */
const { traces, damaged } = readFolder(corpusFolder);
for (const { why } of damaged) complain(why);
for (const { file, stored } of traces) {
  const { certificate: old, kernel, violates, trace } = stored;
  if (old === undefined || kernel === undefined || violates === undefined) continue;
  const version = findKernel(kernel);
  const runner = new Runner(specification, simulate(version), trace.world);
  const found = firstBreak(runner, trace, { ...violates, witness: '' });
  const certificate = certificateFor(version, { ...violates, trace });
  if (found === undefined) complain(`${file}: breaks ${violates.law} no longer`);
  else if (typeof certificate === 'string') complain(`${file}: ${certificate}`);
  else writeFileSync(file, writeTrace({ ...stored, witness: found.broken.witness, certificate }));
}

function complain(line: string): void {
  console.error(line);
  process.exitCode = 1;
}
