import { describe, expect, it } from 'vitest';
import { errno } from '../../model/answer.ts';
import {
  type ShrinkingCase,
  proposals,
  shrunkBy,
  shrunkWithout,
  times,
} from '../../testing/shrinking.ts';
import { dropCouples } from './drop-couples.ts';

/** A mapping keeps the file open until after gp; then a close after gp will do. */
const releasedAfterGp: ShrinkingCase = {
  trace: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'close p0 f0', 'gp', 'munmap p0 f0 mmio'],
  law: (c, s, ran, a) =>
    a.errno === errno.OK &&
    ['close', 'munmap'].includes(c.kind) &&
    ran.includes('gp') &&
    times(ran, 'open') === 1 &&
    s.sva.mappings.filter((m) => m.live !== 0).length +
      s.processes.filter((p) => s.sva.openFiles(p) !== 0).length ===
      1,
};

describe('drop couples', () => {
  it('leaves out a mapping that only put the release of a file off', () => {
    expect(shrunkBy([dropCouples], releasedAfterGp)).toEqual([
      'open p0 d0 -> f0',
      'gp',
      'close p0 f0',
    ]);
  });

  it('leaves out what was begun and ended, as it stands and with one command put off', () => {
    expect(proposals(dropCouples, ...releasedAfterGp.trace)).toEqual([
      'open p0 d0 -> f0; close p0 f0; gp',
      'open p0 d0 -> f0; gp; close p0 f0',
    ]);
  });

  it('is the only one to put off what a couple put off before', () => {
    expect(shrunkWithout(dropCouples, releasedAfterGp)).toEqual(releasedAfterGp.trace);
  });
});
