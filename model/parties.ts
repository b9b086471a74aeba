import { type Command, letters, type Rules } from './command.ts';
import { eachName } from './names.ts';
import type { State } from './state.ts';
import type { World } from './world.ts';

const KERNEL = 'kernel';

/** Who acts in a command, and on whom, by name: a process, a device (`g0`: that of a VFIO group, with its driver), or `kernel`. */
export interface Parties {
  readonly actor: string;
  /** The actor itself if nobody else takes part. */
  readonly target: string;
}

/**
 * Read off the fields: the process that is used acts, else the device (a file stands for its device, a group for the one
 * in it), else the kernel; the target is the process that is made, else the device.
 *
 * @param s - the state in which the command is asked
 */
export function partiesOf(rules: Rules, s: State, c: Command): Parties {
  let process: string | undefined;
  let child: string | undefined;
  let device: string | undefined;
  eachName(rules, c, (sort, _field, name, makes) => {
    if (sort === 'process' && makes) child ??= `${letters.process}${name}`;
    else if (sort === 'process') process ??= `${letters.process}${name}`;
    else if (!makes) device ??= deviceOf(s, sort, name);
  });
  const actor = process ?? device ?? KERNEL;
  return { actor, target: child ?? device ?? actor };
}

/** Processes by their number, then devices, then those of VFIO, then the kernel. */
export function compareParties(a: string, b: string): number {
  return rank(a) - rank(b) || Number(a.slice(1)) - Number(b.slice(1));
}

const order = [letters.process, letters.device, letters.group];

function rank(party: string): number {
  return party === KERNEL ? order.length : order.indexOf(party[0]!);
}

/** What kind of device a VFIO group has: `mdev`; undefined for other parties. */
export function kindOfParty({ vfio }: World, party: string): string | undefined {
  return party.startsWith(letters.group) ? vfio?.groups[Number(party.slice(1))] : undefined;
}

function deviceOf(s: State, sort: string, name: number): string | undefined {
  if (sort === 'group') return `${letters.group}${name}`;
  const number =
    sort === 'device'
      ? name
      : (sort === 'file' ? s.file(name) : sort === 'handle' ? s.handle(name) : undefined)?.device;
  return number === undefined ? undefined : `${letters.device}${number}`;
}
