import { type GradeBudget, ordinaryBudget } from '../../checker/grade.ts';
import { checkKeys } from './keys.ts';
import { guess, InputError } from '../../model/input-error.ts';
import { shown } from '../../model/shown.ts';

/** Checks a number that a user gave. @throws InputError one line: which, what was expected, what came */
export function checkOption(
  name: string,
  value: number | undefined,
  isRight: (value: number) => boolean,
  expected: string,
): void {
  if (value === undefined || (typeof value === 'number' && isRight(value))) return;
  throw new InputError(`${name}: expected ${expected}, got ${numberText(value)}`);
}

/** `shown` prints JSON, which has neither Infinity nor NaN. */
function numberText(value: unknown): string {
  return typeof value === 'number' ? String(value) : shown(value);
}

/** Checks one of several words. @throws InputError with the nearest of them */
export function checkWord(name: string, value: string | undefined, words: readonly string[]): void {
  if (value === undefined || words.includes(value)) return;
  throw new InputError(
    `${name}: expected ${words.join(' or ')}, got ${shown(value)}${guess(value, words)}`,
  );
}

export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

export function isPositive(value: number): boolean {
  return value > 0;
}

/** A whole number from 1 on, or Infinity. */
export function isLimit(value: number): boolean {
  return value === Infinity || (Number.isSafeInteger(value) && value >= 1);
}

/** A whole number from 0 on, or Infinity. */
export function isBound(value: number): boolean {
  return value === 0 || isLimit(value);
}

/** The same in words, for messages. */
export const limits = 'a whole number from 1 on, or Infinity';
export const bounds = 'a whole number from 0 on, or Infinity';

/** @throws InputError */
export function checkBudget(budget: Partial<GradeBudget> | undefined): void {
  checkKeys('budget', budget, Object.keys(ordinaryBudget));
  for (const [name, value] of Object.entries(budget ?? {})) {
    checkOption(`budget: ${name}`, value, isBound, bounds);
  }
}
