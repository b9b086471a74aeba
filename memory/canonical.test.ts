import { describe, expect, it } from 'vitest';
import { Canonicaliser } from './canonical.ts';
import type { Alike } from './graph.ts';
import { ownName, pointerTo, setOf } from './kinds.ts';
import { Layout } from './records.ts';
import {
  called,
  chains,
  entryAt,
  everything,
  fileAt,
  form,
  is,
  make,
  nothing,
  pair,
  permutations,
  rings,
  sample,
} from '../testing/sample-memory.ts';

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
