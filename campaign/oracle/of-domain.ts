import type { Weakening } from './weakening.ts';

/** What the specification says of one domain, as far as the oracle weakens it. */
export interface OfDomain {
  /** A law, or a command, without one of its clauses. */
  readonly clauses: readonly Weakening[];
  /**
   * Commands that can only succeed in the simulated kernel: nothing that they do fails, waits or is refused.
   * Their rules are the same one, so they are weakened together.
   */
  readonly unfailing: readonly string[];
  /**
   * Commands that answer by what there is in plain sight: the descriptor, a group in the container, the page. No mistake
   * of the catalogue is about that, so they are weakened together.
   */
  readonly undisturbed: readonly string[];
  /** Commands that can have to wait for a lock. */
  readonly waiting: readonly string[];
  /** Why nothing in the catalogue can notice that every answer of a command is right. */
  readonly unnoticed?: Readonly<Record<string, string>>;
  /** What may be left of it when everyone has gone, besides objects. */
  readonly leavesBehind?: readonly LeftBehind[];
}

export interface LeftBehind {
  readonly name: string;
  readonly says: string;
  /** As the observation says it: see `Leftover`. */
  readonly kind: string;
}
