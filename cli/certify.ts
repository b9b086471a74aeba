import { refute } from '../checker/certificate/certify.ts';
import { findKernel, simulate } from '../defects/kernels.ts';
import { InputError } from '../model/input-error.ts';
import type { Console } from './console.ts';
import { checkTrace } from './stored-finding.ts';
import { nameOf, readTraceArgument } from './trace-argument.ts';
import { boundsText } from '../model/world-bounds.ts';
import { specification } from '../properties/linux.ts';

export interface CertifyOptions {
  readonly json: boolean;
}

/** `pasidcheck certify`: 0 if the certificate of a stored finding holds, 1 if it is refused. */
export function certify(path: string, options: CertifyOptions, console: Console): number {
  const stored = readTraceArgument(path, console);
  const file = nameOf(path);
  const { trace, kernel, violates, certificate } = stored;
  if (certificate === undefined)
    throw new InputError(
      `${file}: has no certificate; expected a finding that is proven shortest and in which nothing fails or overlaps (see: explore)`,
    );
  if (kernel === undefined || violates === undefined)
    throw new InputError(
      `${file}: has a certificate but names no ${kernel === undefined ? 'kernel' : 'law that it violates'}; expected both`,
    );
  const version = findKernel(kernel);
  checkTrace(stored, file, version);
  const port = simulate(version);
  const start = console.now();
  const wrong = refute(specification, port, trace, { ...violates, witness: '' }, certificate);
  const seconds = (console.now() - start) / 1000;
  const holds = wrong.length === 0;
  const plainly = (text: string): void => console.print(text.replaceAll(/[^\P{Cc}\n]/gu, '?'));
  const { world } = trace;
  if (options.json)
    console.print(
      `${JSON.stringify({ kind: 'certificate', file, kernel, ...violates, verdict: holds ? 'holds' : 'refused', because: wrong, ...certificate })}\n`,
    );
  else if (holds)
    plainly(
      `${file}: the certificate holds\n` +
        `  ${violates.law} on ${kernel}, world ${world.name} (${boundsText(world)}): ${trace.steps.length} commands break it, no trace of up to ${certificate.commands} does\n` +
        `  states by commands: ${certificate.levels.join(', ')}\n`,
    );
  else plainly(`${file}: the certificate is REFUSED\n${wrong.map((why) => `  ${why}\n`).join('')}`);
  if (!holds && !options.json)
    console.note(
      'a certificate holds for one version of the simulated kernel; explore or check make a new one',
    );
  if (!options.json) console.note(`the plain search took ${seconds.toFixed(1)} s`);
  return holds ? 0 : 1;
}
