import { type Place, placeText } from '../model/place.ts';
import { Certifier, refute } from '../checker/certificate/certify.ts';
import { type Finding, grades } from '../checker/finding.ts';
import { firstBreak } from '../checker/reproduce.ts';
import { Runner } from '../checker/run.ts';
import { overlaps } from '../checker/simplest.ts';
import { findKernel, simulate } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import { lackedIn } from '../model/feature.ts';
import { InputError } from '../model/input-error.ts';
import type { Certificate } from '../model/certificate.ts';
import type { LawName } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';
import type { StoredTrace } from '../model/trace-json.ts';
import { specification } from '../properties/linux.ts';

/**
 * The reasons why a stored trace cannot be part of the corpus; empty if it can. The project promises that every
 * file of the corpus shows exactly what it says. A finding breaks its law with its last command, and
 * its grade is no better than it can show. A trace without a violation breaks no law.
 */
export function objections(stored: StoredTrace): readonly string[] {
  const { kernel, trace } = stored;
  if (kernel === undefined) return ['names no kernel; expected "kernel"'];
  let version: Version;
  try {
    version = findKernel(kernel);
  } catch (error) {
    if (error instanceof InputError) return [error.message];
    throw error;
  }
  const lacked = lackedIn(version, trace.world);
  if (lacked !== undefined) return [`${kernel} has no ${lacked}; expected a kernel that fits`];
  return stored.violates === undefined
    ? againstKept(stored, version)
    : againstFinding(stored, version, stored.violates);
}

/** Whether a certificate is possible. The plain search that checks it has no failing allocations and no overlaps. */
export function isPlain(trace: Trace): boolean {
  return !overlaps(trace) && trace.steps.every((c) => c.fails === undefined);
}

/** The largest number of full states of a certificate in the corpus: about ten seconds. */
const CERTIFIED_MAX = 10_000;

/** The certificate of a plain finding; or that a shorter trace exists; or that the search is too large. */
export function certificateFor(
  version: Version,
  { law, place, trace }: Pick<Finding, 'law' | 'place' | 'trace'>,
): Certificate | 'false' | 'too much' {
  const certifier = new Certifier(specification, simulate(version), trace.world, CERTIFIED_MAX);
  return certifier.certify({ law, place, witness: '' }, trace.steps.length - 1);
}

function againstFinding(
  { trace, witness, grade, certificate }: StoredTrace,
  version: Version,
  { law, place }: { readonly law: LawName; readonly place: Place },
): string[] {
  const target = { law, place, witness: '' };
  const port = simulate(version);
  const found = firstBreak(new Runner(specification, port, trace.world), trace, target);
  if (found === undefined) return [`breaks no ${law} (${placeText(place)}) on ${version.name}`];
  const wrong: string[] = [];
  const [ran, length] = [found.ran.length, trace.steps.length];
  if (ran !== length)
    wrong.push(`${ran} of its ${length} steps break ${law}; expected no step beyond them`);
  if (witness !== found.broken.witness)
    wrong.push(`its witness is ${quoted(witness)}, but it shows ${quoted(found.broken.witness)}`);
  if (!grades.some((known) => known === grade))
    wrong.push(`its grade is ${quoted(grade)}; expected one of ${grades.join(', ')}`);
  const isProven = grade === 'proven shortest';
  if (certificate === undefined) {
    if (isProven && isPlain(trace)) wrong.push(`is called ${grade}, but has no certificate`);
    return wrong;
  }
  if (!isProven) wrong.push(`has a certificate, but is only called ${quoted(grade)}`);
  return [...wrong, ...refute(specification, port, trace, target, certificate)];
}

function againstKept(
  { trace, witness, grade, certificate }: StoredTrace,
  version: Version,
): string[] {
  const wrong: string[] = [];
  const claims = Object.entries({ witness, grade, certificate });
  for (const [field, value] of claims)
    if (value !== undefined) wrong.push(`has a ${field}, but violates nothing`);
  const runner = new Runner(specification, simulate(version), trace.world);
  const { skipped } = runner.run(trace.steps, {
    broken: (_step, { law, place }) =>
      wrong.push(`breaks ${law} (${placeText(place)}) on ${version.name}`),
  });
  if (skipped > 0) wrong.push(`${skipped} of its ${trace.steps.length} steps are skipped`);
  return wrong;
}

function quoted(text: string | undefined): string {
  return text === undefined ? 'missing' : JSON.stringify(text);
}
