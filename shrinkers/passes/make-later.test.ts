import { describe, expect, it } from 'vitest';
import { errno } from '../../model/answer.ts';
import { type Case, proposals, shrunkBy, shrunkWithout } from '../../testing/shrinking.ts';
import { makeLater } from './make-later.ts';

/** Whoever closes a file is bound through it, and is not the first process. */
const closesItsBond: Case = {
  trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'bind p1 f0 -> h0', 'close p1 f0'],
  law(c, s, _ran, a) {
    if (c.kind !== 'close' || c['process'] === 0 || a.errno !== errno.OK) return false;
    const { mm } = s.process(c['process'] as number)!;
    const { index } = s.file(c['file'] as number)!;
    return s.handles.some((h) => h.live !== 0 && h.file === index && h.mm === mm);
  },
};

describe('make later', () => {
  it('lets the process that needs a file open it', () => {
    expect(shrunkBy([makeLater], closesItsBond)).toEqual([
      'fork p0 -> p1',
      'open p1 d0 -> f0',
      'close p1 f0',
    ]);
  });

  it('leaves out what makes a name and makes it in the place of each command that uses it', () => {
    expect(proposals(makeLater, 'open p0 d0 -> f0', 'start p0 f0', 'putq p0 f0')).toEqual([
      'open p0 d0 -> f0; putq p0 f0', // for start
    ]);
  });

  it('is the only one to make a thing later for more than one command', () => {
    expect(shrunkWithout(makeLater, closesItsBond)).toEqual(closesItsBond.trace);
  });
});
