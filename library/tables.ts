import type { StateLine } from '../model/state-line.ts';
import type { Footprint } from '../memory/footprint.ts';
import { fieldNames, type Fields, type Kind, named, ownName } from '../memory/kinds.ts';
import { Layout, type Row } from '../memory/records.ts';
import type { AnyState } from '../model/any-state.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { SortRules } from '../model/sort.ts';
import type { TaskKind } from '../model/task.ts';
import { checkKeys } from './checks/keys.ts';
import { checkCount, checkTables } from './checks/tables.ts';

/** A number of rows, or a function that reads it from the world. */
export type Count = number | ((world: AnyWorld) => number);

/** The declaration of one table of a state. */
export interface TableShape<T> {
  readonly letter?: string;
  readonly runs?: boolean;
  /** How many rows it has; default: one. */
  readonly count?: Count;
  /** Its fields with what they mean. */
  readonly fields?: readonly (readonly [string, Kind])[];
  /** @internal */
  sortOf?(name: string): Omit<SortRules, 'rows'>;
  /** Declares it in a layout. @internal */
  make(layout: Layout, name: string, world: AnyWorld): T;
  /** The rows that have names. @internal */
  rowsOf?(table: T): SortRules['rows'] extends (s: AnyState) => infer R ? R : never;
  /** Number of words that it takes. @internal */
  words(world: AnyWorld): number;
  /** As a reader sees it, one line each. @internal */
  lines(table: T, name: string): StateLine[];
}

/** Objects that commands create and remove. The trace names each of them. */
export interface Things<F extends string> {
  /** All rows, in use or not. */
  readonly rows: readonly Row<F | 'live' | 'name'>[];
  /** The rows that exist, in order. */
  all(): Row<F | 'live' | 'name'>[];
  /** The row with this name, if it exists. */
  find(name: number): Row<F | 'live' | 'name'> | undefined;
  /** Creates a row; its fields are 0. @throws Error if there is no room; a command that creates one is not issued then */
  add(name: number): Row<F | 'live' | 'name'>;
  remove(name: number): void;
}

/** Objects with names that commands create: `things('l', 3, ['connection'])` for l0, l1, ..., at most three at once. */
export function things<const F extends string = never>(
  letter: string,
  count: Count,
  fields: Fields<F> = [] as readonly F[],
): TableShape<Things<F>> {
  const extra = Object.fromEntries(kindsOf(fields));
  return {
    letter,
    count,
    fields: kindsOf(fields),
    sortOf: (name) => ({ name, letter }),
    words: (world) => countOf(count, world) * (Object.keys(extra).length + 2),
    make(layout, name, world) {
      const declared = { live: 'value', name: ownName(name), ...extra } as const;
      const { rows } = layout.declare(name, countOf(count, world), declared);
      const all = rows as unknown as readonly Thing[];
      return new ThingTable(all, Object.keys(declared)) as unknown as Things<F>;
    },
    rowsOf: ({ rows }) => rows,
    lines: (table, name) =>
      table.all().map((row) => ({
        what: `${name} ${letter}${row.name}`,
        is: wordsOf(row, Object.keys(extra)),
      })),
  };
}

/** Objects that exist from the start to the end: `given('t', 2, [], { runs: true })` for two threads that run commands. */
export function given<const F extends string = never>(
  letter: string,
  count: Count,
  fields: Fields<F> = [] as readonly F[],
  { runs = false }: { readonly runs?: boolean } = {},
): TableShape<readonly Row<F>[]> {
  const names = fieldNames(fields);
  return {
    letter,
    runs,
    count,
    fields: kindsOf(fields),
    sortOf: (name) => ({
      name,
      letter,
      isGiven: true,
      ...(runs ? {} : { party: (_s: AnyState, number: number) => `${letter}${number}` }),
    }),
    words: (world) => countOf(count, world) * names.length,
    make: (layout, name, world) =>
      layout.declare(name, countOf(count, world), fields, { keyed: { of: named(name), each: 1 } })
        .rows,
    rowsOf: (rows) => rows,
    lines: (rows, name) =>
      names.length === 0
        ? []
        : rows.map((row) => ({
            what: `${name} ${letter}${row.index}`,
            is: wordsOf(row, names),
          })),
  };
}

/** Single numbers: `record(['count'])`. */
export function record<const F extends string>(fields: Fields<F>): TableShape<Row<F>> {
  const names = fieldNames(fields);
  return {
    fields: kindsOf(fields),
    words: () => names.length,
    make: (layout, name) => layout.declare(name, 1, fields).rows[0]!,
    lines: (row, name) => [{ what: name, is: wordsOf(row, names) }],
  };
}

/** Rows without names, identified by their number: the slots of a ring, the pages of a memory. */
export function list<const F extends string>(
  count: Count,
  fields: Fields<F>,
): TableShape<readonly Row<F>[]> {
  const names = fieldNames(fields);
  return {
    count,
    fields: kindsOf(fields),
    words: (world) => countOf(count, world) * names.length,
    make: (layout, name, world) =>
      layout.declare(name, countOf(count, world), fields, { keyed: { of: 'value', each: 1 } }).rows,
    lines: (rows, name) =>
      rows.map((row) => ({ what: `${name} ${row.index}`, is: wordsOf(row, names) })),
  };
}

/** Tables by their names. */
export type Shapes = Readonly<Record<string, TableShape<unknown>>>;

/** A state that consists of these tables, each under its name. */
export type StateOf<S extends Shapes> = AnyState & {
  readonly [K in keyof S]: S[K] extends TableShape<infer T> ? T : never;
};

/** Options of a state. */
export interface Beginning<S extends AnyState> {
  /** Sets the initial state if not everything is 0. */
  start?(this: void, s: S): void;
  /** Whether no task is left that could run a command. Then the laws at rest are judged. Default: never. */
  isOver?(this: void, s: S): boolean;
}

/**
 * A state as tables of numbers. Copies, comparisons, canonical forms and lines for reports follow from the tables. A
 * specification keeps in them whatever it needs to judge. If an implementation keeps all its state in them, earlier states can
 * be restored, so it can be searched exhaustively.
 */
export class Tables<S extends Shapes> {
  readonly sorts: readonly SortRules[];
  readonly tasks: readonly TaskKind[];
  readonly #shapes: readonly (readonly [string, TableShape<unknown>])[];
  readonly #beginning: Beginning<StateOf<S>>;

  constructor(shapes: S, beginning: Beginning<StateOf<S>>) {
    checkTables(shapes);
    checkKeys('tables', beginning, ['start', 'isOver']);
    this.#shapes = Object.entries(shapes);
    this.#beginning = beginning;
    this.sorts = this.#shapes.flatMap(([name, shape]) =>
      shape.sortOf === undefined
        ? []
        : [
            {
              ...shape.sortOf(name),
              rows: (s) => shape.rowsOf!((s as unknown as Record<string, unknown>)[name]),
            },
          ],
    );
    const isOne = this.#shapes.filter(([, { runs }]) => runs === true).length < 2;
    this.tasks = this.#shapes.flatMap(([name, { letter, runs }]) =>
      runs !== true
        ? []
        : [
            {
              name,
              field: name,
              isCaller: true,
              says: (number) => `${letter}${number}`,
              continuation: {
                kind: isOne ? 'continue' : `continue-${name}`,
                says: `A ${name} resumes its suspended command`,
              },
            },
          ],
    );
  }

  /** Whether a state can be over, so that the laws at rest are judged. */
  get hasEnd(): boolean {
    return this.#beginning.isOver !== undefined;
  }

  /** An initial state. @param footprint - records the reads and writes of its rows */
  state(world: AnyWorld, footprint?: Footprint): StateOf<S> {
    const words = this.#shapes.reduce((sum, [, shape]) => sum + shape.words(world), 0);
    const layout = new Layout(words, footprint);
    const { start, isOver } = this.#beginning;
    const state = {
      world,
      layout,
      reset() {
        layout.clear();
        start?.(state as unknown as StateOf<S>);
      },
      isOver: () => isOver?.(state as unknown as StateOf<S>) ?? false,
      ...Object.fromEntries(
        this.#shapes.map(([name, shape]) => [name, shape.make(layout, name, world)]),
      ),
    };
    state.reset();
    return state as unknown as StateOf<S>;
  }

  /** A state in lines, for a report. */
  describe(s: StateOf<S>): StateLine[] {
    return this.#shapes.flatMap(([name, shape]) =>
      shape.lines((s as Record<string, unknown>)[name], name),
    );
  }
}

/** Declares a state: `tables({ lease: things('l', 3, ['connection']) })`. */
export function tables<const S extends Shapes>(
  shapes: S,
  beginning: Beginning<StateOf<S>> = {},
): Tables<S> {
  return new Tables(shapes, beginning);
}

type Thing = Row<'live' | 'name'>;

class ThingTable {
  readonly rows: readonly Thing[];
  readonly #fields: readonly string[];

  constructor(rows: readonly Thing[], fields: readonly string[]) {
    this.rows = rows;
    this.#fields = fields;
  }

  all(): Thing[] {
    return this.rows.filter(({ live }) => live !== 0);
  }

  find(name: number): Thing | undefined {
    return this.rows.find((row) => row.live !== 0 && row.name === name);
  }

  add(name: number): Thing {
    const row = this.rows.find(({ live }) => live === 0);
    if (row === undefined)
      throw new Error(`no room for another row: all ${this.rows.length} are used`);
    row.live = 1;
    row.name = name;
    return row;
  }

  remove(name: number): void {
    const row = this.find(name) as Record<string, number> | undefined;
    if (row === undefined) return;
    // A row that is free again equals one that was never used.
    for (const field of this.#fields) row[field] = 0;
  }
}

function countOf(count: Count, world: AnyWorld): number {
  return typeof count === 'number' ? count : checkCount(`world ${world.name}`, count(world));
}

function kindsOf<F extends string>(fields: Fields<F>): [string, Kind][] {
  return Array.isArray(fields)
    ? (fields as readonly F[]).map((name) => [name, 'value'])
    : Object.entries(fields as Readonly<Record<string, Kind>>);
}

function wordsOf(row: object, fields: readonly string[]): string {
  if (fields.length === 0) return 'exists';
  return fields.map((field) => `${field} ${(row as Record<string, number>)[field]}`).join(', ');
}
