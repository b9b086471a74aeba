import type { Command, Rules } from './command.ts';
import type { State } from './state.ts';
import type { World } from './world.ts';

/** A command of this project. Forgets its exact type, so that the rules of different commands fit one list. */
export function rules<C extends Command>(r: Rules<C, State, World>): Rules {
  return r as unknown as Rules;
}
