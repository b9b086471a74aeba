import { guess, InputError } from '../../model/input-error.ts';
import { shown } from '../../model/shown.ts';
import type { Kind } from '../../memory/kinds.ts';
import type { Shapes, TableShape } from '../tables.ts';
import { isCount } from './options.ts';
import { checkFree, checkOnce } from './words.ts';

/** The properties of a state besides its tables. */
const STATE = ['world', 'layout', 'reset', 'isOver', 'settled', 'made'];
/** The properties of a row besides its fields. */
const ROW = ['index', 'live', 'name'];

/** @throws InputError for the first table with a mistake */
export function checkTables(shapes: Shapes): void {
  const all = Object.entries(shapes);
  for (const [name, shape] of all) checkTable(name, shape, shapes);
  checkOnce(
    'tables',
    'letter',
    all.flatMap(([, { letter }]) => letter ?? []),
  );
}

function checkTable(name: string, shape: TableShape<unknown>, shapes: Shapes): void {
  const where = `table ${name}`;
  if (typeof shape?.make !== 'function')
    throw new InputError(
      `${where}: expected things(...), given(...), record(...) or list(...), got ${shown(shape)}`,
    );
  checkFree('tables', name, STATE);
  const { letter, count, fields = [] } = shape;
  if (letter !== undefined && !/^[a-z]$/.test(letter))
    throw new InputError(`${where}: expected one letter from a to z, got ${shown(letter)}`);
  if (typeof count === 'number' && (!isCount(count) || count === 0))
    throw new InputError(`${where}: expected a count from 1 on, got ${count}`);
  const names = fields.map(([field]) => field);
  checkOnce(where, 'field', names);
  for (const field of names) checkFree(where, field, ROW);
  for (const [field, kind] of fields) checkKind(`${where}: ${field}`, kind, shapes);
}

/** A name refers to a table with names, a row to any table. */
function checkKind(where: string, kind: Kind, shapes: Shapes): void {
  if (typeof kind === 'string') return;
  const isName = 'name' in kind;
  const table = isName
    ? kind.name
    : 'row' in kind
      ? kind.row
      : 'set' in kind
        ? kind.set
        : undefined;
  if (table === undefined) return;
  const known = Object.keys(shapes).filter((n) => !isName || shapes[n]!.letter !== undefined);
  if (known.includes(table)) return;
  throw new InputError(
    `${where}: there is no table ${shown(table)}${isName ? ' of things' : ''}; expected ${known.join(' or ') || 'one to be declared'}${guess(table, known)}`,
  );
}

/** @throws InputError if the world gives a count that is not a whole number from 0 on */
export function checkCount(where: string, count: number): number {
  if (!isCount(count))
    throw new InputError(`${where}: expected a count from 0 on, got ${String(count)}`);
  return count;
}
