import type { StateLine } from './state-line.ts';
import type { Layout } from '../memory/records.ts';
import type { BoundRules, BoundsOf } from './bounds.ts';
import type { Gauge } from './gauge.ts';
import type { Observation } from './observation.ts';
import type { Opening } from './opening.ts';
import type { Part } from './part.ts';
import type { SortRules } from './sort.ts';
import type { State } from './state.ts';
import type { TaskKind } from './task.ts';
import type { Trace } from './trace.ts';
import type { World } from './world.ts';
import type { SeenRules } from './seen.ts';

/** What a domain contributes to the house. A domain is a part of the system, with a room of its name in every stage. */
export interface Domain {
  /** The name of its rooms, and of its part in `World`. */
  readonly name: string;
  /** Its name in the sentence “the kernel has no ...”: `VFIO`. */
  readonly inWords: string;
  /** The domains that a world must also have. */
  readonly needs: readonly string[];
  /** Whether every world has its bounds. */
  readonly isEverywhere?: true;
  /** The bounds of its part of a world, in the order in which they are written. */
  readonly bounds: Readonly<Record<string, BoundRules>>;
  /** The features of it that a kernel may have: see `FeatureRules`. */
  readonly features?: Readonly<Record<string, FeatureRules>>;
  /** Whether the world has objects for its commands. Default: it never has. */
  isWorthWhile?(this: void, world: World): boolean;
  /** Lays out its part of the state. */
  part?(this: void, s: State, l: Layout): Part & object;
  /** Whether other parts ask its part about a process. If so, it is notified of the end of a process after them. */
  readonly isToldLast?: true;
  /** Its observations. */
  readonly seen: SeenRules<unknown, World>;
  /** Its worlds, in the order in which they are listed. */
  readonly worlds?: readonly World[];
  /** The sorts of names that it adds. */
  readonly sorts: readonly SortRules<State, World>[];
  /** The kinds of tasks that it adds. */
  readonly tasks?: readonly TaskKind[];
  /** The gauges that a report watches. */
  gauges?(this: void, trace: Trace<World>, made: Made): readonly Gauge<Observation, State>[];
  /** Its part of the state, one line for each object. */
  describe?(this: void, s: State): readonly StateLine[];
  /** How most traces begin in a world that has it; empty if any first command is as good. */
  openings?(this: void, world: World): readonly Opening[];
  /** The situations of its objects: see `model/vfio/situations.ts`. */
  situations?(this: void, s: State, note: (situation: number) => void): void;
}

/** The types of a domain. The types of the house are composed of them: see `domains.ts`. */
interface Types {
  readonly name: string;
  /** Its part of a world. */
  readonly bounds: unknown;
  /** Its part of the state. */
  readonly state: Part & object;
  /** Its observations. */
  readonly seen: unknown;
}

/** A domain with its types. */
export interface DomainOf<T extends Types> extends Domain {
  readonly name: T['name'];
  readonly bounds: BoundsOf<T['bounds']>;
  part(this: void, s: State, l: Layout): T['state'];
  readonly seen: SeenRules<T['seen'], World> & { readonly nothing: T['seen'] };
}

/** A feature that a kernel may have or not. */
export interface FeatureRules {
  /** Its name in the sentence “the kernel has no ...”: `mediated devices`. */
  readonly inWords: string;
  /** Whether the objects of the world need it. Other features are needed by single commands. */
  isNeeded?(this: void, world: World): boolean;
}

/** The objects that a trace creates. */
export interface Made {
  /** mms, the first one included. */
  readonly mms: number;
  /** Names of this sort, ascending. */
  names(this: void, sort: string): readonly number[];
}
