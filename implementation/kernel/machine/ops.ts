/**
 * Ops tables of one kind (struct file_operations and the like). An object of the kernel points to its ops table, but
 * memory holds no functions, only numbers: so each table has a number, its place in this list. 0 is none.
 */
export class OpsTables<T extends object> {
  readonly #tables: readonly T[];

  constructor(tables: readonly T[]) {
    this.#tables = tables;
  }

  /** The number that an object with this ops table stores. */
  numberOf(table: T): number {
    const number = this.#tables.indexOf(table) + 1;
    if (number === 0) throw new Error('an ops table that no subsystem lists');
    return number;
  }

  at(number: number): T {
    const table = this.#tables[number - 1];
    if (table === undefined) throw new RangeError(`no ops table has the number ${number}`);
    return table;
  }
}
