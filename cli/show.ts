import type { Finding } from '../checker/finding.ts';
import { explain } from '../checker/explain.ts';
import type { Progress } from '../checker/random.ts';
import { firstBreak } from '../checker/reproduce.ts';
import { Runner } from '../checker/run.ts';
import { specification } from '../checker/specification.ts';
import type { Defect } from '../defects/defect.ts';
import { identify } from '../defects/identify.ts';
import { mendedVersion, simulate } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import { namedStep } from '../model/trace-json.ts';
import type { World } from '../model/world.ts';
import type { Report } from '../reports/report.ts';
import { renderText } from '../reports/text.ts';
import { verdictOf } from './check.ts';
import type { Console } from './console.ts';

/** A finding and what is known about it. */
export interface Found {
  readonly finding: Finding;
  readonly version: Version;
  /** The kernel is known for it: no cause to fail. */
  readonly isKnown: boolean;
  /** Catalogued defects that explain it. */
  readonly causes: readonly Defect[];
  /** Where it is stored. */
  readonly file: string;
}

export function foundWith(
  version: Version,
  finding: Finding,
  isKnown: boolean,
  file: string,
): Found {
  const causes = identify(
    version.switches,
    finding.law,
    (kernel) =>
      firstBreak(new Runner(kernel, specification, finding.trace.world), finding.trace, finding) !==
      undefined,
  );
  return { finding, version, isKnown, causes, file };
}

export function reportOf(found: Found, console: Console): Report {
  return explain(simulate(found.version), found.finding, {
    replay: `${console.self} replay ${found.file}`,
    certify: `${console.self} certify ${found.file}`,
    knownAs: found.causes.map(({ id, title, source }) => ({ id, story: title, source })),
    isAccepted: found.isKnown,
  });
}

export function showFinding(found: Found, console: Console): string {
  return `${renderText(reportOf(found, console), console)}\n`;
}

/** One JSON line per finding. */
export function findingJson({ finding, isKnown, causes, file }: Found): string {
  const { law, place, witness, kernel, trace, grade, certificate, provenance } = finding;
  return `${JSON.stringify({
    kind: 'finding',
    law,
    place,
    witness,
    kernel,
    world: trace.world.name,
    seed: provenance?.seed,
    grade,
    certificate,
    known: isKnown,
    knownAs: causes.map((defect) => defect.id),
    length: trace.steps.length,
    trace: { world: trace.world, steps: trace.steps.map(namedStep) },
    file,
    provenance,
  })}\n`;
}

/** The last JSON line of a check. */
export function summaryJson(
  version: Version,
  world: World,
  seed: number,
  progress: Progress,
  seconds: number,
): string {
  const { coverage } = progress;
  return `${JSON.stringify({
    kind: 'summary',
    verdict: verdictOf(progress),
    kernel: version.name,
    world: world.name,
    seed,
    traces: progress.traces,
    commands: progress.commands,
    skipped: progress.skipped,
    ...(progress.overlaps > 0 && { overlaps: progress.overlaps, pct: progress.promise }),
    seconds: Number(seconds.toFixed(3)),
    commandsPerSecond: Math.round(progress.commands / seconds),
    findings: progress.findings,
    known: progress.known,
    goals: {
      reached: coverage.reached,
      total: coverage.reached + coverage.missed.length,
      missed: coverage.missed,
    },
    notChecked: progress.notChecked,
  })}\n`;
}

/** Is this one of the violations that the release is known for: gone on the kernel with those mended? */
export function isKnownFor(version: Version, finding: Finding): boolean {
  const mended = mendedVersion(version);
  if (mended === undefined) return false;
  const runner = new Runner(simulate(mended), specification, finding.trace.world);
  return firstBreak(runner, finding.trace, finding) === undefined;
}
