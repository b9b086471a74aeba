import { type Answer, errno, type ErrnoName, failed, success } from '../answer.ts';
import { admitOnly } from '../conform.ts';
import type { Judgement } from '../judgement.ts';
import { type PagesState, UNLIMITED } from './state.ts';

/**
 * The common part of commands that pin or lock pages: they charge mm->locked_vm page by page, and are refused
 * if RLIMIT_MEMLOCK does not allow one more (mm/util.c, __account_locked_vm).
 */

/** The required outcome of a command. */
export interface MemlockOutcome {
  readonly is: ErrnoName;
  /** Also admitted, because kernels differ. */
  readonly or?: readonly ErrnoName[];
  /** The limit that refuses it: success would charge beyond it. */
  readonly limit?: number;
}

/** @param value - of success */
export function typically({ is }: MemlockOutcome, value = 0): Answer {
  if (is !== 'OK') return failed(is);
  return value === 0 ? success : { errno: errno.OK, value };
}

export function judgeOutcome(
  kind: string,
  a: Answer,
  { is, or, limit }: MemlockOutcome,
): Judgement {
  const admitted = or === undefined ? [is] : [is, ...or.filter((name) => name !== is)];
  if (limit !== undefined && a.errno === errno.OK && !admitted.includes('OK'))
    return {
      law: 'memlock-limit',
      place: { command: kind, clause: 'over the limit' },
      witness: `${kind} succeeded and charges pages beyond RLIMIT_MEMLOCK, which is ${limit} page${limit === 1 ? '' : 's'}. Admitted: ${admitted.join(' or ')}.`,
    };
  return admitOnly(kind, a, ...admitted);
}

/** Whether this many pages more may be charged. */
export function staysBelow(
  locked: number,
  more: number,
  limit: number,
  isCapable: boolean,
): boolean {
  return isCapable || limit === UNLIMITED || locked + more <= limit;
}

/** Pages that are charged one after the other by one command. */
export class Charges {
  readonly #pages: PagesState;
  /** The charged mms, once for each charge. */
  readonly #charged: number[] = [];

  constructor(pages: PagesState) {
    this.#pages = pages;
  }

  /** Whether one more page of this mm fits, after the earlier charges. */
  fitsIn(mm: number, limit: number, isCapable: boolean): boolean {
    if (isCapable || limit === UNLIMITED) return true;
    const before = this.#charged.filter((other) => other === mm).length;
    return staysBelow(this.#pages.expectedLocked(mm), before + 1, limit, false);
  }

  add(mm: number): void {
    this.#charged.push(mm);
  }
}
