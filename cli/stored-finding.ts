import { type Finding, grades } from '../checker/finding.ts';
import { firstBreak } from '../checker/reproduce.ts';
import { Runner } from '../checker/run.ts';
import { specification } from '../checker/specification.ts';
import { simulate } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import type { Broken } from '../model/judgement.ts';
import type { StoredTrace } from '../model/trace-json.ts';

/** What a stored trace breaks on this kernel: what it is said to break if it does, else everything. */
export function brokenBy(
  { trace, violates }: StoredTrace,
  version: Version,
): { readonly broken: readonly Broken[]; readonly skipped: number; readonly isWhole: boolean } {
  const runner = new Runner(simulate(version), specification, trace.world);
  const all: Broken[] = [];
  const outcome = runner.run(trace.steps, { broken: (_step, broken) => void all.push(broken) });
  const claimed = all.filter((b) => b.law === violates?.law && b.place === violates.place);
  return {
    broken: claimed.length > 0 ? claimed : all,
    skipped: outcome.skipped,
    isWhole: outcome.ended === 'whole',
  };
}

/** The finding that a stored trace is on this kernel; undefined if no law is broken. */
export function storedFinding(
  stored: StoredTrace,
  version: Version,
  which?: Broken,
): Finding | undefined {
  const broken = which ?? brokenBy(stored, version).broken[0];
  if (broken === undefined) return undefined;
  const { trace } = stored;
  const { ran } = firstBreak(
    new Runner(simulate(version), specification, trace.world),
    trace,
    broken,
  )!;
  // A trace that somebody wrote, or that runs on another kernel than it was found on, was not shrunk.
  const grade = grades.find((g) => g === stored.grade) ?? 'as given';
  const isShrunk = stored.kernel === version.name && grade !== 'as given';
  return {
    ...broken,
    kernel: version.name,
    trace: { world: trace.world, steps: ran },
    grade: isShrunk ? grade : 'as given',
    ...(isShrunk && stored.certificate && { certificate: stored.certificate }),
    provenance: isShrunk ? stored.provenance : undefined,
  };
}
