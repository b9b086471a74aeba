import type { Command, Rules, Sort } from './command.ts';
import type { State } from './state.ts';

/** The `r`-th name (modulo their number) of what exists now; -1 if nothing of that sort does. */
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
      // open’s own handle has no name of its own
      return nameAt(s.handles, r);
    default:
      return nameAt(s.grants, r);
  }
}

function nameAt(rows: readonly { live: number; name: number }[], r: number): number {
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
