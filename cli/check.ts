import type { Finding } from '../checker/finding.ts';
import { ordinaryBudget } from '../checker/grade.ts';
import { type Progress, searchAtRandom } from '../checker/random.ts';
import { Corpus, tracesOf } from '../campaign/corpus.ts';
import { corpusFolder } from '../campaign/places.ts';
import { findKernel, mendedPort, simulate, withoutDefects } from '../defects/kernels.ts';
import type { Defect } from '../defects/defect.ts';
import type { Port } from '../implementation/port.ts';
import type { Version } from '../implementation/versions/index.ts';
import { findLaw } from '../properties/laws/index.ts';
import type { SchedulerName } from '../checker/interleavings/interleaver.ts';
import type { Console } from './console.ts';
import { worldFor } from './world-for.ts';
import { ProgressLine } from './progress.ts';
import { findingJson, type Found, foundWith, showFinding, summaryJson } from './show.ts';

export interface CheckOptions {
  readonly kernel: string;
  readonly world?: string | undefined;
  readonly time?: number | undefined;
  readonly runs?: number | undefined;
  readonly seed?: number | undefined;
  readonly law?: string | undefined;
  readonly first: boolean;
  /** One finding for each defect of the catalogue: what it found is mended, and the search goes on behind it. */
  readonly byDefect?: boolean;
  readonly faults?: boolean;
  /** How the schedules of overlapping commands are drawn, if commands overlap. */
  readonly interleave?: SchedulerName | undefined;
  readonly out: string;
  readonly json: boolean;
}

/** How long to check when nothing else is said. */
const DEFAULT_MS = 10_000;

/** `pasidcheck check`: 0 if no law was broken but by what the kernel is known for, else 1. */
export function check(options: CheckOptions, console: Console): number {
  const version = findKernel(options.kernel);
  const world = worldFor(version, options.world);
  if (options.law !== undefined) findLaw(options.law);
  const corpus = new Corpus(options.out);
  const seed = options.seed ?? console.newSeed();
  const mender = options.byDefect === true ? new Mender(version) : undefined;
  const progressLine = new ProgressLine(console.err, console.now);
  if (options.seed === undefined) console.note(`seed ${seed}`);
  const start = console.now();
  const budget = options.time ?? (options.runs === undefined ? DEFAULT_MS : Infinity);

  const progress = searchAtRandom({
    port: simulate(version),
    ...mendedPort(version),
    grading: ordinaryBudget,
    world,
    seed,
    first: options.first,
    faults: options.faults ?? false,
    interleave: options.interleave,
    ...(options.faults === true && { sweeps: tracesOf(world, [corpusFolder, options.out]) }),
    ...(mender && { mends: () => mender.mend() }),
    pursues: (broken) => options.law === undefined || broken.law === options.law,
    goOn(p) {
      progressLine.tell(`${version.name} ${world.name}`, p);
      return p.traces < (options.runs ?? Infinity) && console.now() - start < budget;
    },
    onFinding(finding: Finding, isKnown: boolean) {
      if (!isKnown) mender?.identify(finding);
      const tell = (file: string): void => {
        const all: Found = foundWith(findKernel(finding.kernel), finding, isKnown, file);
        const found = mender === undefined || isKnown ? all : { ...all, causes: mender.causes };
        progressLine.clear();
        console.print(options.json ? findingJson(found) : showFinding(found, console));
      };
      let file: string;
      try {
        file = corpus.keep(finding);
      } catch (error) {
        tell('(not stored)'); // not lost, even if it cannot be kept
        throw error;
      }
      tell(file);
    },
  });
  progressLine.clear();
  const seconds = (console.now() - start) / 1000;
  if (options.json) console.print(summaryJson(version, world, seed, progress, seconds));
  else {
    console.print(summaryText(version, world.name, seed, progress, options.law));
    if (seconds > 1)
      console.note(
        `${seconds.toFixed(1)} s, ${thousands(Math.round(progress.commands / seconds))} commands per second`,
      );
  }
  return progress.findings > 0 ? 1 : 0;
}

/** The kernel as it is checked, with everything mended that was found so far. */
class Mender {
  readonly #version: Version;
  readonly #found: string[] = [];
  /** What the last finding is due to: one defect, or none of the catalogue. */
  causes: readonly Defect[] = [];

  constructor(version: Version) {
    this.#version = version;
  }

  /** Looks for what the finding is due to on the kernel on which it was found. */
  identify(finding: Finding): void {
    const now = this.#found.length === 0 ? this.#version : this.#mended();
    this.causes = foundWith(now, finding, false, '').causes.slice(0, 1);
  }

  /** A kernel without that too; undefined if it is not in the catalogue. */
  mend(): Port | undefined {
    const [cause] = this.causes;
    if (cause === undefined) return undefined;
    this.#found.push(cause.id);
    return simulate(this.#mended());
  }

  #mended(): Version {
    return withoutDefects(this.#version, this.#found);
  }
}

export type Verdict = 'holds' | 'violated' | 'could-not-tell';

/** A run that missed goals without a finding proves little, and says so. */
export function verdictOf(progress: Progress): Verdict {
  if (progress.findings > 0) return 'violated';
  return progress.coverage.missed.length > 0 ? 'could-not-tell' : 'holds';
}

function summaryText(
  version: Version,
  world: string,
  seed: number,
  progress: Progress,
  law?: string,
): string {
  const { coverage } = progress;
  const findings = `${progress.findings} ${progress.findings === 1 ? 'finding' : 'findings'}`;
  const known = progress.known > 0 ? ` and ${progress.known} known` : '';
  const lines = [
    `${version.name}, world ${world}, seed ${seed}: ${verdictWords[verdictOf(progress)]}`,
    ...(law === undefined ? [] : [`  only ${law} was pursued, no other law`]),
    `  ${findings}${known} in ${thousands(progress.commands)} commands (${thousands(progress.traces)} traces; ${thousands(progress.skipped)} commands skipped)`,
    ...overlapLines(progress),
    `  goals reached: ${coverage.reached} of ${coverage.reached + coverage.missed.length}`,
  ];
  if (progress.findings === 0)
    for (const name of coverage.missed) lines.push(`    missed: ${name}`);
  for (const name of progress.notChecked) lines.push(`  not checked: ${name}`);
  return `${lines.join('\n')}\n`;
}

/** How often commands overlapped, and what is promised of each time. */
function overlapLines({ overlaps, promise }: Progress): string[] {
  if (overlaps === 0) return [];
  const lines = [`  ${thousands(overlaps)} times some commands overlapped`];
  if (promise === undefined) return lines;
  const { tasks, steps, bounds } = promise;
  const each = bounds
    .map(({ depth, probability }) => `${depth} with 1 in ${thousands(Math.round(1 / probability))}`)
    .join(', ');
  return [
    ...lines,
    '  where PCT drew the schedule, each meets a mistake of depth d, if it can, with at least',
    `  1/(n k^(d-1)): for n = ${tasks} tasks and k = ${steps} steps, the most so far, depth ${each}`,
  ];
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  holds: 'no law was broken',
  violated: 'VIOLATED',
  'could-not-tell': 'no law was broken, but the run was too short to say much',
};

function thousands(n: number): string {
  return n.toLocaleString('en');
}
