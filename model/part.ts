import type { Process, State } from './state.ts';

/** What one domain remembers of a state, and what it is told of processes. Whatever it leaves out does not concern it. */
export interface Part {
  /** Back to the beginning; the layout is cleared before. */
  reset?(): void;
  /**
   * A process begins, with the descriptors of its parent.
   *
   * @param other - another process of the same mm, if there is one: what that was told, this one knows
   */
  born?(p: Process, parent: Process, other: Process | undefined): void;
  /** A process has left this mm. @param isLast - so the mm ends */
  leavesMm?(p: Process, mm: number, isLast: boolean): void;
  /** A process begins another program, in a new mm. */
  execs?(p: Process): void;
  /** A process has ended. @param heir - another thread of its group that still runs, if there is one */
  exits?(p: Process, heir: Process | undefined): void;
  /** What nobody holds any more is gone. */
  dropUnreferenced?(): void;
  /** All deferred work has run: what only lingered is gone. */
  settled?(): void;
  /** What a process that ends, or begins another program, takes away one after the other, besides its mm. */
  partsOfLeaving?(process: number): readonly ((s: State) => number)[];
  /** References that it has to hold on pages of memory, at least and at most. */
  pinReferences?(): readonly [least: number, most: number];
  /** Pages of this mm that it keeps locked. */
  locks?(mm: number): number;
  /** Processes that are about to take over pages which another mm has locked, and how many: at their limit most mistakes show. */
  aboutToLock?(): readonly { readonly process: Process; readonly pages: number }[];
  /** Does it hold this PASID for something other than this mm? */
  holds?(pasid: number, butMm: number): boolean;
  /** Who owns it, as the allocator may say: `mm0`, or `a driver`. */
  ownersOf?(pasid: number): readonly string[];
  /** What holds it, in words; undefined if nothing does. */
  holderText?(pasid: number, butMm: number): string | undefined;
}
