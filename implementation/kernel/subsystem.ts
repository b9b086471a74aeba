import type { StateLine } from '../../model/state-line.ts';
import type { Leftover } from '../../model/process/seen.ts';
import type { Kind } from '../../memory/kinds.ts';
import type { Observation } from '../../model/observation.ts';
import type { World } from '../../model/world.ts';
import type { SystemCalls } from './calls/call.ts';
import type { Kernel } from './kernel.ts';
import type { LockedIn, Points } from './machine/points.ts';
import type { Ptr } from './machine/slab.ts';
import type { Ops } from './ops.ts';
import type { Kthreads } from './process/kthread.ts';

/** What can be done in more than one way. */
export interface Switch {
  /** One line for `list switches`. */
  readonly says: string;
  /** The reference comes first. */
  readonly values: readonly string[];
}

/** Switches by name. */
export type SwitchTable = Readonly<Record<string, Switch>>;

/**
 * A part of the kernel: process, fs, mm, a driver. Everything that others must know of it stands here, so that a new one
 * is a folder and its lines in `kernel.ts`.
 *
 * `T`: its tables, which it alone touches if it is a driver. `S`: its switches, if it has any.
 */
export interface Subsystem<T, S extends SwitchTable | undefined = undefined> {
  readonly name: string;
  /** Is any of it in this world? If not, it has no tables there and none of its code runs. */
  isIn(world: World): boolean;
  /** Lays out its tables and its locks. The tables of the subsystems before it are there. */
  tables(k: Kernel): T;
  readonly switches: S;
  readonly points?: Points;
  /** Where it takes locks, its own and others. */
  readonly lockedIn?: LockedIn;
  /** How the commands of the model that are about it enter the kernel. */
  readonly calls?: SystemCalls;
  readonly ops?: Ops;
  /** What it keeps in objects of the core. */
  readonly embedded?: Readonly<Partial<Record<CoreObject, Embedded>>>;
  readonly kthreads?: Kthreads;
  /** What is there when the system has booted. */
  boot?(k: Kernel): void;
  /** Slabs that must not run full, with how much room a command may need there. */
  reserves?(k: Kernel): readonly Reserve[];
  /** Its part of what an observer sees. */
  observe?(k: Kernel): Partial<Observation>;
  /** Its state in lines. */
  describe?(k: Kernel): readonly StateLine[];
  /** Slabs of which nothing may be left when nobody is there any more. */
  slabs?(k: Kernel): readonly Emptied[];
  /** What else is left then, in words. */
  leftovers?(k: Kernel): readonly Leftover[];
  /** The address spaces that a file of its keeps in use (mm_users). */
  usersOf?(k: Kernel, file: Ptr): readonly Ptr[];
}

/** A driver: a subsystem that has its tables together in one field of the kernel. */
export interface Driver<
  F extends string,
  T,
  S extends SwitchTable | undefined = undefined,
> extends Subsystem<T, S> {
  /** As that field is called: `k.vfio`. */
  readonly field: F;
}

/** Of any kind, for whoever only composes. */
export type AnySubsystem = Subsystem<unknown, SwitchTable | undefined> & {
  readonly field?: string;
};

/** Objects of the core to which drivers add something. */
export type CoreObject = 'file' | 'vm_area_struct' | 'mm_struct';

/** A driver’s part of an object of the core, such as file->private_data. */
export interface Embedded {
  /** Fields, with what their numbers mean. */
  readonly fields: Readonly<Record<string, Kind>>;
  /** How many of these objects there are at most because of this driver. */
  atMost(world: World): number;
}

export interface Reserve {
  readonly slab: { readonly room: number };
  readonly least: number;
}

interface Emptied {
  readonly live: number;
  readonly name: string;
}
