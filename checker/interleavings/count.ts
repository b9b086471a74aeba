/**
 * In how many ways tasks of so many steps can be interleaved if none ever waits: the multinomial
 * coefficient (sum of lengths)! / (product of each length!).
 */
export function countSchedules(lengths: readonly number[]): bigint {
  let count = 1n;
  let steps = 0n;
  for (const length of lengths)
    for (let i = 1n; i <= length; i++) {
      steps++;
      // Without a remainder: it is a binomial coefficient times what was there.
      count = (count * steps) / i;
    }
  return count;
}
