import type { Patience } from '../shrinkers/patience.ts';
import type { Work } from '../shrinkers/work.ts';

/** The time that a search has, on a clock that is handed in. */
export interface Clock {
  /** Milliseconds from some start. */
  readonly now: () => number;
  /** When the search has to be over; Infinity: something else ends it, and nothing it does depends on the clock. */
  readonly ends: number;
}

/** A new finding is told after so long at most, whatever is known of it by then. */
const TOLD_WITHIN_MS = 1200;

/** However much was found, each gets so much. */
const LEAST_MS = 5;

/** Nearly half: to tell what was found takes time too, and cannot be cut short. */
const FOLLOWED_PART = 0.45;

/** What is in hand at the end gets so much longer. */
const GRACE_MS = 500;

/**
 * Divides the time of a search between drawing traces and following up what they broke. Half of it is for drawing,
 * whatever is found. Of the other half each new finding gets a part, and what was told before it was finished gets more
 * when drawing has had as much. If something is left to follow up, the last quarter is kept for that.
 */
export class Pace {
  readonly #now: () => number;
  readonly #start: number;
  readonly #ends: number;
  readonly #isStopped: () => boolean;
  #drawn = 0;
  #followed = 0;

  /** @param isStopped - whether somebody wants it to end at once */
  constructor(clock: Clock | undefined, isStopped: () => boolean = never) {
    this.#now = clock?.now ?? (() => 0);
    this.#start = this.#now();
    this.#ends = clock?.ends ?? Infinity;
    this.#isStopped = isStopped;
  }

  /** Is there an end that the clock tells? Without one, everything is finished as it comes. */
  get isLimited(): boolean {
    return this.#ends < Infinity;
  }

  get isStopped(): boolean {
    return this.#isStopped();
  }

  /** Milliseconds that went to drawing traces. */
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

  /** The same of work that may have to wait. */
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

  /** May another trace be drawn? @param isWaiting - something is left to follow up */
  mayDraw(isWaiting: boolean): boolean {
    if (this.isStopped) return false;
    if (!this.isLimited) return true;
    const isHalf = this.#drawn >= this.#whole / 2;
    return this.#now() < this.#ends - (isWaiting && isHalf ? this.#whole / 4 : 0);
  }

  get now(): number {
    return this.#now();
  }

  /** Does what was met then have to be told now? It waits as long as too much has been spent on others. */
  isDue(met: number): boolean {
    return !this.isLimited || this.#unspent > LEAST_MS || this.#now() - met >= TOLD_WITHIN_MS;
  }

  /** For what was just found, until it is told. */
  forNew(): Patience {
    if (!this.isLimited) return this.#until(Infinity);
    // Much may be found at once: each gets a part of what can still be spent.
    const part = Math.max(LEAST_MS, this.#unspent / 6);
    return this.#until(this.#now() + Math.min(TOLD_WITHIN_MS, part));
  }

  /** Between traces, for what was told: what drawing has earned, if that is enough to be of use. */
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

  /** What may still be spent on following up. */
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
