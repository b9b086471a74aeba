import { type SwitchName, type Switches, switches } from '../implementation/kernel/switches.ts';
import type { Version } from '../implementation/versions/index.ts';
import { InputError, unknownName } from '../model/input-error.ts';
import { shown } from '../model/shown.ts';

/**
 * A kernel with changed switches, for example to try a fix: `linux-5.18+pasidFreeAt=mmput,bondPins=mm_users`.
 * Its name includes the switches, so a finding on it can be replayed.
 */
interface NameWithSwitches {
  /** The name of the kernel that they change. */
  readonly kernel: string;
  readonly switches: Partial<Switches>;
}

const AND_SWITCHES = '+';

/** Undefined if the name does not end with switches. @throws InputError for an unknown switch or value */
export function readSwitches(name: string): NameWithSwitches | undefined {
  const at = name.lastIndexOf(AND_SWITCHES);
  // Switches before `-without:` belong to the name of the kernel in front of it.
  if (at < 0 || name.slice(at).includes('-without:')) return undefined;
  return { kernel: name.slice(0, at), switches: readChanges(name.slice(at + 1).split(',')) };
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
  const set = readChanges([...wordsOf(before?.switches ?? {}), ...changes]);
  return nameOf(before?.kernel ?? kernel, set);
}

/**
 * The known mistakes of the version stay listed; a run shows which of them the changed switches mend.
 *
 * @throws InputError for a switch that is set twice
 */
export function withSwitches(version: Version, own: Partial<Switches>): Version {
  const from = version.changed?.from ?? version;
  const set = readChanges([...wordsOf(version.changed?.switches ?? {}), ...wordsOf(own)]);
  const { release: _, ...others } = from;
  return {
    ...others,
    name: nameOf(from.name, set),
    says: `${from.says}, with ${wordsOf(set).join(' and ')}`,
    switches: { ...from.switches, ...set },
    changed: { from, switches: set },
  };
}

/** In the order of the list: one kernel has one name. */
function nameOf(kernel: string, set: Partial<Switches>): string {
  const inOrder = Object.keys(switches).flatMap((name) => {
    const value = set[name as SwitchName];
    return value === undefined ? [] : [`${name}=${value}`];
  });
  return `${kernel}${AND_SWITCHES}${inOrder.join(',')}`;
}

function wordsOf(set: Partial<Switches>): string[] {
  return Object.entries(set).map(([name, value]) => `${name}=${value}`);
}

/** Switches from `NAME=VALUE` each. @throws InputError for what there is not, or is set twice */
export function readChanges(changes: readonly string[]): Partial<Switches> {
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
