import type { Weakening } from './weakening.ts';

/** The weakenings of one domain. */
export interface OfDomain {
  /** A law, or a command, without one of its clauses. */
  readonly clauses: readonly Weakening[];
  /**
   * Commands that can only succeed in the simulated kernel: they never fail, wait or are refused.
   * They share one rule, so they are weakened together.
   */
  readonly unfailing: readonly string[];
  /**
   * Commands whose answer depends only on descriptors, the groups of a container, or pages. No mistake
   * of the catalogue concerns that, so they are weakened together.
   */
  readonly undisturbed: readonly string[];
  /** Commands that may have to wait for a lock. */
  readonly waiting: readonly string[];
  /** For a command, the reason why no defect notices a rule that admits every answer. */
  readonly unnoticed?: Readonly<Record<string, string>>;
  /** Kinds that may remain after the last process has exited, besides objects. */
  readonly leavesBehind?: readonly LeftBehind[];
}

export interface LeftBehind {
  readonly name: string;
  readonly says: string;
  /** As in the observation: see `Leftover`. */
  readonly kind: string;
}
