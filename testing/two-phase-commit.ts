import type { Space, StepResult } from '../checker/exhaustive/space.ts';

/**
 * Two-phase commit (Gray and Lamport, “Consensus on Transaction Commit”, 2004) as a space for the tests of the engine:
 * the numbers of its reachable states are known.
 *
 * Resource managers work, prepare, commit or abort; the transaction manager decides. Messages are never lost: each is a
 * bit that stays set.
 */
export class TwoPhaseCommit implements Space {
  readonly size: number;
  readonly #managers: number;
  readonly #alike: ParticipantsAlike;
  readonly #words: Int32Array;
  readonly #key: Int32Array;
  readonly #moves: (() => void)[] = [];
  readonly #judge: (managers: Int32Array) => boolean;

  /**
   * @param alike - whether managers are sorted in the key of a state: `no`; `by state`: by their own
   * state alone; `exactly`: by everything that belongs to them
   */
  constructor(
    managers: number,
    alike: ParticipantsAlike = 'no',
    judge: (managers: Int32Array) => boolean = () => false,
  ) {
    this.#managers = managers;
    this.#alike = alike;
    this.#judge = judge;
    this.size = managers + 5;
    this.#words = new Int32Array(this.size);
    this.#key = new Int32Array(this.size);
  }

  start(): void {
    this.#words.fill(0);
  }

  save(into: Int32Array): void {
    into.set(this.#words);
  }

  load(from: Int32Array): void {
    this.#words.set(from);
  }

  moves(): readonly number[] {
    const w = this.#words;
    const n = this.#managers;
    const [decision, heard, said, commit, abort] = [n, n + 1, n + 2, n + 3, n + 4];
    const everyone = (1 << n) - 1;
    this.#moves.length = 0;
    const move = (does: () => void): void => void this.#moves.push(does);
    if (w[decision] === decided.not) {
      if (w[heard] === everyone)
        move(() => {
          w[decision] = decided.commit;
          w[commit] = 1;
        });
      move(() => {
        w[decision] = decided.abort;
        w[abort] = 1;
      });
    }
    for (let i = 0; i < n; i++) {
      if (w[decision] === decided.not && (w[said]! & (1 << i)) !== 0 && !(w[heard]! & (1 << i)))
        move(() => (w[heard]! |= 1 << i));
      if (w[i] === manager.working) {
        move(() => {
          w[i] = manager.prepared;
          w[said]! |= 1 << i;
        });
        move(() => (w[i] = manager.aborted));
      }
      if (w[commit] !== 0 && w[i] !== manager.committed) move(() => (w[i] = manager.committed));
      if (w[abort] !== 0 && w[i] !== manager.aborted) move(() => (w[i] = manager.aborted));
    }
    return [...this.#moves.keys()];
  }

  step(n: number): StepResult {
    this.#moves[n]!();
    return { went: 'on', isSought: false };
  }

  key() {
    const w = this.#words;
    const n = this.#managers;
    this.#key.set(w);
    if (this.#alike !== 'no') {
      const order = Array.from({ length: n }, (_, i) => i).toSorted((a, b) =>
        this.#alike === 'by state' ? w[a]! - w[b]! : this.#all(a) - this.#all(b),
      );
      order.forEach((from, to) => (this.#key[to] = w[from]!));
      for (const mask of [n + 1, n + 2])
        this.#key[mask] = order.reduce((m, from, to) => m | (((w[mask]! >> from) & 1) << to), 0);
    }
    return { form: this.#key, length: this.size };
  }

  judge(): boolean {
    return this.#judge(this.#words.subarray(0, this.#managers));
  }

  /** All words of a manager. */
  #all(i: number): number {
    const w = this.#words;
    const n = this.#managers;
    return w[i]! * 4 + ((w[n + 1]! >> i) & 1) * 2 + ((w[n + 2]! >> i) & 1);
  }
}

export type ParticipantsAlike = 'no' | 'exactly' | 'by state';

export const manager = { working: 0, prepared: 1, committed: 2, aborted: 3 } as const;
const decided = { not: 0, commit: 1, abort: 2 } as const;
