import type { AnyWorld } from '../model/any-world.ts';
import type { Observable } from '../model/seen.ts';
import type { Specification } from './specification.ts';

/** Whether a world has objects of this kind. */
export function isThere(
  { observables }: Specification,
  what: Observable,
  world: AnyWorld,
): boolean {
  return observables?.[what]?.(world) ?? true;
}

/**
 * The laws that could be broken unnoticed in this world, because the implementation does not show what they read.
 * In words: the name, and whether at least answers are judged by it.
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
