import type { Port } from '../../implementation/port.ts';
import { type Broken, keyOf } from '../../model/judgement.ts';
import type { Trace } from '../../model/trace.ts';
import { lowerNames } from '../../shrinkers/passes/lower-names.ts';
import { lengthOfTrace, compare } from '../../shrinkers/simpler.ts';
import { firstBreak } from '../reproduce.ts';
import { Runner } from '../run.ts';
import { CommandSpace } from './command-space.ts';
import type { Symmetry } from './symmetry.ts';
import { type ExploredSpace, exploreSpace } from './engine.ts';
import type { AnyWorld } from '../../model/any-world.ts';
import type { Specification } from '../../properties/specification.ts';

/** Of the shortest traces that break one law at one place, how many are compared to find the simplest. */
const COMPARED_MAX = 500;

export interface Exploration {
  readonly specification: Specification;
  readonly port: Port;
  readonly world: AnyWorld;
  readonly symmetry: Symmetry;
  /** Whether allocations fail, one in a command. */
  readonly faults?: boolean;
  /** How many commands may overlap; default 1: none does. Not together with faults. */
  readonly overlap?: number;
  /** Whether every schedule is run, also where another one differs from it in nothing that matters. */
  readonly unreduced?: boolean;
  /** Commands, at most. */
  readonly depth: number;
  /** The largest number of distinct states. */
  readonly states: number;
  /** Which violations count; default: every one. */
  readonly seeks?: (broken: Broken) => boolean;
  /**
   * Whether the search ends with the level in which this one shows: always, never, or as the trace tells
   * that was met first.
   */
  readonly first: boolean | ((shortest: Shortest) => boolean);
  /** Schedules of overlapping commands, at most. */
  readonly schedules?: number;
  readonly goOn?: (progress: ExploredSpace, schedules: CommandSpace['schedules']) => boolean;
}

/** A law that is broken, with the simplest of the shortest traces that break it at that place. */
export interface Shortest {
  readonly broken: Broken;
  readonly trace: Trace;
  /** All of the shortest that were met, up to some hundreds. */
  readonly all?: readonly Trace[];
}

export interface Breaks {
  readonly explored: ExploredSpace;
  /** Of commands that overlap. */
  readonly schedules: CommandSpace['schedules'];
  /** Every trace of up to this many commands was judged, up to symmetry; Infinity: every trace. */
  readonly complete: number;
  /** The weightiest law first where lengths are equal. */
  readonly shortest: readonly Shortest[];
}

/**
 * For every law and place that can be broken within the bounds, a shortest trace that does. Goes on
 * through states that are broken already, since a trace does too.
 *
 * @throws InputError if the implementation cannot be put back into an earlier state
 */
export function shortestBreaks(exploration: Exploration): Breaks {
  const { specification: spec, port, world, depth, states, first } = exploration;
  const { symmetry, seeks = () => true } = exploration;
  const space = new CommandSpace(spec, port, world, symmetry, seeks, exploration.faults);
  if (exploration.unreduced) space.reduces = false;
  const { overlap = 1 } = exploration;
  /** Of what several orders may explain the space goes on with one: what it finds then is looked at again. */
  const again = overlap > 1 ? new Confirmation(spec, port, world) : undefined;
  const met = new Map<string, Met>();
  /** Met for the first time in the level that is searched. */
  const fresh: string[] = [];
  const tracesOf = ({ broken, ways }: Met): Shortest[] =>
    ways.map((way) => {
      const trace = { world, steps: space.commandsOf(way) };
      // Where names are not alike, another name is another trace.
      return { broken, trace: port.capabilities.alike === true ? named(spec, trace) : trace };
    });
  /** Of what was met since it was asked last: what is so. */
  const confirmed = (): string[] =>
    fresh.splice(0).filter((key) => {
      if (again === undefined) return true;
      const known = met.get(key)!;
      const ways = tracesOf(known).flatMap(({ broken, trace }, i) =>
        again.confirms(trace, broken) ? [known.ways[i]!] : [],
      );
      if (ways.length > 0) met.set(key, { ...known, ways });
      else met.delete(key);
      return ways.length > 0;
    });
  const explored = exploreSpace(space, {
    depth,
    states,
    overlap,
    goOn: (progress) =>
      space.schedules.completed < (exploration.schedules ?? Infinity) &&
      (exploration.goOn?.(progress, space.schedules) ?? true),
    onFound(way, at) {
      for (const broken of space.broken) {
        const key = keyOf(broken);
        const known = met.get(key);
        if (known === undefined) {
          met.set(key, { broken, ways: [way()], depth: at });
          fresh.push(key);
        } else if (known.depth === at && known.ways.length < COMPARED_MAX) known.ways.push(way());
      }
      return first === true && again === undefined;
    },
    isEnough() {
      const keys = confirmed();
      if (first === true) return again !== undefined && keys.length > 0;
      return typeof first === 'function' && keys.some((key) => first(tracesOf(met.get(key)!)[0]!));
    },
  });
  confirmed();
  const shortest = [...met.values()].map((known): Shortest => {
    const all = tracesOf(known);
    const best = all.reduce((a, b) => (compare(b.trace, a.trace, spec) < 0 ? b : a));
    return { ...best, all: all.map(({ trace }) => trace) };
  });
  const rank = new Map(spec.laws.map((law, i) => [law.name, i]));
  return {
    explored,
    schedules: space.schedules,
    complete: explored.ended === 'whole space' ? Infinity : explored.levels.at(-1)!.depth,
    shortest: shortest.toSorted(
      (a, b) =>
        lengthOfTrace(a.trace) - lengthOfTrace(b.trace) ||
        rank.get(a.broken.law)! - rank.get(b.broken.law)! ||
        compare(a.trace, b.trace, spec),
    ),
  };
}

/** A law that was broken at a place, after `depth` commands, and ways to it. */
interface Met {
  readonly broken: Broken;
  readonly ways: (readonly number[])[];
  readonly depth: number;
}

/** Runs a trace once more as it is, with whatever orders may explain it. */
class Confirmation {
  readonly #runner: Runner;

  constructor(spec: Specification, port: Port, world: AnyWorld) {
    this.#runner = new Runner(spec, port, world);
  }

  confirms(trace: Trace, broken: Broken): boolean {
    return firstBreak(this.#runner, trace, broken) !== undefined;
  }
}

/** Called by their first appearance. */
export function named(spec: Specification, trace: Trace): Trace {
  for (const lowered of lowerNames.candidates(trace, spec)) return lowered;
  return trace;
}
