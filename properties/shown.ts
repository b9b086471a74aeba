import type { AnyWorld } from '../model/any-world.ts';
import type { Observable } from '../model/seen.ts';
import type { Specification } from './specification.ts';

/** Is there anything of this kind to see in a world? */
export function isThere(
  { observables }: Specification,
  what: Observable,
  world: AnyWorld,
): boolean {
  return observables?.[what]?.(world) ?? true;
}

/**
 * Laws that could be broken in this world unnoticed, because the implementation does not show what they look
 * at, in words: the name, and whether at least answers are judged by it.
 */
export function notJudged(
  specification: Specification,
  world: AnyWorld,
  shows: ReadonlySet<Observable>,
): string[] {
  return specification.laws
    .filter((law) => law.in?.(world) ?? true)
    .filter(({ needs }) =>
      needs.some((need) => !shows.has(need) && isThere(specification, need, world)),
    )
    .map((law) => (law.judgesAnswers === true ? `${law.name} (but for answers)` : law.name));
}
