import { Certifier } from '../checker/certificate/certify.ts';
import type { ExploredSpace } from '../checker/exhaustive/engine.ts';
import { type Breaks, type Shortest, shortestBreaks } from '../checker/exhaustive/shortest.ts';
import type { Finding } from '../checker/finding.ts';
import { ordinaryBudget } from '../checker/grade.ts';
import type { Clock } from '../checker/pace.ts';
import { searchAtRandom } from '../checker/random.ts';
import { firstBreak } from '../checker/reproduce.ts';
import { Runner } from '../checker/run.ts';
import type { Progress } from '../checker/search-options.ts';
import { simplestAmong } from '../checker/simplest.ts';
import { mendedVersion, simulate } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import { InputError } from '../model/input-error.ts';
import type { Trace } from '../model/trace.ts';
import { specification } from '../properties/linux.ts';
import { passes } from '../shrinkers/passes/index.ts';
import type { Patience } from '../shrinkers/patience.ts';
import { lengthOfTrace } from '../shrinkers/simpler.ts';
import { knownFor } from './attributor.ts';
import {
  type ExhaustiveWay,
  orderedKernel,
  type RandomWay,
  type SearchOrder,
} from './search-order.ts';

/** What a search needs of whoever runs it, and cannot be data. All of it may be missing. */
export interface Attendant {
  /** Told of a new finding, and again when more is known of it. */
  readonly onFinding?: (finding: Finding, how: HowFound) => void;
  /** Ends the search; an exhaustive one makes its findings behind that. */
  readonly clock?: Clock;
  /** Asked now and then: does somebody want it to end at once? */
  readonly isStopped?: () => boolean;
  /**
   * Told before each random trace what was done so far.
   *
   * @internal
   */
  readonly onTraces?: (progress: Progress) => void;
  /**
   * With `faults`, before the first random trace: traces of which every allocation is made to fail in its turn.
   *
   * @internal
   */
  readonly sweeps?: readonly Trace[];
  /**
   * Of random traces: the kernel without what caused a finding and those before it; the search goes on behind it.
   *
   * @internal
   */
  readonly mends?: (finding: Finding) => Version | undefined;
  /**
   * Told now and then how far an exhaustive search is.
   *
   * @internal
   */
  readonly onStates?: (explored: ExploredSpace, schedules: Breaks['schedules']) => void;
  /**
   * Told when an exhaustive search is over, before findings are made of what it met.
   *
   * @internal
   */
  readonly onExplored?: (breaks: Breaks) => void;
}

/** How a finding is told. */
export interface HowFound {
  /** It is due to what the kernel is known for. */
  readonly isKnown: boolean;
  /** As it was told before, if it was. */
  readonly was?: Finding;
  /** The kernel that `Finding.kernel` names. */
  readonly kernel: Version;
}

/** What came of an order. */
export interface Ordered {
  /** One for each law and place, each as it was told last. */
  readonly findings: readonly Finding[];
  /** Those that are due to what the kernel is known for. */
  readonly known: readonly Finding[];
  /** Of random traces. */
  readonly progress?: Progress;
  /** Of an exhaustive search: every trace of up to so many commands was judged; Infinity: every trace there is. */
  readonly complete?: number;
}

/**
 * Carries out an order for a search in simulated Linux: the same findings wherever it is carried out, unless a clock or
 * somebody ends it.
 *
 * @throws InputError for an order that cannot be carried out
 */
export function runOrder(order: SearchOrder, attendant: Attendant = {}): Ordered {
  const { way } = order;
  const version = orderedKernel(order);
  const told = new Map<Finding, HowFound>();
  const heard: Attendant = {
    ...attendant,
    onFinding(finding, how) {
      if (how.was !== undefined) told.delete(how.was);
      told.set(finding, how);
      attendant.onFinding?.(finding, how);
    },
  };
  const { kind } = way;
  const came =
    kind === 'random'
      ? { progress: runRandom({ ...order, way }, version, heard) }
      : { complete: runExhaustive({ ...order, way }, version, heard) };
  const those = (isKnown: boolean): Finding[] =>
    [...told].flatMap(([finding, how]) => (how.isKnown === isKnown ? [finding] : []));
  return { findings: those(false), known: those(true), ...came };
}

function runRandom(
  { world, law, way }: SearchOrder & { readonly way: RandomWay },
  version: Version,
  { onFinding, onTraces, mends, clock, isStopped, sweeps }: Attendant,
): Progress {
  const { runs = Infinity } = way;
  if (runs === Infinity && clock === undefined && isStopped === undefined)
    throw new InputError('an order has no runs and nothing ends it; expected runs or a clock');
  const kernels = [version, mendedVersion(version)];
  return searchAtRandom({
    specification,
    port: simulate(version),
    known: knownFor(version, world),
    world,
    seed: way.seed,
    first: way.first,
    faults: way.faults,
    interleave: way.interleave,
    grading: way.grading ?? ordinaryBudget,
    clock,
    pursues: (broken) => law === undefined || broken.law === law,
    ...(sweeps && { sweeps }),
    ...(isStopped && { isStopped }),
    ...(mends && {
      mends(finding) {
        const better = mends(finding);
        kernels.push(better);
        return better && simulate(better);
      },
    }),
    goOn(progress) {
      onTraces?.(progress);
      return progress.traces < runs;
    },
    onFinding(finding, how) {
      const kernel = kernels.find((one) => one?.name === finding.kernel)!;
      onFinding?.(finding, { ...how, kernel });
    },
  });
}

/** Full states behind a certificate, at most, where nothing is said: some ten seconds. */
const CERTIFIED = 50_000;

/** Returns up to which length every trace was judged. */
function runExhaustive(
  { world, law, way }: SearchOrder & { readonly way: ExhaustiveWay },
  version: Version,
  { onFinding, onStates, onExplored, clock, isStopped }: Attendant,
): number {
  const { kind: _kind, all, certified = CERTIFIED, ...bounds } = way;
  const patience: Patience = () => isStopped?.() !== true;
  const known = knownFor(version, world);
  const isKnown = ({ trace, broken }: Shortest): boolean => known?.explains(trace, broken) ?? false;
  const port = simulate(version);
  const breaks = shortestBreaks({
    ...bounds,
    specification,
    port: way.overlap === undefined ? port : port.recording(),
    world,
    // What the kernel is known for does not end the search.
    first: all ? false : (shortest) => !isKnown(shortest),
    ...(law !== undefined && { seeks: (broken) => broken.law === law }),
    goOn(explored, schedules) {
      onStates?.(explored, schedules);
      return (clock === undefined || clock.now() < clock.ends) && patience();
    },
  });
  onExplored?.(breaks);
  const certifier = new Certifier(specification, port, world, certified);
  for (const shortest of breaks.shortest) {
    const finding = findingOf(version, shortest, { way, breaks, certifier, patience });
    const { law: name, place, witness, trace } = finding;
    const broken = { law: name, place, witness };
    onFinding?.(finding, { isKnown: isKnown({ trace, broken }), kernel: version });
  }
  return breaks.complete;
}

interface Search {
  readonly way: ExhaustiveWay;
  readonly breaks: Breaks;
  readonly certifier: Certifier;
  readonly patience: Patience;
}

/** The simplest of the shortest traces that the search met, made as simple as the passes can. */
function findingOf(
  version: Version,
  { broken, trace, all }: Shortest,
  { way, breaks, certifier, patience }: Search,
): Finding {
  const { overlap, symmetry } = way;
  const port = simulate(version);
  const runner = new Runner(specification, port, trace.world);
  const traces = overlap === undefined ? [trace] : (all ?? [trace]);
  const { trace: best, switches } = simplestAmong(port, runner, traces, broken, passes, {
    patience,
  });
  const { witness } = firstBreak(runner, best, broken)!.broken;
  const length = lengthOfTrace(best);
  // The plain search lets nothing fail or overlap, so it says nothing of a trace in which something does.
  const isPlain = overlap === undefined && best.steps.every((c) => c.fails === undefined);
  const verdict = isPlain ? certifier.certify(broken, length - 1, patience) : 'too much';
  if (verdict === 'false')
    throw new Error(`the search missed a trace of fewer than ${length} commands: ${broken.law}`);
  const certificate = verdict === 'too much' ? undefined : verdict;
  const isExact = symmetry !== 'unordered' || certificate !== undefined;
  const isWide = overlap === undefined || overlap >= length - 1;
  return {
    ...broken,
    witness,
    kernel: version.name,
    trace: best,
    grade:
      isExact && isWide && length <= breaks.complete + 1
        ? 'proven shortest'
        : 'no single deletion helps',
    ...(certificate && { certificate }),
    ...(switches && { switches }),
    provenance: undefined,
  };
}
