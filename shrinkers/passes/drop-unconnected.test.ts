import { describe, expect, it } from 'vitest';
import {
  type ShrinkingCase,
  everythingAnd,
  everythingOnce,
  includes,
  proposals,
  shrunkBy,
  shrunkWithout,
} from '../../testing/shrinking.ts';
import { dropUnconnected } from './drop-unconnected.ts';

describe('drop what is unconnected', () => {
  it('leaves out the file that the last command has nothing to do with', () => {
    const closesTheSecond: ShrinkingCase = {
      trace: ['open p0 d1 -> f0', 'open p0 d0 -> f1', 'close p0 f0', 'close p0 f1'],
      law: (c, s) => c.kind === 'close' && s.sva.file(c['file'] as number)?.device === 0,
    };
    expect(shrunkBy([dropUnconnected], { ...closesTheSecond })).toEqual([
      'open p0 d0 -> f0',
      'close p0 f0',
    ]);
  });

  it('keeps what makes the names of the last command, then what shares them: ever more', () => {
    expect(
      proposals(
        dropUnconnected,
        'fork p0 -> p1',
        'alloc -> n0',
        'open p1 d0 -> f0',
        'open p0 d1 -> f1',
        'mmap p1 f0 mmio',
        'hotplug d1 remove',
        'close p1 f0',
      ),
    ).toEqual([
      'fork p0 -> p1; open p1 d0 -> f0; close p1 f0',
      'fork p0 -> p1; open p1 d0 -> f0; mmap p1 f0 mmio; close p1 f0',
      // p0 and the devices, which are there from the start, come last
      'fork p0 -> p1; open p1 d0 -> f0; open p0 d1 -> f1; mmap p1 f0 mmio; close p1 f0',
      'fork p0 -> p1; open p1 d0 -> f0; open p0 d1 -> f1; mmap p1 f0 mmio; hotplug d1 remove; close p1 f0',
    ]);
  });

  it('takes the latest commands of a ring before the whole of it', () => {
    expect(
      proposals(dropUnconnected, 'open p0 d0 -> f0', 'exec p0', 'open p0 d0 -> f1', 'exit p0'),
    ).toEqual(['exit p0', 'open p0 d0 -> f1; exit p0']);
  });

  it('has nothing to propose where everything is needed by the last command', () => {
    expect(proposals(dropUnconnected, 'open p0 d0 -> f0', 'close p0 f0')).toEqual([]);
    expect(proposals(dropUnconnected)).toEqual([]);
  });

  it('is the only one to delete many things of a long trace at once that are connected in no way', () => {
    // things that others do have to be there all, where they are, or not at all
    const others = ['alloc -> n0', 'hotplug d1 remove', 'gp'];
    const all = everythingAnd({ 1: others[0]!, 6: others[1]!, 9: others[2]! });
    const allOrNone: ShrinkingCase = {
      trace: all,
      law: (_c, _s, ran) =>
        includes(ran, all) ||
        (includes(ran, everythingOnce) && !ran.some((line) => others.includes(line))),
    };
    expect(shrunkBy([dropUnconnected], allOrNone)).toEqual(everythingOnce);
    expect(shrunkWithout(dropUnconnected, allOrNone)).toEqual(all);
  });
});
