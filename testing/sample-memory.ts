import { Canonicaliser } from '../memory/canonical.ts';
import type { Alike } from '../memory/graph.ts';
import { BY_NUMBER, named, ownName, pointerTo, rowOf, setOf, SLOT_BITS } from '../memory/kinds.ts';
import { Layout } from '../memory/records.ts';

export const everything: Alike = { rows: true, names: () => true };
export const nothing: Alike = { rows: false, names: () => false };

/** A memory with one table for each meaning of a field. */
export function sample() {
  const layout = new Layout(512);
  const object = { live: 'value', generation: 'ignored' } as const;
  return {
    layout,
    mms: layout.declare('mm', 4, {
      ...object,
      id: ownName('mm', 1),
      users: 'value',
      owner: rowOf('task', 1),
    }).rows,
    files: layout.declare('file', 6, {
      ...object,
      name: ownName('file'),
      mm: pointerTo('mm'),
      next: pointerTo('file'),
      flags: 'value',
      reads: 'ignored',
    }).rows,
    tasks: layout.declare('task', 4, {
      live: 'value',
      name: ownName('process'),
      fds: setOf('file'),
      file: pointerTo('file'),
    }).rows,
    works: layout.declare('work', 4, { ...object, until: 'barrier', tick: 'barrier' }).rows,
    waiting: layout.declare('notifier', 4, { ...object, kind: 'value', tick: 'order' }).rows,
    tlb: layout.declare(
      'tlb',
      5,
      { mm: named('mm', 1) },
      { keyed: { of: rowOf('mm', 1), each: 1 } },
    ).rows,
    entries: layout.declare(
      'entry',
      6,
      { mm: named('mm', 1) },
      { keyed: { of: named('device'), each: 3 } },
    ).rows,
    pasids: layout.declare('pasid', 4, { owner: named('mm', 1) }, { keyed: BY_NUMBER }).rows,
  };
}

export type Sample = ReturnType<typeof sample>;
export type Fill = (s: Sample) => void;

export function formOf(layouts: readonly Layout[], alike: Alike = everything): string {
  const canonical = new Canonicaliser(layouts, alike);
  canonical.run();
  return canonical.form.subarray(0, canonical.length).join(' ');
}

export function form(fill: Fill, alike?: Alike): string {
  const s = sample();
  fill(s);
  return formOf([s.layout], alike);
}

/** A live object, named if `name` is given; returns a pointer to it. */
export function make<R extends { index: number; live: number; generation: number }>(
  rows: readonly R[],
  index: number,
  fields: Partial<R> = {},
): number {
  const generation = fields.generation ?? 1;
  Object.assign(rows[index]!, { live: 1, generation, ...fields });
  return (generation << SLOT_BITS) + index + 1;
}
export const two = { id: 2, users: 2 };
export function wait(waiting: Sample['waiting'], ...ticks: number[]): void {
  ticks.forEach((tick, i) => make(waiting, i, { tick, kind: i }));
}
/** Files in rings of these lengths, in this order in memory. */
export function rings(
  lengths: readonly number[],
  places: readonly number[] = [0, 1, 2, 3, 4, 5],
): Fill {
  return ({ files }) => {
    let first = 0;
    for (const length of lengths) {
      for (let i = 0; i < length; i++) {
        const next = places[first + ((i + 1) % length)]!;
        const name = 10 + places[first + i]!;
        make(files, places[first + i]!, { name, next: (1 << SLOT_BITS) + next + 1 });
      }
      first += length;
    }
  };
}

/** Two files with an mm each. */
export function pair(a: number, b: number): Fill {
  return ({ mms, files }) => {
    make(files, 0, { name: 0, mm: make(mms, a, { id: 1 + a }) });
    make(files, 1, { name: 1, mm: make(mms, b, { id: 1 + b }) });
  };
}

/** Two tasks, each with a file with an mm, which belongs to one of the tasks. */
export function chains(owners: readonly [number, number]): Fill {
  return ({ mms, files, tasks }) => {
    for (const i of [0, 1]) {
      const mm = make(mms, i, { id: 1 + i, owner: owners[i]! + 1 });
      Object.assign(tasks[i]!, { live: 1, name: i, file: make(files, i, { name: i, mm }) });
    }
  };
}

/** Layouts of two files each, with these names. */
export function called(...names: readonly (readonly [number, number])[]): string {
  return formOf(
    names.map((ofLayout) => {
      const layout = new Layout(16);
      const fields = { live: 'value', name: ownName('file'), flags: 'value' } as const;
      const { rows } = layout.declare('file', 2, fields);
      ofLayout.forEach((name, i) => Object.assign(rows[i]!, { live: 1, name, flags: i }));
      return layout;
    }),
  );
}

export function fileAt(place: number, name: number): Fill {
  return ({ files, tasks }) => {
    make(files, place, { name });
    Object.assign(tasks[0]!, { live: 1, name: 0, fds: 1 << place });
  };
}

export function entryAt(i: number): Fill {
  return ({ entries }) => (entries[i]!.mm = 1);
}

export function is(alike: Alike, one: Fill, other: Fill): boolean {
  return form(one, alike) === form(other, alike);
}

export function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]),
  );
}
