import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conflicts, Footprint } from './footprint.ts';
import { Layout } from './records.ts';

const WORDS = 100;

function sample() {
  const footprint = new Footprint();
  const layout = new Layout(16, footprint);
  const mms = layout.declare('mm', 2, ['users', 'count']).rows;
  const files = layout.declare('file', 3, ['refs']).rows;
  return { footprint, layout, mms, files };
}

/** What was touched where these words were read and those were written. */
function touched(reads: readonly number[], writes: readonly number[] = []) {
  const footprint = new Footprint();
  footprint.cover(WORDS);
  for (const word of reads) footprint.read(word);
  for (const word of writes) footprint.write(word);
  return footprint.copy();
}

describe('the rows of a recording layout', () => {
  it('note the words that are read and written through them, by their place in the memory', () => {
    const { footprint, mms, files } = sample();
    mms[1]!.count = mms[0]!.users + files[2]!.refs;
    expect([footprint.reads, footprint.writes]).toEqual([[0, 6], [3]]);
  });

  it('read and write like those of any other', () => {
    const { layout, mms, files } = sample();
    mms[1]!.users = 2;
    files[2]!.refs = mms[1]!.users + 1;
    expect([...layout.snapshot()]).toEqual([0, 0, 2, 0, 0, 0, 3]);
    expect(files.map((f) => f.index)).toEqual([0, 1, 2]);
  });

  it('note both where a word is counted up', () => {
    const { footprint, files } = sample();
    files[0]!.refs++;
    expect([footprint.reads, footprint.writes]).toEqual([[4], [4]]);
  });

  it('note a write of what is there already: another one could have written something else', () => {
    const { footprint, files } = sample();
    files[0]!.refs = 0;
    expect(footprint.writes).toEqual([4]);
  });

  it('note nothing in the footprint of another memory of the same kind', () => {
    const [one, other] = [sample(), sample()];
    one.files[1]!.refs = 1;
    expect([one.footprint.writes, other.footprint.writes]).toEqual([[5], []]);
  });

  it('are not asked for what is done to the memory as a whole', () => {
    const { footprint, layout } = sample();
    layout.restore(layout.snapshot());
    layout.clear();
    expect([footprint.reads, footprint.writes]).toEqual([[], []]);
  });
});

describe('a footprint', () => {
  it('is empty again once it is cleared', () => {
    const { footprint, files } = sample();
    files[0]!.refs++;
    footprint.clear();
    expect([footprint.reads, footprint.writes]).toEqual([[], []]);
  });

  it('has copies that nothing changes any more', () => {
    const { footprint, files } = sample();
    files[0]!.refs = 1;
    const kept = footprint.copy();
    footprint.clear();
    files[1]!.refs = 1;
    expect(kept.writes).toEqual([4]);
  });

  it('leaves out the words that do not count, and only those', () => {
    const { footprint, mms } = sample();
    footprint.ignore(1);
    mms[0]!.users++;
    mms[0]!.count++;
    expect([footprint.reads, footprint.writes]).toEqual([[0], [0]]);
  });

  it('is of one memory', () => {
    const { footprint } = sample();
    expect(() => new Layout(16, footprint)).toThrow('a footprint is of one memory');
  });
});

describe('two that touched a memory', () => {
  const none: readonly number[] = [];
  it.each([
    ['conflict if both write a word', touched(none, [40]), touched(none, [40]), true],
    ['conflict if one reads what the other writes', touched([40]), touched(none, [40]), true],
    ['do not if both only read', touched([40]), touched([40]), false],
    ['do not if they write other words', touched(none, [40]), touched(none, [41]), false],
    ['do not if they write words of other blocks', touched(none, [8]), touched(none, [40]), false],
    ['do not if one touched nothing', touched(none), touched([1], [1]), false],
    ['conflict in a later block', touched([0, 40], [99]), touched([7], [5, 39, 41, 99]), true],
  ])('%s', (_what, one, other, expected) => {
    expect([conflicts(one, other), conflicts(other, one)]).toEqual([expected, expected]);
  });

  it('conflict exactly if the sets say so', () => {
    const words = fc.array(fc.nat({ max: WORDS - 1 }), { maxLength: 6 });
    fc.assert(
      fc.property(words, words, words, words, (reads, writes, otherReads, otherWrites) => {
        const expected =
          writes.some((word) => otherReads.includes(word) || otherWrites.includes(word)) ||
          otherWrites.some((word) => reads.includes(word));
        expect(conflicts(touched(reads, writes), touched(otherReads, otherWrites))).toBe(expected);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('are told by the numbers of their words', () => {
    const { reads, writes } = touched([70, 31, 0], [32, 31]);
    expect([reads, writes]).toEqual([
      [0, 31, 70],
      [31, 32],
    ]);
  });
});
