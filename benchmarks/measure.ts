/** Something to be measured: does the same amount of work each time and says how much that was. */
export interface Workpiece {
  readonly name: string;
  /** Units of work done, for example commands. */
  run(): number;
}

/** Nanoseconds per unit, one number per round, by the name of the task. */
export type Samples = ReadonlyMap<string, readonly number[]>;

/** Rounds that only warm up: the first ones run code that the engine has not compiled yet. */
const WARM_UP_ROUNDS = 2;

/**
 * Runs every task once per round, in turn, so that whatever disturbs the machine disturbs all of them.
 * Compare tasks within a round and take the median of the rounds: a single time says little.
 *
 * @param onRound - told how many rounds are over and how many there are, the warm-up included
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

/** The middle one; of an even number the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
