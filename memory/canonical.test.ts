import { describe, expect, it } from 'vitest';
import { Canonicaliser } from './canonical.ts';
import type { Alike } from './graph.ts';
import { BY_NUMBER, named, ownName, pointerTo, rowOf, setOf, SLOT_BITS } from './kinds.ts';
import { Layout } from './records.ts';

const everything: Alike = { rows: true, names: () => true };
const nothing: Alike = { rows: false, names: () => false };

/** A memory with one table for each thing that a field can mean. */
function sample() {
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

type Sample = ReturnType<typeof sample>;
type Fill = (s: Sample) => void;

function formOf(layouts: readonly Layout[], alike: Alike = everything): string {
  const canonical = new Canonicaliser(layouts, alike);
  canonical.run();
  return canonical.form.subarray(0, canonical.length).join(' ');
}

function form(fill: Fill, alike?: Alike): string {
  const s = sample();
  fill(s);
  return formOf([s.layout], alike);
}

/** A live object, named if `name` is given; returns a pointer to it. */
function make<R extends { index: number; live: number; generation: number }>(
  rows: readonly R[],
  index: number,
  fields: Partial<R> = {},
): number {
  const generation = fields.generation ?? 1;
  Object.assign(rows[index]!, { live: 1, generation, ...fields });
  return (generation << SLOT_BITS) + index + 1;
}

describe('states have the same form', () => {
  const table: [string, Fill, Fill][] = [
    [
      'if objects lie at other places, in another generation',
      ({ mms, files }) => make(files, 0, { mm: make(mms, 0, { users: 2 }) }),
      ({ mms, files }) => make(files, 3, { mm: make(mms, 2, { users: 2, generation: 7 }) }),
    ],
    [
      'if names are exchanged',
      ({ files }) => [make(files, 0, { name: 0, flags: 1 }), make(files, 1, { name: 1 })],
      ({ files }) => [make(files, 0, { name: 1, flags: 1 }), make(files, 1, { name: 0 })],
    ],
    [
      'if names are others',
      ({ mms, entries }) => [make(mms, 0, { id: 1 }), (entries[1]!.mm = 1)],
      ({ mms, entries }) => [make(mms, 0, { id: 9 }), (entries[1]!.mm = 9)],
    ],
    [
      'if a set holds the same rows elsewhere',
      ({ files, tasks }) => {
        for (const i of [0, 1, 2]) make(files, i, { name: i, flags: i });
        Object.assign(tasks[0]!, { live: 1, fds: 0b011 });
      },
      ({ files, tasks }) => {
        for (const i of [0, 1, 2]) make(files, 5 - i, { name: i, flags: i });
        Object.assign(tasks[3]!, { live: 1, fds: 0b110000 });
      },
    ],
    [
      'if ticks are further apart',
      ({ works, waiting }) => {
        make(works, 0, { until: 2, tick: 4 });
        make(waiting, 0, { tick: 1 });
        make(waiting, 1, { tick: 3, kind: 1 });
      },
      ({ works, waiting }) => {
        make(works, 0, { until: 200, tick: 400 });
        make(waiting, 0, { tick: 10 });
        make(waiting, 1, { tick: 399, kind: 1 });
      },
    ],
    [
      'whichever of two waits longer, if no barrier lies between them',
      ({ works, waiting }) => {
        make(works, 0, { until: 5, tick: 6 });
        make(waiting, 0, { tick: 1 });
        make(waiting, 1, { tick: 2, kind: 1 });
      },
      ({ works, waiting }) => {
        make(works, 0, { until: 5, tick: 6 });
        make(waiting, 0, { tick: 2 });
        make(waiting, 1, { tick: 1, kind: 1 });
      },
    ],
    [
      'if only a counter has run further',
      ({ files }) => make(files, 0),
      ({ files }) => make(files, 0, { reads: 12 }),
    ],
    [
      'whatever lies where no object is',
      ({ files }) => make(files, 1),
      ({ files }) => [make(files, 1), Object.assign(files[0]!, { name: 3, flags: 9, mm: 65 })],
    ],
    [
      'whatever a stale pointer pointed to',
      ({ files }) => make(files, 0, { mm: (1 << SLOT_BITS) + 1 }),
      ({ files, mms }) => {
        make(files, 0, { mm: (4 << SLOT_BITS) + 3 });
        Object.assign(mms[2]!, { live: 0, generation: 4, users: 1 });
      },
    ],
    [
      'if what belongs to a device belongs to another one',
      ({ entries }) => (entries[1]!.mm = 1),
      ({ entries }) => (entries[4]!.mm = 1),
    ],
    [
      'if what belongs to a row went with it',
      ({ mms, tlb }) => [make(mms, 0, { id: 1 }), (tlb[1]!.mm = 1)],
      ({ mms, tlb }) => [make(mms, 2, { id: 1 }), (tlb[3]!.mm = 1)],
    ],
    [
      'if a place without an object is the same one of those that are free',
      ({ mms, tlb }) => [make(mms, 0, { id: 2 }), (tlb[2]!.mm = 1)],
      ({ mms, tlb }) => [make(mms, 1, { id: 2 }), (tlb[1]!.mm = 1)],
    ],
  ];
  it.each(table)('%s', (_what, one, other) => {
    expect(form(other)).toBe(form(one));
  });
});

describe('states have different forms', () => {
  const table: [string, Fill, Fill][] = [
    [
      'if a value differs',
      ({ mms }) => make(mms, 0, { users: 1 }),
      ({ mms }) => make(mms, 0, { users: 2 }),
    ],
    [
      'if there is one more object',
      ({ mms }) => make(mms, 0, { id: 1 }),
      ({ mms }) => [make(mms, 0, { id: 1 }), make(mms, 1, { id: 2 })],
    ],
    [
      'if objects of other kinds exist',
      ({ works }) => make(works, 0),
      ({ waiting }) => make(waiting, 0),
    ],
    [
      'if a pointer points to another object',
      ({ mms, files }) => [make(files, 0, { mm: make(mms, 0, { id: 1 }) }), make(mms, 1, two)],
      ({ mms, files }) => [make(files, 0, { mm: make(mms, 1, two) }), make(mms, 0, { id: 1 })],
    ],
    [
      'if a pointer is stale, or null',
      ({ files }) => make(files, 0, { mm: (1 << SLOT_BITS) + 1 }),
      ({ files }) => make(files, 0, { mm: 0 }),
    ],
    [
      'if a pointer is stale because its place was used again, or is not',
      ({ files, mms }) => [make(mms, 0, { generation: 2 }), make(files, 0, { mm: 65 })],
      ({ files, mms }) => make(files, 0, { mm: make(mms, 0, { generation: 2 }) }),
    ],
    [
      'if two refer to the same name, or to two',
      ({ entries, pasids }) => [(entries[1]!.mm = 1), (pasids[1]!.owner = 1)],
      ({ entries, pasids }) => [(entries[1]!.mm = 1), (pasids[1]!.owner = 2)],
    ],
    [
      'if a name is that of an object, or of none',
      ({ mms, entries }) => [make(mms, 0, { id: 1 }), (entries[1]!.mm = 1)],
      ({ mms, entries }) => [make(mms, 0, { id: 1 }), (entries[1]!.mm = 2)],
    ],
    [
      'if a set holds another of the rows',
      ({ files, tasks }) => {
        for (const i of [0, 1]) make(files, i, { name: i, flags: i });
        Object.assign(tasks[0]!, { live: 1, fds: 0b01 });
      },
      ({ files, tasks }) => {
        for (const i of [0, 1]) make(files, i, { name: i, flags: i });
        Object.assign(tasks[0]!, { live: 1, fds: 0b10 });
      },
    ],
    [
      'if a barrier lies between two that wait, or before both',
      ({ works, waiting }) => [make(works, 0, { until: 2, tick: 9 }), wait(waiting, 1, 3)],
      ({ works, waiting }) => [make(works, 0, { until: 1, tick: 9 }), wait(waiting, 2, 3)],
    ],
    [
      'if one that waits is as late as the barrier, or earlier',
      ({ works, waiting }) => [make(works, 0, { until: 2, tick: 9 }), wait(waiting, 2)],
      ({ works, waiting }) => [make(works, 0, { until: 2, tick: 9 }), wait(waiting, 1)],
    ],
    [
      'if the other of two waits behind the barrier',
      ({ works, waiting }) => [make(works, 0, { until: 2, tick: 9 }), wait(waiting, 1, 3)],
      ({ works, waiting }) => [make(works, 0, { until: 2, tick: 9 }), wait(waiting, 3, 1)],
    ],
    [
      'if barriers are one or two',
      ({ works }) => [make(works, 0, { until: 1, tick: 2 }), make(works, 1, { until: 1, tick: 3 })],
      ({ works }) => [make(works, 0, { until: 1, tick: 2 }), make(works, 1, { until: 2, tick: 3 })],
    ],
    [
      'if it is another of those that belong to the device',
      ({ entries }) => (entries[1]!.mm = 1),
      ({ entries }) => (entries[2]!.mm = 1),
    ],
    [
      'if two belong to one device, or to two',
      ({ entries }) => [(entries[0]!.mm = 1), (entries[1]!.mm = 2)],
      ({ entries }) => [(entries[0]!.mm = 1), (entries[4]!.mm = 2)],
    ],
    [
      'if a number that means itself is another',
      ({ pasids }) => (pasids[1]!.owner = 1),
      ({ pasids }) => (pasids[2]!.owner = 1),
    ],
    [
      'if a place without an object is another one of those that are free',
      ({ mms, tlb }) => [make(mms, 0, { id: 2 }), (tlb[2]!.mm = 1)],
      ({ mms, tlb }) => [make(mms, 0, { id: 2 }), (tlb[3]!.mm = 1)],
    ],
  ];
  it.each(table)('%s', (_what, one, other) => {
    expect(form(other)).not.toBe(form(one));
  });
});

const two = { id: 2, users: 2 };

function wait(waiting: Sample['waiting'], ...ticks: number[]): void {
  ticks.forEach((tick, i) => make(waiting, i, { tick, kind: i }));
}

describe('of objects that nothing tells apart', () => {
  it('two are the same either way round', () => {
    expect(form(pair(1, 0))).toBe(form(pair(0, 1)));
  });

  it('pairs that hang together in one ring are not those that hang together in two', () => {
    expect(form(chains([1, 0]))).not.toBe(form(chains([0, 1])));
  });

  it('three are the same in any order', () => {
    const forms = new Set(
      permutations([0, 1, 2]).map((places) => form(rings([3], [...places, 3, 4, 5]))),
    );
    expect(forms.size).toBe(1);
    expect(form(rings([1, 1, 1]))).not.toBe(form(rings([3])));
  });

  it('a hexagon is not two triangles, though each sees the same around it', () => {
    expect(form(rings([3, 3]))).not.toBe(form(rings([6])));
  });

  it('a hexagon is a hexagon, and two triangles are two, in any order', () => {
    const orders = permutations([0, 1, 2, 3, 4, 5]).filter((_, i) => i % 7 === 0);
    expect(new Set(orders.map((order) => form(rings([6], order)))).size).toBe(1);
    expect(new Set(orders.map((order) => form(rings([3, 3], order)))).size).toBe(1);
  });
});

describe('there are as many forms as there are structures', () => {
  it('121 of five objects each of which points to one of them or to none', () => {
    const layout = new Layout(64);
    const fields = { live: 'value', generation: 'value', next: pointerTo('node') } as const;
    const { rows } = layout.declare('node', 5, fields);
    for (const row of rows) row.live = 1;
    const forms = formsOf(layout, 6 ** 5, (n) => {
      for (const row of rows) row.next = Math.floor(n / 6 ** row.index) % 6;
    });
    expect(forms.size).toBe(121);
  });

  it('87 of three sets over four objects', () => {
    const layout = new Layout(64);
    const tasks = layout.declare('task', 3, { live: 'value', fds: setOf('file') }).rows;
    const files = layout.declare('file', 4, { live: 'value', name: ownName('file') }).rows;
    for (const row of tasks) row.live = 1;
    for (const row of files) Object.assign(row, { live: 1, name: row.index });
    const forms = formsOf(layout, 16 ** 3, (n) => {
      for (const row of tasks) row.fds = (n >> (4 * row.index)) & 15;
    });
    expect(forms.size).toBe(87);
  });
});

function formsOf(layout: Layout, count: number, fill: (n: number) => void): Set<string> {
  const canonical = new Canonicaliser([layout], everything);
  const forms = new Set<string>();
  for (let n = 0; n < count; n++) {
    fill(n);
    canonical.run();
    forms.add(canonical.form.subarray(0, canonical.length).join(' '));
  }
  return forms;
}

describe('several layouts', () => {
  it('share their names', () => {
    expect(called([4, 2], [4, 2])).toBe(called([0, 1], [0, 1]));
    expect(called([1, 0], [0, 1])).not.toBe(called([0, 1], [0, 1]));
  });
});

describe('what is not taken for alike', () => {
  it('places, if rows are not', () => {
    const alike: Alike = { rows: false, names: () => true };
    expect(is(alike, fileAt(0, 0), fileAt(1, 0))).toBe(false);
    expect(is(alike, fileAt(0, 0), fileAt(0, 1))).toBe(true);
  });

  it('names of a sort, if that sort is not', () => {
    const alike: Alike = { rows: true, names: (sort) => sort !== 'file' };
    expect(is(alike, fileAt(0, 0), fileAt(1, 0))).toBe(true);
    expect(is(alike, fileAt(0, 0), fileAt(0, 1))).toBe(false);
  });

  it('a device that no name is asked of', () => {
    const alike: Alike = { rows: true, names: (sort) => sort !== 'device' };
    expect(is(alike, entryAt(1), entryAt(4))).toBe(false);
  });

  it('anything, if nothing is', () => {
    expect(is(nothing, fileAt(0, 0), fileAt(1, 0))).toBe(false);
    expect(is(nothing, fileAt(0, 0), fileAt(0, 1))).toBe(false);
    expect(is(nothing, fileAt(0, 0), fileAt(0, 0))).toBe(true);
  });
});

describe('a state that comes again', () => {
  it('is not written a second time if nobody needs it', () => {
    const { layout, files } = sample();
    const canonical = new Canonicaliser([layout], everything);
    const empty = layout.snapshot();
    expect(canonical.run(true)).toBe(true);
    make(files, 0);
    expect(canonical.run(true)).toBe(true);
    layout.restore(empty);
    expect(canonical.run(true)).toBe(false);
  });

  it('is written if it is asked for without more', () => {
    const { layout } = sample();
    const canonical = new Canonicaliser([layout], everything);
    expect([canonical.run(), canonical.run()]).toEqual([true, true]);
  });

  it('is new once all were forgotten', () => {
    const { layout } = sample();
    const canonical = new Canonicaliser([layout], everything);
    canonical.run(true);
    canonical.forget();
    expect(canonical.run(true)).toBe(true);
  });
});

describe('barriers in two tables', () => {
  const layout = new Layout(16);
  const [work] = layout.declare('work', 1, { tick: 'barrier' }).rows;
  const [timer] = layout.declare('timer', 1, { tick: 'barrier' }).rows;
  const canonical = new Canonicaliser([layout], everything);
  const formAt = (worked: number, timed: number): string => {
    work!.tick = worked;
    timer!.tick = timed;
    canonical.run();
    return canonical.form.subarray(0, canonical.length).join(' ');
  };

  it('are of one clock: which is earlier counts, and how much earlier does not', () => {
    expect(formAt(1, 2)).toBe(formAt(5, 70));
    expect(formAt(2, 1)).toBe(formAt(70, 5));
    expect(formAt(1, 2)).not.toBe(formAt(2, 1));
    expect(formAt(1, 1)).not.toBe(formAt(1, 2));
  });
});

describe('what cannot be compared', () => {
  it('is a field that refers to a table that is not there', () => {
    const layout = new Layout(16);
    layout.declare('file', 1, { mm: pointerTo('mm') });
    expect(() => new Canonicaliser([layout], everything)).toThrow('refers to mm, which is no');
  });

  it('is a name that nobody counts so far', () => {
    expect(() => form(({ files }) => make(files, 0, { name: 5000 }))).toThrow('name 5000');
  });
});

/** Files in rings of these lengths, lying in this order. */
function rings(lengths: readonly number[], places: readonly number[] = [0, 1, 2, 3, 4, 5]): Fill {
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
function pair(a: number, b: number): Fill {
  return ({ mms, files }) => {
    make(files, 0, { name: 0, mm: make(mms, a, { id: 1 + a }) });
    make(files, 1, { name: 1, mm: make(mms, b, { id: 1 + b }) });
  };
}

/** Two tasks, each with a file with an mm, which belongs to one of the tasks. */
function chains(owners: readonly [number, number]): Fill {
  return ({ mms, files, tasks }) => {
    for (const i of [0, 1]) {
      const mm = make(mms, i, { id: 1 + i, owner: owners[i]! + 1 });
      Object.assign(tasks[i]!, { live: 1, name: i, file: make(files, i, { name: i, mm }) });
    }
  };
}

/** Layouts of two files each, which are called so. */
function called(...names: readonly (readonly [number, number])[]): string {
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

function fileAt(place: number, name: number): Fill {
  return ({ files, tasks }) => {
    make(files, place, { name });
    Object.assign(tasks[0]!, { live: 1, name: 0, fds: 1 << place });
  };
}

function entryAt(i: number): Fill {
  return ({ entries }) => (entries[i]!.mm = 1);
}

function is(alike: Alike, one: Fill, other: Fill): boolean {
  return form(one, alike) === form(other, alike);
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]),
  );
}
