import { describe, expect, it } from 'vitest';
import { traceOf } from '../testing/shrinking.ts';
import { couplesOf } from './couples.ts';
import { specification } from '../properties/linux.ts';

/** As pairs of lines. */
const couples = (...lines: readonly string[]) =>
  couplesOf(traceOf(lines), specification).map(({ begin, end }) => [lines[begin], lines[end]]);

describe('couples', () => {
  it.each([
    ['open and close of a file', ['open p0 d0 -> f0', 'close p0 f0']],
    ['fork and exit of a process', ['fork p0 -> p1', 'exit p1']],
    ['alloc and free', ['alloc -> n0', 'free n0']],
    ['remove and add of a device', ['hotplug d0 remove', 'hotplug d0 add']],
  ])('are %s', (_what, lines) => {
    expect(couples(...lines)).toEqual([lines]);
  });

  it('are bind and unbind, and map and unmap, of the same file', () => {
    const bound = ['bind p0 f0 -> h0', 'unbind p0 h0'];
    const mapped = ['mmap p0 f0 dus', 'munmap p0 f0 dus'];
    expect(couples('open p0 d0 -> f0', ...bound)).toEqual([bound]);
    expect(couples('open p0 d0 -> f0', ...mapped)).toEqual([mapped]);
  });

  it('may have others in between, and enclose each other', () => {
    expect(
      couples('open p0 d0 -> f0', 'hotplug d1 remove', 'close p0 f0', 'gp', 'hotplug d1 add'),
    ).toEqual([
      ['open p0 d0 -> f0', 'close p0 f0'],
      ['hotplug d1 remove', 'hotplug d1 add'],
    ]);
  });

  it('are not those of different things', () => {
    expect(couples('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0')).toEqual([]);
    expect(couples('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'start p0 f0', 'dma f0')).toEqual([]);
  });

  it('end with what ends it: a close while another process has the file open does not', () => {
    expect(couples('open p0 d0 -> f0', 'fork p0 -> p1', 'close p0 f0')).toEqual([]);
    expect(couples('open p0 d0 -> f0', 'fork p0 -> p1', 'close p0 f0', 'close p1 f0')).toEqual([
      ['fork p0 -> p1', 'close p1 f0'],
    ]);
  });
});
