import { reference, type SwitchName, type Switches } from '../implementation/kernel/switches.ts';
import type { Version } from '../implementation/versions/index.ts';
import type { Broken } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';
import type { World } from '../model/world.ts';
import { standingOf } from './standing.ts';

/** A switch and its value in the kernel where the trace is broken. */
export interface Setting {
  readonly name: SwitchName;
  readonly value: string;
}

/**
 * The switches of a kernel on which a trace is broken that, alone set as in another one, make it hold.
 *
 * @param counts - which violations count
 */
export function settingsThatMatter(
  trace: Trace<World>,
  on: Version,
  as: Switches,
  counts: (broken: Broken) => boolean,
): Setting[] {
  return (Object.keys(reference) as SwitchName[])
    .filter((name) => on.switches[name] !== as[name])
    .filter((name) => {
      const switches = { ...on.switches, [name]: as[name] };
      return standingOf({ ...on, switches }, trace, counts).broken.length === 0;
    })
    .map((name) => ({ name, value: on.switches[name] }));
}

/** `pasidFreeAt=mmput, allocLock=mutex` */
export function settingsText(settings: readonly Setting[]): string {
  return settings.map(({ name, value }) => `${name}=${value}`).join(', ');
}
