import { InputError } from '../model/input-error.ts';

/** Readers of option values: each returns the value or throws an error of one line. */

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
const WEEK_MS = 7 * 24 * units.h;

/** "20s", "10m", "8h", "500ms" as milliseconds. */
export function duration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  const ms = match === null ? Number.NaN : Number(match[1]) * units[match[2] as 's'];
  if (!(ms > 0 && ms <= WEEK_MS))
    throw new InputError(
      `--time ${text}: expected a duration such as 20s, 10m or 8h, more than 0 and at most a week`,
    );
  return ms;
}

/** A count from `min` to `max`. */
export function countOption(option: string, max: number, min = 1): (text: string) => number {
  return (text) => {
    const n = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(n >= min && n <= max))
      throw new InputError(
        `${option} ${text}: expected a whole number from ${min} to ${max.toLocaleString('en')}`,
      );
    return n;
  };
}

/** Any whole number that is exact; negative ones are fine. */
export function seed(text: string): number {
  const n = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(n))
    throw new InputError(
      `--seed ${text}: expected a whole number from -(2^53-1) to 2^53-1, such as 4711`,
    );
  return n === 0 ? 0 : n;
}
