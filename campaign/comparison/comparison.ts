import { type Diverged, firstDivergence } from '../../checker/divergence/divergence.ts';
import { type Breaks, shortestBreaks } from '../../checker/exhaustive/shortest.ts';
import type { Grade } from '../../checker/finding.ts';
import { searchAtRandom } from '../../checker/random.ts';
import { simulate } from '../../defects/kernels.ts';
import type { Version } from '../../implementation/versions/index.ts';
import type { LawName } from '../../model/judgement.ts';
import type { Trace } from '../../model/trace.ts';
import type { World } from '../../model/world.ts';
import { specification } from '../../properties/linux.ts';
import { compare } from '../../shrinkers/simpler.ts';
import { type Setting, settingsThatMatter } from '../settings.ts';
import { standingOf, type Verdict, whyNotAsked } from '../standing.ts';
import type { Measure, Value } from '../measures/measure.ts';
import { measuredRun } from '../measures/measured-run.ts';

/** Kernels that are compared: the same world, budget and seed for each. */
export interface ComparisonOrder {
  /** At least two. */
  readonly kernels: readonly Version[];
  readonly world: World;
  /** The largest number of commands in the exhaustive searches. */
  readonly depth: number;
  /** The largest number of states in each of them. */
  readonly states: number;
  readonly seed: number;
  /** The number of random traces for each kernel; Infinity: until its time is up. */
  readonly runs: number;
  /** The milliseconds of the random traces of all kernels together. */
  readonly time?: number | undefined;
  readonly measures: readonly Measure[];
}

/** What the caller of a comparison adds that is not data. */
export interface ComparisonAttendant {
  readonly now: () => number;
  /** Whether the comparison shall end at once. */
  readonly isStopped: () => boolean;
  /** Called now and then with the present work in words. */
  readonly onProgress: (says: () => string) => void;
}

/** What the searches found on one kernel. */
export interface ComparedKernel {
  readonly version: Version;
  /** The number of different states that the exhaustive search reached. */
  readonly states: number;
  /** Every trace of up to this many commands was judged; Infinity: every trace. */
  readonly complete: number;
  /** The number of random traces. */
  readonly traces: number;
  /** By law: the simplest trace that breaks it. */
  readonly broken: ReadonlyMap<LawName, BrokenLaw>;
  /** In the order of the measures; undefined: it has no such number. */
  readonly measured: readonly (Value | undefined)[];
}

export interface BrokenLaw {
  readonly trace: Trace<World>;
  /** `proven shortest` if the exhaustive search found it. */
  readonly grade: Grade;
  /** Traces of the same length that break it too. */
  readonly others: readonly Trace<World>[];
}

/** A law that some of the kernels break. */
export interface ComparedLaw {
  readonly law: LawName;
  /** The simplest trace that was found on each kernel, and one that only some kernels break, if there is any. The simplest first. */
  readonly traces: readonly JudgedTrace[];
}

export interface JudgedTrace {
  readonly trace: Trace<World>;
  /** What it does to the law on each kernel. */
  readonly verdicts: readonly Verdict[];
  /** For each kernel that breaks it: what makes the difference to the one before it, or else to the first, on which it holds. */
  readonly causes: readonly Cause[];
}

/** Why a trace breaks a law on one kernel, and not on another one. */
export interface Cause {
  readonly broken: Version;
  readonly holds: Version;
  /** Each makes the difference alone. */
  readonly settings: readonly Setting[];
}

/** A kernel and the next one: the shortest trace on which they answer or end differently. */
export interface ComparedPair extends Diverged {
  /** Their places in the list of kernels. */
  readonly kernels: readonly [number, number];
}

export interface Comparison {
  readonly order: ComparisonOrder;
  readonly kernels: readonly ComparedKernel[];
  readonly laws: readonly ComparedLaw[];
  readonly pairs: readonly ComparedPair[];
  /** Whether all searches ended by themselves. */
  readonly isWhole: boolean;
}

export function compareKernels(order: ComparisonOrder, attendant: ComparisonAttendant): Comparison {
  const { kernels: versions } = order;
  const { isStopped } = attendant;
  const kernels: ComparedKernel[] = [];
  for (const version of versions)
    if (!isStopped()) kernels.push(searched(version, order, attendant));
  const pairs: ComparedPair[] = [];
  for (let i = 0; i + 1 < kernels.length; i++)
    if (!isStopped()) pairs.push(sideBySide(i, order, attendant));
  // What tells kernels apart takes many runs, for which nobody waits who has stopped the searches.
  const laws = isStopped() ? [] : lawsOf(kernels);
  return { order, kernels, laws, pairs, isWhole: !isStopped() };
}

/** A kernel and the next one. */
function sideBySide(
  first: number,
  { kernels, world, depth, states }: ComparisonOrder,
  { isStopped, onProgress }: ComparisonAttendant,
): ComparedPair {
  const [one, other] = [kernels[first]!, kernels[first + 1]!];
  const diverged = firstDivergence({
    specification,
    ports: [simulate(one), simulate(other)],
    world,
    symmetry: 'names',
    depth,
    states,
    goOn(explored) {
      onProgress(
        () => `${one.name} and ${other.name} side by side: ${explored.states} pairs of states`,
      );
      return !isStopped();
    },
  });
  return { ...diverged, kernels: [first, first + 1] };
}

function searched(
  version: Version,
  order: ComparisonOrder,
  { now, isStopped, onProgress }: ComparisonAttendant,
): ComparedKernel {
  const { world, depth, states, seed, runs, time, kernels } = order;
  const port = simulate(version);
  const breaks = shortestBreaks({
    specification,
    port,
    world,
    symmetry: 'names',
    depth,
    states,
    first: false,
    goOn(explored) {
      onProgress(() => `${version.name}: ${explored.states} states`);
      return !isStopped();
    },
  });
  const broken = exhaustively(breaks);
  const found = new Set(broken.keys());
  const { traces } = searchAtRandom({
    specification,
    port,
    world,
    seed,
    first: false,
    isStopped,
    ...(time !== undefined && { clock: { now, ends: now() + time / kernels.length } }),
    pursues: ({ law }) => !found.has(law),
    goOn(progress) {
      onProgress(() => `${version.name}: ${progress.traces} random traces`);
      return progress.traces < runs;
    },
    onFinding({ law, trace, grade }) {
      const known = broken.get(law)?.trace;
      if (known === undefined || compare(trace, known, specification) < 0)
        broken.set(law, { trace: trace as Trace<World>, grade, others: [] });
    },
  });
  return {
    version,
    states: breaks.explored.states,
    complete: breaks.complete,
    traces,
    broken,
    measured: isStopped() ? [] : measured(version, order),
  };
}

function measured(version: Version, { world, seed, measures }: ComparisonOrder) {
  const run = measuredRun(version, world, seed);
  return measures.map((measure) => measure.of(run));
}

/** By law: the simplest of the shortest traces of all its places. */
function exhaustively({ shortest }: Breaks): Map<LawName, BrokenLaw> {
  const found = new Map<LawName, BrokenLaw>();
  for (const { broken, trace, all = [] } of shortest) {
    const { law } = broken;
    const known = found.get(law);
    const others = all as readonly Trace<World>[];
    if (known === undefined)
      found.set(law, { trace: trace as Trace<World>, grade: 'proven shortest', others });
    else if (trace.steps.length === known.trace.steps.length)
      found.set(law, { ...known, others: [...known.others, ...others] });
  }
  return found;
}

function lawsOf(kernels: readonly ComparedKernel[]): ComparedLaw[] {
  const versions = kernels.map(({ version }) => version);
  const judged = (law: LawName, trace: Trace<World>): JudgedTrace => {
    const verdicts = versions.map((version) => verdictOn(version, trace, law));
    return { trace, verdicts, causes: causesOf(versions, verdicts, trace, law) };
  };
  return specification.laws
    .map(({ name }) => name)
    .filter((law) => kernels.some(({ broken }) => broken.has(law)))
    .map((law) => {
      const found = kernels.flatMap(({ broken }) => broken.get(law) ?? []);
      const traces = distinct(found.map(({ trace }) => trace)).map((trace) => judged(law, trace));
      if (!traces.some(tells)) {
        const others = distinct(found.flatMap((one) => one.others)).slice(0, OTHERS_MAX);
        const telling = others.map((trace) => judged(law, trace)).find(tells);
        if (telling !== undefined) traces.push(telling);
      }
      return {
        law,
        traces: traces.toSorted((a, b) => compare(a.trace, b.trace, specification)),
      };
    });
}

function causesOf(
  versions: readonly Version[],
  verdicts: readonly Verdict[],
  trace: Trace<World>,
  law: LawName,
): Cause[] {
  return versions.flatMap((broken, i) => {
    if (verdicts[i] !== 'broken') return [];
    const at = verdicts[i - 1] === 'holds' ? i - 1 : verdicts.indexOf('holds');
    const holds = versions[at];
    if (holds === undefined) return [];
    const settings = settingsThatMatter(trace, broken, holds.switches, (one) => one.law === law);
    return [{ broken, holds, settings }];
  });
}

function verdictOn(version: Version, trace: Trace<World>, law: LawName): Verdict {
  if (whyNotAsked(version, trace) !== undefined) return 'cannot be asked';
  const { broken } = standingOf(version, trace, (one) => one.law === law);
  return broken.length > 0 ? 'broken' : 'holds';
}

function distinct(traces: readonly Trace<World>[]): Trace<World>[] {
  const byText = new Map(
    traces.map((trace) => [specification.vocabulary.lineOf(trace.steps), trace]),
  );
  return [...byText.values()];
}

/** Of the other shortest traces that break a law, how many are judged to find one that tells kernels apart. */
const OTHERS_MAX = 100;

/** Whether kernels that can be asked disagree about the law on this trace. */
export function tells({ verdicts }: JudgedTrace): boolean {
  return verdicts.includes('broken') && verdicts.includes('holds');
}
