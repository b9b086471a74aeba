import { Corpus, tracesOf } from '../campaign/corpus.ts';
import { corpusFolder } from '../campaign/places.ts';
import { runOrder } from '../campaign/run-order.ts';
import type { SchedulerName } from '../checker/interleavings/interleaver.ts';
import type { Progress } from '../checker/search-options.ts';
import { findKernel } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import type { World } from '../model/world.ts';
import { findLaw } from '../properties/laws/index.ts';
import { type CiOptions, CiResults, promiseCi } from './check-ci.ts';
import { type CheckPlan, orderFor, planToCheck } from './check-plan.ts';
import {
  type CheckedWorld,
  summaryJson,
  summaryText,
  turnText,
  verdictOf,
} from './check-summary.ts';
import type { Console } from './console.ts';
import { exitCodes } from './exit.ts';
import { Findings } from './findings.ts';
import { Mender } from './mender.ts';
import { ProgressLine } from './progress.ts';
import { orShipped } from './shipped.ts';

export interface CheckOptions extends CiOptions {
  readonly kernel: string;
  readonly world?: string | undefined;
  readonly time?: number | undefined;
  readonly runs?: number | undefined;
  readonly seed?: number | undefined;
  readonly law?: string | undefined;
  readonly first: boolean;
  /** The defects of the catalogue that explain a finding are mended, and the search continues. Where defects meet, one can be in several findings. */
  readonly byDefect?: boolean;
  readonly faults?: boolean;
  /** How the schedules of overlapping commands are drawn; undefined: commands do not overlap. */
  readonly interleave?: SchedulerName | undefined;
  /** Whether a run without a finding fails if it missed goals. */
  readonly requireGoals?: boolean;
  readonly out: string;
  readonly json: boolean;
}

/** The default time of a check. */
const DEFAULT_MS = 10_000;

/** `pasidcheck check`: 0 if no law was broken, except by known mistakes of the kernel, else 1. */
export function check(options: CheckOptions, console: Console): number {
  const version = findKernel(options.kernel);
  if (options.law !== undefined) findLaw(options.law);
  const plan = planToCheck(version, options);
  const corpus = new Corpus(options.out);
  promiseCi(options);
  const seed = options.seed ?? console.newSeed();
  if (options.seed === undefined) console.note(`seed ${seed}`);
  for (const note of plan.notes) console.note(note);
  const checked: CheckedWorld[] = [];
  const results = new CiResults();
  const start = console.now();
  const limit = options.time ?? (options.runs === undefined ? DEFAULT_MS : Infinity);
  const { length } = plan.worlds;
  for (const [i, world] of plan.worlds.entries()) {
    const progress = checkIn({
      version,
      world,
      plan,
      seed,
      corpus,
      // The next world also gets the unused part of a share.
      ends: start + (limit * (i + 1)) / length,
      runs: Math.ceil((options.runs ?? Infinity) / length),
      options,
      results,
      console,
    });
    results.end(version, world, options.law, progress);
    checked.push({ world, progress });
    if (!options.json) {
      console.print(turnText(version, world, seed, progress, options.law));
    }
    if (progress.isStopped || (options.first && progress.findings > 0)) break;
  }
  const seconds = (console.now() - start) / 1000;
  console.print(
    options.json
      ? summaryJson(version, plan, seed, checked, seconds)
      : summaryText(version, plan, checked),
  );
  results.write(options, console);
  if (!options.json) noteSpeed(checked, console);
  const verdict = verdictOf(checked.map(({ progress }) => progress));
  if (verdict === 'violated') return exitCodes.violated;
  return verdict === 'could-not-tell' && options.requireGoals === true
    ? exitCodes.couldNotTell
    : exitCodes.holds;
}

interface Turn {
  readonly version: Version;
  readonly world: World;
  readonly plan: CheckPlan;
  readonly seed: number;
  readonly corpus: Corpus;
  /** When it has to end, by the console's clock. */
  readonly ends: number;
  /** The largest number of traces. */
  readonly runs: number;
  readonly options: CheckOptions;
  readonly results: CiResults;
  readonly console: Console;
}

/** One world of a check. */
function checkIn({ version, world, plan, options, results, console, ...turn }: Turn): Progress {
  const line = new ProgressLine(console.err, console.now);
  const findings = new Findings(turn.corpus, world, options.json, console);
  const mender = options.byDefect === true ? new Mender(version, world) : undefined;
  const order = orderFor(version, world, plan, { ...options, ...turn });
  const { progress } = runOrder(order, {
    ...(plan.faults && { sweeps: tracesOf(world, [orShipped(corpusFolder), options.out]) }),
    ...(mender && { mends: (finding) => mender.mend(finding) }),
    clock: { now: console.now, ends: turn.ends },
    isStopped: console.isStopped,
    onTraces: (p) => line.tell(`${version.name} ${world.name}`, p),
    onFinding(finding, how) {
      line.clear();
      const causes = how.isKnown ? undefined : mender?.causesOf(finding);
      const found = findings.tell(finding, how, causes && ((one) => ({ ...one, causes })));
      results.hear(found, how.was);
    },
  });
  line.clear();
  return progress!;
}

/** The speed of the search itself, without the time for findings. */
function noteSpeed(checked: readonly CheckedWorld[], console: Console): void {
  const total = (of: (progress: Progress) => number): number =>
    checked.reduce((sum, { progress }) => sum + of(progress), 0);
  const seconds = total(({ drawn }) => drawn) / 1000;
  if (seconds < 1) return;
  const rate = Math.round(total(({ commands }) => commands) / seconds).toLocaleString('en');
  console.note(`searched for ${seconds.toFixed(1)} s, ${rate} commands per second`);
}
