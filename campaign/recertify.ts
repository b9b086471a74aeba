import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Certifier } from '../checker/certificate/certify.ts';
import { firstBreak } from '../checker/reproduce.ts';
import { Runner } from '../checker/run.ts';
import { specification } from '../checker/specification.ts';
import { findKernel, simulate } from '../defects/kernels.ts';
import { readTrace, writeTrace } from '../model/trace-json.ts';

/**
 * `npm run recertify`: makes the certificates of the corpus anew. A certificate is about all words of
 * the simulated kernel’s memory, so a change of the kernel makes the old ones wrong. Witnesses are taken anew as well, for
 * their words may have changed.
 */
const folder = 'corpus';
for (const name of readdirSync(folder).filter((n) => n.endsWith('.json'))) {
  const file = join(folder, name);
  const stored = readTrace(readFileSync(file, 'utf8'), file);
  const { certificate: old, kernel, violates, trace } = stored;
  if (old === undefined || kernel === undefined || violates === undefined) continue;
  const port = simulate(findKernel(kernel));
  const target = { ...violates, witness: '' };
  const found = firstBreak(new Runner(port, specification, trace.world), trace, target);
  if (found === undefined) throw new Error(`${file}: breaks ${violates.law} no longer`);
  const certificate = new Certifier(port, trace.world, 50_000).certify(
    target,
    trace.steps.length - 1,
  );
  if (typeof certificate === 'string') throw new Error(`${file}: ${certificate}`);
  writeFileSync(file, writeTrace({ ...stored, witness: found.broken.witness, certificate }));
}
