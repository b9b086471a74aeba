import type { AnyWorld } from './any-world.ts';
import type { Command } from './command.ts';
import { InputError } from './input-error.ts';
import type { Language } from './language.ts';
import { nameLimits } from './name-limits.ts';
import type { SortRules } from './sort.ts';

/**
 * Checks the names of a trace from outside: each name in use exists from the start or was created
 * before, is created once, and is in its range.
 *
 * @param where - the beginning of a message about a step, which is counted from 0
 * @throws InputError for the first name that fails a check
 */
export function checkNames(
  language: Language,
  steps: readonly Command[],
  world: AnyWorld,
  where: (step: number) => string,
): void {
  const { vocabulary } = language;
  const limits = nameLimits(language, steps, world);
  const known = new Map([...limits].map(([sort, { first }]) => [sort, new Set(first)]));
  steps.forEach((c, step) => {
    vocabulary.eachName(c, (sort, field, number, makes) => {
      const names = known.get(sort)!;
      const letter = vocabulary.letter(sort);
      const about = `${where(step)} (${c.kind}): ${field} ${letter}${number}`;
      if (makes && names.has(number))
        throw new InputError(`${about} is created a second time; expected each name once`);
      if (!makes && !names.has(number))
        throw new InputError(
          `${about} refers to nothing; expected one of ${listOf(vocabulary.sortOf(sort), names)}`,
        );
      const { room, made } = limits.get(sort)!;
      if (makes && number >= room + made)
        throw new InputError(
          `${about}, expected ${letter}0 to ${letter}${room + made - 1}: the world has room for ${room}, and the trace has ${made}`,
        );
      if (makes) names.add(number);
    });
  });
}

function listOf({ name: sort, letter }: SortRules, numbers: ReadonlySet<number>): string {
  const names = [...numbers].map((n) => `${letter}${n}`);
  if (names.length === 0) return `none: no ${sort} was created before`;
  return names.length > 8 ? `${names.slice(0, 8).join(', ')}, ...` : names.join(', ');
}
