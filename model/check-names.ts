import { type Command, letters, type Sort } from './command.ts';
import { InputError } from './input-error.ts';
import { forEachSort, namedAtStart, nameLimits } from './name-limits.ts';
import { eachName } from './names.ts';
import { State } from './state.ts';
import { stepRulesByKind } from './steps.ts';
import type { World } from './world.ts';

/**
 * Checks the names of a trace from outside: each one that is used is there from the start or was made
 * before, is made once, and is in its range.
 *
 * @param where - the beginning of a message about a step, which is counted from 0
 * @throws InputError for the first name that is none of that
 */
export function checkNames(
  steps: readonly Command[],
  world: World,
  where: (step: number) => string,
): void {
  const s = new State(world);
  const known = forEachSort((sort) => new Set(namedAtStart(s, sort)));
  const limits = nameLimits(steps, world);
  steps.forEach((c, step) => {
    eachName(stepRulesByKind[c.kind]!, c, (sort, field, number, makes) => {
      const letter = letters[sort];
      const about = `${where(step)} (${c.kind}): ${field} ${letter}${number}`;
      if (makes && known[sort].has(number))
        throw new InputError(`${about} is made a second time; names are made once`);
      if (!makes && !known[sort].has(number))
        throw new InputError(
          `${about} refers to nothing; expected one of ${listOf(sort, known[sort])}`,
        );
      const { room, made } = limits[sort];
      if (makes && number >= room + made)
        throw new InputError(
          `${about}, expected ${letter}0 to ${letter}${room + made - 1}: the world has room for ${room}, and the trace has ${made}`,
        );
      if (makes) known[sort].add(number);
    });
  });
}

function listOf(sort: Sort, numbers: ReadonlySet<number>): string {
  const names = [...numbers].map((n) => `${letters[sort]}${n}`);
  if (names.length === 0) return `none: no ${sort} has been made before`;
  return names.length > 8 ? `${names.slice(0, 8).join(', ')}, ...` : names.join(', ');
}
