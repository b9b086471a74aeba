import type { Progress } from '../checker/search-options.ts';
import type { Version } from '../implementation/versions/index.ts';
import type { World } from '../model/world.ts';
import type { CheckPlan } from './check-plan.ts';

/** What a check did in one world. */
export interface CheckedWorld {
  readonly world: World;
  readonly progress: Progress;
}

/** `only-known`: every violation is a known mistake of the kernel. */
export type CheckVerdict = 'holds' | 'only-known' | 'violated' | 'could-not-tell';

/** A run without a finding proves little if it missed goals or was stopped, and says so. */
export function verdictOf(runs: readonly Progress[]): CheckVerdict {
  if (runs.some(({ findings }) => findings > 0)) return 'violated';
  if (runs.some((p) => p.coverage.missed.length > 0 || p.isStopped || p.undecided > 0))
    return 'could-not-tell';
  return runs.some(({ known }) => known > 0) ? 'only-known' : 'holds';
}

const verdictWords: Readonly<Record<CheckVerdict, (version: Version) => string>> = {
  violated: () => 'VIOLATED',
  holds: () => 'no law was broken',
  'only-known': ({ name }) => `the only violations are known mistakes of ${name}`,
  'could-not-tell': () => 'no law was broken, but the run was too short to say much',
};

/** What a check did in one world, in lines. */
export function turnText(
  version: Version,
  world: World,
  seed: number,
  progress: Progress,
  law?: string,
): string {
  const { coverage, undecided } = progress;
  const findings = count(progress.findings, 'finding');
  const known = progress.known > 0 ? ` and ${progress.known} known` : '';
  const lines = [
    `${version.name}, world ${world.name}, seed ${seed}: ${verdictWords[verdictOf([progress])](version)}`,
    ...(law === undefined ? [] : [`  only violations of ${law} were searched for`]),
    ...(progress.isStopped ? ['  stopped early'] : []),
    `  ${findings}${known} in ${count(progress.commands, 'command')} (${count(progress.traces, 'trace')}; ${count(progress.skipped, 'command')} skipped)`,
    ...(undecided > 0 ? [`  ${count(undecided, 'violation')} not examined for lack of time`] : []),
    ...overlapLines(progress),
    `  goals reached: ${coverage.reached} of ${coverage.reached + coverage.missed.length}`,
  ];
  if (progress.findings === 0)
    for (const name of coverage.missed) lines.push(`    missed: ${name}`);
  for (const name of progress.notChecked) lines.push(`  not checked: ${name}`);
  return `${lines.join('\n')}\n`;
}

/** The last lines of a check: the verdict over all worlds, if there were several, and what it does not cover. */
export function summaryText(
  version: Version,
  plan: CheckPlan,
  checked: readonly CheckedWorld[],
): string {
  const verdict = verdictOf(checked.map(({ progress }) => progress));
  const names = listed(checked.map(({ world }) => world.name));
  const left = plan.worlds.slice(checked.length).map(({ name }) => `world ${name}`);
  return [
    ...(plan.worlds.length > 1
      ? [`${version.name} in ${names}: ${verdictWords[verdict](version)}`]
      : []),
    ...[...left, ...plan.notTried].map((what) => `  not tried: ${what}`),
    '',
  ].join('\n');
}

/** How often commands overlapped, and the probability that PCT guarantees each time. */
function overlapLines({ overlaps, promise }: Progress): string[] {
  if (overlaps === 0) return [];
  const lines = [`  commands overlapped ${count(overlaps, 'time')}`];
  if (promise === undefined) return lines;
  const { tasks, steps, bounds } = promise;
  const each = bounds
    .map(
      ({ depth, probability }) =>
        `1 in ${thousands(Math.round(1 / probability))} for depth ${depth}`,
    )
    .join(', ');
  return [
    ...lines,
    '  each time, PCT finds a possible mistake of depth d with a probability of at least',
    `  1/(n k^(d-1)); for n = ${tasks} tasks and k = ${steps} steps, the most so far: ${each}`,
  ];
}

/** The last JSON line of a check: sums over its worlds, and the figures of each world. */
export function summaryJson(
  version: Version,
  plan: CheckPlan,
  seed: number,
  checked: readonly CheckedWorld[],
  seconds: number,
): string {
  const runs = checked.map(({ progress }) => progress);
  const sum = (of: (p: Progress) => number): number => runs.reduce((n, p) => n + of(p), 0);
  const all = figures(
    sum((p) => p.commands),
    sum((p) => p.drawn),
  );
  return `${JSON.stringify({
    kind: 'summary',
    verdict: verdictOf(runs),
    kernel: version.name,
    world: checked.map(({ world }) => world.name).join(','),
    seed,
    traces: sum((p) => p.traces),
    skipped: sum((p) => p.skipped),
    ...all,
    seconds: Number(seconds.toFixed(3)),
    findings: sum((p) => p.findings),
    known: sum((p) => p.known),
    undecided: sum((p) => p.undecided),
    stopped: runs.some((p) => p.isStopped),
    goals: {
      reached: sum((p) => p.coverage.reached),
      total: sum((p) => p.coverage.reached + p.coverage.missed.length),
      missed: runs.flatMap((p) => p.coverage.missed),
    },
    notChecked: [...new Set(runs.flatMap((p) => p.notChecked))],
    notTried: [
      ...plan.worlds.slice(checked.length).map((w) => `world ${w.name}`),
      ...plan.notTried,
    ],
    worlds: checked.map(({ world, progress }) => ({
      world: world.name,
      verdict: verdictOf([progress]),
      traces: progress.traces,
      ...figures(progress.commands, progress.drawn),
      findings: progress.findings,
      known: progress.known,
      missed: progress.coverage.missed,
      ...(progress.overlaps > 0 && { overlaps: progress.overlaps, pct: progress.promise }),
    })),
  })}\n`;
}

/** Commands, the seconds for drawing and running them, and their ratio. */
function figures(commands: number, drawn: number) {
  return {
    commands,
    searchSeconds: Number((drawn / 1000).toFixed(3)),
    commandsPerSecond: drawn > 0 ? Math.round((1000 * commands) / drawn) : null,
  };
}

function count(n: number, what: string): string {
  return `${thousands(n)} ${what}${n === 1 ? '' : 's'}`;
}

function thousands(n: number): string {
  return n.toLocaleString('en');
}

/** `a`, `a and b`, `a, b and c` */
function listed(names: readonly string[]): string {
  return names.length < 3
    ? names.join(' and ')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}
