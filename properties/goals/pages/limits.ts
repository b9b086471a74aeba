import { type Answer, errno } from '../../../model/answer.ts';
import type { Command } from '../../../model/command.ts';
import type { State } from '../../../model/state.ts';
import type { World } from '../../../model/world.ts';
import type { Goal } from '../../linux-law.ts';

/** Are there limits in this world? */
export function limited({ pages }: World): boolean {
  return pages !== undefined && pages.limits.length > 0;
}

/**
 * Both sides of a limit.
 *
 * @param where - in which worlds the command can charge anything
 * @param roomLeft - pages that are left below the limit when the command has charged its own
 */
export function limitGoals(
  on: string,
  where: (world: World) => boolean,
  roomLeft: (s: State, c: Command) => number | undefined,
): readonly Goal[] {
  return [
    {
      name: `${on} charges exactly up to the limit`,
      on,
      in: (world) => where(world) && world.pages!.limits.some((limit) => limit > 0),
      reached: (s, c, a: Answer) => a.errno === errno.OK && roomLeft(s, c) === 0,
    },
    {
      name: `${on} would be over the limit by one page`,
      on,
      in: (world) => where(world) && limited(world),
      reached: (s, c, a: Answer) => a.errno === errno.ENOMEM && roomLeft(s, c) === -1,
    },
  ];
}
