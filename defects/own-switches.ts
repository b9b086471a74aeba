import { type SwitchName, type Switches, switches } from '../implementation/kernel/switches.ts';
import type { Version } from '../implementation/versions/index.ts';
import { InputError, unknownName } from '../model/input-error.ts';
import { shown } from '../model/shown.ts';

/**
 * A kernel with changed switches, for example to try a fix: `linux-5.18+pasidFreeAt=mmput,bondPins=mm_users`.
 * Its name includes the switches, so a finding on it can be replayed.
 */
interface WithSwitches {
  /** The name of the kernel that they change. */
  readonly kernel: string;
  readonly switches: Partial<Switches>;
}

const AND_SWITCHES = '+';

/** Undefined if the name does not end with switches. @throws InputError for an unknown switch or value */
export function readSwitches(name: string): WithSwitches | undefined {
  const at = name.lastIndexOf(AND_SWITCHES);
  // Switches before `-without:` belong to the name of the kernel in front of it.
  if (at < 0 || name.slice(at).includes('-without:')) return undefined;
  return { kernel: name.slice(0, at), switches: readAll(name.slice(at + 1).split(',')) };
}

/**
 * The name of a kernel with these switches changed too.
 *
 * @param changes - `NAME=VALUE` each
 * @throws InputError for an unknown switch or value, or a switch that is set twice
 */
export function nameWith(kernel: string, changes: readonly string[]): string {
  if (changes.length === 0) return kernel;
  const before = readSwitches(kernel);
  const set = Object.entries(before?.switches ?? {}).map(([name, value]) => `${name}=${value}`);
  const all: Partial<Record<string, string>> = readAll([...set, ...changes]);
  // In the order of the list: one kernel has one name.
  const inOrder = Object.keys(switches).flatMap((name) =>
    all[name] === undefined ? [] : [`${name}=${all[name]}`],
  );
  return `${before?.kernel ?? kernel}${AND_SWITCHES}${inOrder.join(',')}`;
}

/** The known mistakes of the version stay listed; a run shows which of them the changed switches mend. */
export function withSwitches(version: Version, { switches: own }: WithSwitches): Version {
  const changes = Object.entries(own).map(([name, value]) => `${name}=${value}`);
  return {
    ...version,
    name: nameWith(version.name, changes),
    says: `${version.says}, with ${changes.join(' and ')}`,
    switches: { ...version.switches, ...own },
  };
}

function readAll(changes: readonly string[]): Partial<Switches> {
  const set: Partial<Record<SwitchName, string>> = {};
  for (const change of changes) {
    const { name, value } = readOne(change);
    if (set[name] !== undefined)
      throw new InputError(`switch ${name} is set twice, to ${set[name]} and ${value}`);
    set[name] = value;
  }
  return set as Partial<Switches>;
}

function readOne(change: string): { readonly name: SwitchName; readonly value: string } {
  const [name = '', ...rest] = change.split('=');
  if (rest.length === 0)
    throw new InputError(
      `switch ${shown(change)}: expected NAME=VALUE, such as pasidFreeAt=mmput (see: list switches)`,
    );
  if (!Object.hasOwn(switches, name))
    throw unknownName('switch', name, Object.keys(switches), 'list switches');
  const values: readonly string[] = switches[name as SwitchName];
  const value = rest.join('=');
  if (!values.includes(value)) throw unknownName(`value of switch ${name}`, value, values);
  return { name: name as SwitchName, value };
}
