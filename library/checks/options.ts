import { type GradeBudget, ordinaryBudget } from '../../checker/grade.ts';
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

/** JSON has no words for some numbers. */
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

/** From 1 on, or without an end. */
export function isLimit(value: number): boolean {
  return value === Infinity || (Number.isSafeInteger(value) && value >= 1);
}

/** From 0 on, or without an end. */
export function isBound(value: number): boolean {
  return value === 0 || isLimit(value);
}

/** In words, for messages. */
export const limits = 'a whole number from 1 on, or Infinity';
export const bounds = 'a whole number from 0 on, or Infinity';

/** @throws InputError */
export function checkBudget(budget: Partial<GradeBudget> | undefined): void {
  for (const [name, value] of Object.entries(budget ?? {})) {
    checkWord('budget', name, Object.keys(ordinaryBudget));
    checkOption(`budget: ${name}`, value, isBound, bounds);
  }
}
