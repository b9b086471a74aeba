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

/** A behaviour with more than one variant. */
export interface Switch {
  /** One line for `list switches`. */
  readonly says: string;
  /** The value of the reference comes first. */
  readonly values: readonly string[];
}

/** Switches by name. */
export type SwitchTable = Readonly<Record<string, Switch>>;

/**
 * A part of the kernel: process, fs, mm, a driver. This interface has everything that others must know about it, so a new
 * subsystem is a folder and its lines in `kernel.ts`.
 *
 * `T`: its tables; those of a driver are touched only by the driver. `S`: its switches, if it has any.
 */
export interface Subsystem<T, S extends SwitchTable | undefined = undefined> {
  readonly name: string;
  /** Whether this world has it. If not, it has no tables there and none of its code runs. */
  isIn(world: World): boolean;
  /** Lays out its tables and its locks. The tables of earlier subsystems already exist. */
  tables(k: Kernel): T;
  readonly switches: S;
  readonly points?: Points;
  /** The points at which it takes locks, its own and others. */
  readonly lockedIn?: LockedIn;
  /** The calls through which its commands enter the kernel. */
  readonly calls?: SystemCalls;
  readonly ops?: Ops;
  /** The fields that it keeps in objects of the core. */
  readonly embedded?: Readonly<Partial<Record<CoreObject, Embedded>>>;
  readonly kthreads?: Kthreads;
  /** Creates its objects at boot. */
  boot?(k: Kernel): void;
  /** Slabs that must not run full, with the room that a command may need there. */
  reserves?(k: Kernel): readonly Reserve[];
  /** Runs all of its own deferred work, besides work items and callbacks. False: a task of it hangs. */
  settle?(k: Kernel): boolean;
  /** Its part of the observation. */
  observe?(k: Kernel): Partial<Observation>;
  /** Its state in lines. */
  describe?(k: Kernel): readonly StateLine[];
  /** Slabs that must be empty at rest. */
  slabs?(k: Kernel): readonly Emptied[];
  /** Other things that remain at rest, in words. */
  leftovers?(k: Kernel): readonly Leftover[];
  /** The address spaces that one of its files keeps in use (mm_users). */
  usersOf?(k: Kernel, file: Ptr): readonly Ptr[];
}

/** A driver: a subsystem whose tables share one field of the kernel. */
export interface Driver<
  F extends string,
  T,
  S extends SwitchTable | undefined = undefined,
> extends Subsystem<T, S> {
  /** The name of that field: `k.vfio`. */
  readonly field: F;
}

/** A subsystem of any kind, for code that only composes them. */
export type AnySubsystem = Subsystem<unknown, SwitchTable | undefined> & {
  readonly field?: string;
};

/** Objects of the core to which drivers add fields. */
export type CoreObject = 'file' | 'vm_area_struct' | 'mm_struct';

/** A driver’s part of an object of the core, such as file->private_data. */
export interface Embedded {
  /** Fields, with what their numbers mean. */
  readonly fields: Readonly<Record<string, Kind>>;
  /** The largest number of these objects that this driver needs. */
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
