/**
 * The number of interleavings of tasks with these numbers of steps if none ever waits: the multinomial coefficient (sum
 * of lengths)! / (product of each length!).
 */
export function countSchedules(lengths: readonly number[]): bigint {
  let count = 1n;
  let steps = 0n;
  for (const length of lengths)
    for (let i = 1n; i <= length; i++) {
      steps++;
      // The division has no remainder: the result is a binomial coefficient times the previous number.
      count = (count * steps) / i;
    }
  return count;
}
