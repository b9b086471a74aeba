import type { Command, Rules, Sort } from './command.ts';
import type { State } from './state.ts';

/** A thing that can have a name: a negative one has none. */
interface Named {
  readonly live: number;
  readonly name: number;
}

/** Of devices and groups, the number is the name, and they are always there. */
function isGiven(sort: Sort): sort is 'device' | 'group' {
  return sort === 'device' || sort === 'group';
}

/** The rows that things of a sort can take: as many as there can be at once. */
export function rowsOf(s: State, sort: Sort): readonly unknown[] {
  switch (sort) {
    case 'device':
      return s.devices;
    case 'group':
      return s.vfio.files.groups;
    default:
      return namedRows(s, sort);
  }
}

function namedRows(s: State, sort: Exclude<Sort, 'device' | 'group'>): readonly Named[] {
  switch (sort) {
    case 'process':
      return s.processes;
    case 'container':
      return s.vfio.files.containers;
    case 'file':
      return s.files;
    case 'handle':
      // open’s own handle has no name of its own
      return s.handles;
    default:
      return s.grants;
  }
}

/** The `r`-th name (modulo their number) of what exists now; -1 if nothing of that sort does. (Draws ask it all the time.) */
export function existing(s: State, sort: Sort, r: number): number {
  switch (sort) {
    case 'process':
      return nameAt(s.processes, r);
    case 'device':
      return s.devices.length === 0 ? -1 : r % s.devices.length;
    case 'group':
      return s.vfio.files.groups.length === 0 ? -1 : r % s.vfio.files.groups.length;
    case 'container':
      return nameAt(s.vfio.files.containers, r);
    case 'file':
      return nameAt(s.files, r);
    case 'handle':
      return nameAt(s.handles, r);
    default:
      return nameAt(s.grants, r);
  }
}

/** Does something of this name exist now? */
export function exists(s: State, sort: Sort, name: number): boolean {
  if (isGiven(sort)) return name < rowsOf(s, sort).length;
  return namedRows(s, sort).some((row) => row.live !== 0 && row.name === name);
}

/** Can one more thing of this sort be made? */
export function hasRoom(s: State, sort: Sort): boolean {
  return !isGiven(sort) && s.room(namedRows(s, sort));
}

function nameAt(rows: readonly Named[], r: number): number {
  let count = 0;
  for (const row of rows) if (row.live !== 0 && row.name >= 0) count++;
  if (count === 0) return -1;
  let left = r % count;
  for (const row of rows) if (row.live !== 0 && row.name >= 0 && left-- === 0) return row.name;
  return -1;
}

/** A field that holds a name. */
interface NameField {
  readonly field: string;
  readonly sort: Sort;
  readonly makes: boolean;
}

const nameFields = new WeakMap<Rules, readonly NameField[]>();

/** Looked up once for each command’s rules: shrinking asks for the names of everything, again and again. */
function nameFieldsOf(rules: Rules): readonly NameField[] {
  let found = nameFields.get(rules);
  if (found === undefined) {
    found = Object.entries(rules.fields).flatMap(([field, kind]): NameField[] => {
      if ('uses' in kind) return [{ field, sort: kind.uses, makes: false }];
      return 'makes' in kind ? [{ field, sort: kind.makes, makes: true }] : [];
    });
    nameFields.set(rules, found);
  }
  return found;
}

/** Calls `visit` for every name in a command: its sort, its field, its number, whether it is made here. */
export function eachName(
  rules: Rules,
  c: Command,
  visit: (sort: Sort, field: string, name: number, makes: boolean) => void,
): void {
  for (const { field, sort, makes } of nameFieldsOf(rules))
    visit(sort, field, c[field] as number, makes);
}

/** The field with the name of what a command makes; undefined if it makes nothing. */
export function madeField({ fields }: Rules): string | undefined {
  return Object.entries(fields).find(([, field]) => 'makes' in field)?.[0];
}
