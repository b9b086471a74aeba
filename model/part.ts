import type { Process, State } from './state.ts';

/** The part of the state of one domain, with the notifications about processes. A part omits those that it does not need. */
export interface Part {
  /** Resets to the initial state; the layout is cleared before. */
  reset?(): void;
  /**
   * A process begins, with the descriptors of its parent.
   *
   * @param other - another process of the same mm, if there is one: the new process knows what that one was told
   */
  born?(p: Process, parent: Process, other: Process | undefined): void;
  /** A process has left this mm. @param isLast - so the mm ends */
  leavesMm?(p: Process, mm: number, isLast: boolean): void;
  /** A process executes another program, in a new mm. */
  execs?(p: Process): void;
  /** A process has ended. @param heir - another thread of its group that still runs, if there is one */
  exits?(p: Process, heir: Process | undefined): void;
  /** Removes objects that nobody holds any more. */
  dropUnreferenced?(): void;
  /** All deferred work has run: removes objects that only waited for it. */
  settled?(): void;
  /** The objects that an exit or exec of a process removes one after the other, besides its mm. */
  partsOfLeaving?(process: number): readonly ((s: State) => number)[];
  /** The minimum and maximum of references that it has to hold on pages of memory. */
  pinReferences?(): readonly [least: number, most: number];
  /** Pages of this mm that it keeps locked. */
  locks?(mm: number): number;
  /** Processes that may soon take over pages that another mm has locked, with the number of pages: most mistakes show at their limit. */
  aboutToLock?(): readonly { readonly process: Process; readonly pages: number }[];
  /** Whether it holds this PASID for something other than this mm. */
  holds?(pasid: number, butMm: number): boolean;
  /** The owners that the allocator may show: `mm0`, or `a driver`. */
  ownersOf?(pasid: number): readonly string[];
  /** What holds it, in words; undefined if nothing does. */
  holderText?(pasid: number, butMm: number): string | undefined;
}
