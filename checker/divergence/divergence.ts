import type { Port } from '../../implementation/port.ts';
import type { AnyWorld } from '../../model/any-world.ts';
import type { Trace } from '../../model/trace.ts';
import type { Specification } from '../../properties/specification.ts';
import { compare } from '../../shrinkers/simpler.ts';
import { atOnce } from '../../shrinkers/work.ts';
import { type ExploredSpace, exploreSpace } from '../exhaustive/engine.ts';
import { named } from '../exhaustive/shortest.ts';
import type { Symmetry } from '../exhaustive/symmetry.ts';
import { type Recording, recording } from '../record.ts';
import { type OneSided, PairSpace } from './pair-space.ts';
import { sharedGauges } from './shared-gauges.ts';

/** Of the shortest traces on which two implementations differ, how many are compared to find the simplest. */
const COMPARED_MAX = 500;

/** A trace on which two implementations do the same up to its last step, and differ then. */
export interface Divergence {
  readonly trace: Trace;
  /** The answers to each step, in words. */
  readonly answers: readonly Pair[];
  /** The gauges that show different values after the last step. */
  readonly shows: readonly Shown[];
  /** The laws that only one of them breaks by the last step. */
  readonly laws: readonly OneSided[];
  /** Whether they differ only when all deferred work has run, after the last process has exited. */
  readonly isAtRest: boolean;
}

/** What the first and the second of two implementations do. */
type Pair = readonly [string, string];

interface Shown {
  /** Of the gauge: `d0 entry 1`. */
  readonly title: string;
  readonly values: Pair;
}

export interface DivergenceSearch {
  readonly specification: Specification;
  readonly ports: readonly [Port, Port];
  readonly world: AnyWorld;
  readonly symmetry: Symmetry;
  /** The largest number of commands. */
  readonly depth: number;
  /** The largest number of pairs of states. */
  readonly states: number;
  readonly goOn?: (progress: ExploredSpace) => boolean;
}

export interface Diverged {
  /** The simplest of the shortest; undefined if the search found none. */
  readonly divergence: Divergence | undefined;
  /** Both did the same on every trace of up to this many commands; Infinity: on every trace. */
  readonly agreed: number;
  /** The number of pairs of states. */
  readonly states: number;
  /** Kinds of commands that only one of them knows: they were not issued. */
  readonly notIssued: readonly string[];
}

/**
 * The shortest trace on which two implementations answer or end differently: a breadth-first search through their product.
 * What only one of them can show is not compared.
 *
 * @throws InputError if one of them cannot be put back into an earlier state
 */
export function firstDivergence(search: DivergenceSearch): Diverged {
  const { specification, ports, world, symmetry, depth, states, goOn } = search;
  const space = new PairSpace(specification, ports, world, symmetry);
  const areAlike = ports.every(({ capabilities }) => capabilities.alike === true);
  const met: Met[] = [];
  const explored = exploreSpace(space, {
    depth,
    states,
    ...(goOn && { goOn }),
    onFound() {
      if (met.length < COMPARED_MAX) {
        const trace = { world, steps: space.steps() };
        met.push({
          trace: areAlike ? named(specification, trace) : trace,
          laws: space.lawsOfOne(),
          isAtRest: space.isAtRest,
        });
      }
      return true;
    },
  });
  const whole = explored.ended === 'whole space' ? Infinity : explored.levels.at(-1)!.depth;
  const [best] = met.toSorted((a, b) => compare(a.trace, b.trace, specification));
  return {
    divergence: best && explained(specification, ports, best),
    agreed: best === undefined ? whole : best.trace.steps.length - 1,
    states: explored.states,
    notIssued: space.notIssued,
  };
}

interface Met {
  readonly trace: Trace;
  readonly laws: readonly OneSided[];
  readonly isAtRest: boolean;
}

/** The answer to a step that was not issued. */
const NOT_ISSUED = 'not issued';

/** Runs the trace on each of them alone, and writes down what they answer and show. */
function explained(
  specification: Specification,
  ports: readonly [Port, Port],
  { trace, laws, isAtRest }: Met,
): Divergence {
  const gauges = sharedGauges(specification, ports, trace);
  const recorded = (port: Port): Recording => atOnce(recording(specification, port, trace, gauges));
  const [one, other] = [recorded(ports[0]), recorded(ports[1])];
  const answers = trace.steps.map((_, i): Pair => [answerAt(one, i), answerAt(other, i)]);
  const [shownByOne, shownByOther] = [endOf(one, isAtRest), endOf(other, isAtRest)];
  const shows = gauges.flatMap(({ title }, g): Shown[] => {
    const [value, too] = [shownByOne[g]!, shownByOther[g]!];
    return value === too ? [] : [{ title, values: [value, too] }];
  });
  return { trace, answers, shows, laws, isAtRest };
}

function answerAt({ steps }: Recording, i: number): string {
  return steps[i]!.answer ?? NOT_ISSUED;
}

/** The values of the gauges at the end of a trace. */
function endOf({ start, steps, rest }: Recording, isAtRest: boolean): readonly string[] {
  return (isAtRest ? rest! : (steps.at(-1) ?? start)).shows;
}
