import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Layout } from './records.ts';

function sample() {
  const layout = new Layout(16);
  const mms = layout.declare('mm', 2, ['users', 'count']).rows;
  const files = layout.declare('file', 3, ['refs']).rows;
  return { layout, mms, files };
}

describe('a layout', () => {
  it('gives each record a row that reads and writes its own words', () => {
    const { mms, files } = sample();
    mms[1]!.users = 2;
    files[0]!.refs = 3;
    expect(mms.map((mm) => [mm.users, mm.count])).toEqual([
      [0, 0],
      [2, 0],
    ]);
    expect(files.map((f) => f.refs)).toEqual([3, 0, 0]);
  });

  it('numbers the rows of each kind from 0', () => {
    const { mms, files } = sample();
    expect(mms.map((mm) => mm.index)).toEqual([0, 1]);
    expect(files.map((f) => f.index)).toEqual([0, 1, 2]);
  });

  it('lays records down one after the other in the order of declaration', () => {
    const { layout, mms, files } = sample();
    mms[0]!.users = 1;
    mms[0]!.count = 2;
    mms[1]!.users = 3;
    mms[1]!.count = 4;
    files[2]!.refs = 5;
    expect([...layout.snapshot()]).toEqual([1, 2, 3, 4, 0, 0, 5]);
    expect(layout.records.map(({ name, base }) => [name, base])).toEqual([
      ['mm', 0],
      ['file', 4],
    ]);
  });

  it('counts the words in use', () => {
    expect(sample().layout.size).toBe(7);
  });

  it('refuses to declare more than fits, and names what did not', () => {
    const layout = new Layout(4);
    layout.declare('mm', 2, ['users', 'count']);
    expect(() => layout.declare('file', 1, ['refs'])).toThrow(
      new RangeError('layout is full at file'),
    );
  });

  it('holds 32-bit signed integers and nothing wider', () => {
    const { mms } = sample();
    mms[0]!.users = -1;
    mms[0]!.count = 2 ** 31;
    expect([mms[0]!.users, mms[0]!.count]).toEqual([-1, -(2 ** 31)]);
  });

  it('clears every word that is declared', () => {
    const { layout, files } = sample();
    files[2]!.refs = 1;
    layout.clear();
    expect([...layout.snapshot()]).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('a snapshot', () => {
  it('is a copy: later writes do not reach it', () => {
    const { layout, mms } = sample();
    const before = layout.snapshot();
    mms[0]!.users = 1;
    expect(before[0]).toBe(0);
  });

  it('restores every word, whatever was written in between', () => {
    const anyWrites = fc.array(fc.tuple(fc.nat({ max: 6 }), fc.integer()), { maxLength: 20 });
    fc.assert(
      fc.property(anyWrites, anyWrites, (first, second) => {
        const { layout } = sample();
        for (const [word, value] of first) layout.words[word] = value;
        const snapshot = layout.snapshot();
        for (const [word, value] of second) layout.words[word] = value;
        layout.restore(snapshot);
        expect(layout.snapshot()).toEqual(snapshot);
      }),
      { seed: 1 },
    );
  });

  it('differs from the present by the names of the fields that changed', () => {
    const { layout, mms, files } = sample();
    const before = layout.snapshot();
    mms[1]!.count = 7;
    files[0]!.refs = -1;
    expect(layout.difference(before)).toEqual([
      { field: 'mm[1].count', before: 0, after: 7 },
      { field: 'file[0].refs', before: 0, after: -1 },
    ]);
  });

  it('does not differ from a present in which nothing changed', () => {
    const { layout } = sample();
    expect(layout.difference(layout.snapshot())).toEqual([]);
  });
});
