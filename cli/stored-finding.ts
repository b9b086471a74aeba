import { type Finding, grades } from '../checker/finding.ts';
import { firstBreak } from '../checker/reproduce.ts';
import { Runner } from '../checker/run.ts';
import { findKernel, simulate } from '../defects/kernels.ts';
import { nameWith } from '../defects/own-switches.ts';
import type { Version } from '../implementation/versions/index.ts';
import { lackedIn } from '../model/feature.ts';
import { guess, InputError } from '../model/input-error.ts';
import { type Broken, sameViolation } from '../model/judgement.ts';
import { shown } from '../model/shown.ts';
import type { Trace } from '../model/trace.ts';
import type { StoredTrace } from '../model/trace-json.ts';
import { type BrokenAt, byCloseness } from '../properties/leading.ts';
import { specification } from '../properties/linux.ts';

/** The kernel for a trace: the requested one, or the one that the trace names, with switches. @throws InputError if neither is named, or the name is unknown */
export function kernelFor(
  { kernel }: StoredTrace,
  file: string,
  options: { readonly kernel?: string | undefined; readonly switch: readonly string[] },
): Version {
  const name = options.kernel ?? kernel;
  if (name === undefined)
    throw new InputError(
      `${file}: names no kernel, expected --kernel with one of those in: list kernels`,
    );
  return findKernel(nameWith(name, options.switch));
}

/** @throws InputError if the kernel does not fit the world, or a step stops where it has no point */
export function checkTrace({ trace, lines }: StoredTrace, file: string, version: Version): void {
  const missing = lackedIn(version, trace.world);
  if (missing !== undefined)
    throw new InputError(
      `${file}: ${version.name} has no ${missing}; expected a kernel that fits world ${trace.world.name}`,
    );
  const { points } = simulate(version).capabilities;
  for (const [i, { stops }] of trace.steps.entries())
    if (stops !== undefined && !points.includes(stops))
      throw new InputError(
        `${file}: ${lines === undefined ? `step ${i + 1}` : `line ${lines[i]}`}: stops is ${shown(stops)}, expected a point of ${version.name}${guess(stops, points, 'list points')}`,
      );
}

/** The result of a stored trace. */
export interface ReplayedFinding {
  /** The violation that is stored, if it occurs; otherwise all violations, the closest to the cause first. */
  readonly broken: readonly Broken[];
}

/** What a stored trace breaks on this kernel. */
export function replayStored({ trace, violates }: StoredTrace, version: Version): ReplayedFinding {
  const runner = new Runner(specification, simulate(version), trace.world);
  const breaks: BrokenAt[] = [];
  runner.run(trace.steps, {
    broken: (step, broken) => void breaks.push({ step, broken }),
  });
  const all = byCloseness(specification.laws, breaks).map(({ broken }) => broken);
  const claimed = all.filter((b) => violates !== undefined && sameViolation(b, violates));
  return { broken: claimed.length > 0 ? claimed : all };
}

/** The finding that a stored trace makes on this kernel; undefined if no law is broken. */
export function storedFinding(
  stored: StoredTrace,
  version: Version,
  which?: Broken,
): Finding | undefined {
  const broken = which ?? replayStored(stored, version).broken[0];
  if (broken === undefined) return undefined;
  const { trace } = stored;
  const runner = new Runner(specification, simulate(version), trace.world);
  const { ran } = firstBreak(runner, trace, broken)!;
  // A trace that a person wrote, or that runs on another kernel than it was found on, was not shrunk.
  const isShrunk =
    stored.kernel === version.name && grades.some((g) => g === stored.grade && g !== 'as given');
  const claim = claimOf(stored, ran.length, () => aDeletionHelps(runner, trace, broken));
  return {
    ...broken,
    kernel: version.name,
    trace: { world: trace.world, steps: ran },
    grade: 'as given',
    ...(isShrunk && claim),
    provenance: isShrunk ? stored.provenance : undefined,
  };
}

/**
 * The stored grade, if it makes sense: a proof must be about a trace of this length, and without a proof nothing is
 * proven here. `certify` checks the proof itself.
 */
function claimOf(
  { grade, certificate, trace }: StoredTrace,
  ran: number,
  isRefuted: () => boolean,
): Pick<Finding, 'grade' | 'certificate'> {
  const known = grades.find((g) => g === grade) ?? 'as given';
  if (ran !== trace.steps.length || isRefuted()) return { grade: 'as given' };
  if (known !== 'proven shortest') return { grade: known };
  const isCoherent =
    certificate === undefined ||
    (certificate.commands + 1 === ran &&
      certificate.levels.length === ran &&
      certificate.levels.reduce((a, b) => a + b, 0) === certificate.states);
  if (!isCoherent) return { grade: 'as given' };
  return { grade: known, ...(certificate && { certificate }) };
}

/**
 * Whether a single command can be left out. Then every stored grade is wrong. (A continuation that is
 * added at the end was not left out.)
 */
function aDeletionHelps(runner: Runner, { world, steps }: Trace, broken: Broken): boolean {
  return steps.some((_, i) => {
    const less = firstBreak(runner, { world, steps: steps.toSpliced(i, 1) }, broken);
    return less !== undefined && less.ran.length < steps.length;
  });
}
