/** A task to be measured: it does the same amount of work each time, and returns that amount. */
export interface Workpiece {
  readonly name: string;
  /** Returns the units of work, for example commands. */
  run(): number;
}

/** Nanoseconds per unit, one number per round, by the name of the task. */
export type Samples = ReadonlyMap<string, readonly number[]>;

/** The number of rounds for warming up: the first ones run code that the JavaScript engine has not compiled yet. */
const WARM_UP_ROUNDS = 2;

/**
 * Runs every task once per round, in turn, so that a disturbance of the machine affects all of them. Compare tasks within
 * a round and take the median of the rounds: a single time says little.
 *
 * @param onRound - called with the number of finished rounds and of all rounds, including the warm-up
 */
export function measure(
  tasks: readonly Workpiece[],
  rounds: number,
  onRound: (done: number, all: number) => void,
): Samples {
  const samples = new Map<string, number[]>(tasks.map(({ name }) => [name, []]));
  const all = WARM_UP_ROUNDS + rounds;
  for (let round = 0; round < all; round++) {
    for (const task of tasks) {
      const start = process.hrtime.bigint();
      const units = task.run();
      const ns = Number(process.hrtime.bigint() - start) / units;
      if (round >= WARM_UP_ROUNDS) samples.get(task.name)!.push(ns);
    }
    onRound(round + 1, all);
  }
  return samples;
}

/** The middle value; for an even number of values, the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
