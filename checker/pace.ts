import type { Patience } from '../shrinkers/patience.ts';
import type { Work } from '../shrinkers/work.ts';

/** The time of a search, on the caller’s clock. */
export interface Clock {
  /** Milliseconds since a fixed moment. */
  readonly now: () => number;
  /** The moment at which the search has to end; Infinity: something else ends it, and nothing depends on the clock. */
  readonly ends: number;
}

/** The longest time until a new finding is reported, whatever its grade is by then. */
const TOLD_WITHIN_MS = 1200;

/** The least time for each finding, even if there are many. */
const LEAST_MS = 5;

/** Nearly half, because reporting findings takes time too, and cannot be cut short. */
const FOLLOWED_PART = 0.45;

/** The additional time for the work that is in progress at the end. */
const GRACE_MS = 500;

/**
 * Divides the time of a search between drawing traces and following up their violations. At least half of it is for
 * drawing. Each new finding gets a part of the other half, and a finding that was reported before it was finished gets
 * more when drawing has had as much. If violations remain to be followed up, the last quarter is kept for them.
 */
export class Pace {
  readonly #now: () => number;
  readonly #start: number;
  readonly #ends: number;
  readonly #isStopped: () => boolean;
  #drawn = 0;
  #followed = 0;

  /** @param isStopped - whether a signal asks the search to end at once */
  constructor(clock: Clock | undefined, isStopped: () => boolean = never) {
    this.#now = clock?.now ?? (() => 0);
    this.#start = this.#now();
    this.#ends = clock?.ends ?? Infinity;
    this.#isStopped = isStopped;
  }

  /** Whether the clock ends the search. If not, every finding is finished as it comes. */
  get isLimited(): boolean {
    return this.#ends < Infinity;
  }

  get isStopped(): boolean {
    return this.#isStopped();
  }

  /** The milliseconds spent on drawing traces. */
  get drawn(): number {
    return this.#drawn;
  }

  draw<T>(work: () => T): T {
    const start = this.#now();
    try {
      return work();
    } finally {
      this.#drawn += this.#now() - start;
    }
  }

  /** The same for work that may have to wait. */
  *drawing<T>(work: Work<T>): Work<T> {
    const start = this.#now();
    try {
      return yield* work;
    } finally {
      this.#drawn += this.#now() - start;
    }
  }

  *following<T>(work: Work<T>): Work<T> {
    const start = this.#now();
    try {
      return yield* work;
    } finally {
      this.#followed += this.#now() - start;
    }
  }

  /** Whether another trace may be drawn. @param isWaiting - whether violations remain to be followed up */
  mayDraw(isWaiting: boolean): boolean {
    if (this.isStopped) return false;
    if (!this.isLimited) return true;
    const isHalf = this.#drawn >= this.#whole / 2;
    return this.#now() < this.#ends - (isWaiting && isHalf ? this.#whole / 4 : 0);
  }

  get now(): number {
    return this.#now();
  }

  /** Whether a violation that was met at that time is reported now. It waits while too much has been spent on others. */
  isDue(met: number): boolean {
    return !this.isLimited || this.#unspent > LEAST_MS || this.#now() - met >= TOLD_WITHIN_MS;
  }

  /** Patience for a new violation until it is reported. */
  forNew(): Patience {
    if (!this.isLimited) return this.#until(Infinity);
    // There may be many violations at once, so each gets a part of the remaining time.
    const part = Math.max(LEAST_MS, this.#unspent / 6);
    return this.#until(this.#now() + Math.min(TOLD_WITHIN_MS, part));
  }

  /** Patience between traces for reported findings: the time that drawing has earned, if that is enough to be useful. */
  forTold(least: number): Patience | undefined {
    const credit = Math.min(this.#drawn - this.#followed, this.#unspent / 2);
    return this.isLimited && credit >= least ? this.#until(this.#now() + credit) : undefined;
  }

  /**
   * Patience for the end of the search, after the last trace.
   *
   * @param sharing - findings that still need time, this one included: each gets an equal part
   */
  forTheRest(sharing = 1): Patience {
    const end = this.#ends + GRACE_MS;
    return this.#until(this.isLimited ? this.#now() + (end - this.#now()) / sharing : end);
  }

  /** The remaining time for following up. */
  get #unspent(): number {
    return FOLLOWED_PART * this.#whole - this.#followed;
  }

  get #whole(): number {
    return this.#ends - this.#start;
  }

  #until(end: number): Patience {
    const limit = Math.min(end, this.#ends + GRACE_MS);
    if (limit === Infinity) return () => !this.#isStopped();
    return () => !this.#isStopped() && this.#now() < limit;
  }
}

function never(): boolean {
  return false;
}
