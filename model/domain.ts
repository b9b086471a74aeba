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

/** What a domain hands to the house: a part of the system, with a room of its name in every stage. */
export interface Domain {
  /** As its rooms are called, and its part in `World`. */
  readonly name: string;
  /** What a kernel without it has not: `VFIO`. */
  readonly inWords: string;
  /** Domains without which a world cannot have it. */
  readonly needs: readonly string[];
  /** Whether its bounds are those that every world has. */
  readonly isEverywhere?: true;
  /** Each bound of its part of a world, in the order in which they are written. */
  readonly bounds: Readonly<Record<string, BoundRules>>;
  /** What a kernel may have of it, or not: see `FeatureRules`. */
  readonly features?: Readonly<Record<string, FeatureRules>>;
  /** Is there anything in the world that its commands could be about? Default: it makes no world worth while. */
  isWorthWhile?(this: void, world: World): boolean;
  /** Lays out its part of the state: what the specification remembers of it. */
  part?(this: void, s: State, l: Layout): Part & object;
  /** Whether its part says what a process had. It is told of the end of a process after those parts that ask. */
  readonly isToldLast?: true;
  /** What can be seen of it. */
  readonly seen: SeenRules<unknown, World>;
  /** Worlds that are about it, in the order in which they are listed. */
  readonly worlds?: readonly World[];
  /** What it adds to the things that have names. */
  readonly sorts: readonly SortRules<State, World>[];
  /** What it adds to those who run commands. */
  readonly tasks?: readonly TaskKind[];
  /** What is watched of it while a trace runs. */
  gauges?(this: void, trace: Trace<World>, made: Made): readonly Gauge<Observation, State>[];
  /** What the specification remembers of it, in lines. */
  describe?(this: void, s: State): readonly StateLine[];
  /** How most traces begin where there is something of it; nothing where a trace may as well begin with anything. */
  openings?(this: void, world: World): readonly Opening[];
  /** In which situations its things are: see `model/vfio/situations.ts`. */
  situations?(this: void, s: State, note: (situation: number) => void): void;
}

/** The types of a domain, of which those of the house are composed: see `domains.ts`. */
interface Types {
  readonly name: string;
  /** Its part of a world. */
  readonly bounds: unknown;
  /** Its part of the state. */
  readonly state: Part & object;
  /** What can be seen of it. */
  readonly seen: unknown;
}

/** A domain with its types. */
export interface DomainOf<T extends Types> extends Domain {
  readonly name: T['name'];
  readonly bounds: BoundsOf<T['bounds']>;
  part(this: void, s: State, l: Layout): T['state'];
  readonly seen: SeenRules<T['seen'], World> & { readonly nothing: T['seen'] };
}

/** Something that a kernel may have or not. */
export interface FeatureRules {
  /** What a kernel without it has not: `mediated devices`. */
  readonly inWords: string;
  /** Must a kernel have it for what there is in the world? The others are needed by single commands. */
  isNeeded?(this: void, world: World): boolean;
}

/** What a trace makes. */
export interface Made {
  /** mms, the first one included. */
  readonly mms: number;
  /** Names of this sort, ascending. */
  names(this: void, sort: string): readonly number[];
}
