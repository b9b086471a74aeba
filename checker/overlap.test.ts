import { describe, expect, it } from 'vitest';
import type { Law } from '../properties/linux-law.ts';
import { judged } from '../testing/told.ts';
import { OPERATIONS_MAX } from './overlap.ts';

const placesOf = (...lines: readonly string[]): readonly string[] => judged(lines).places;

/** p0 and p1 have f0. */
const shared = ['open p0 d0 -> f0 => PASID 1', 'fork p0 -> p1'];

describe('answers of commands that overlap', () => {
  it('may be those of either order', () => {
    const start = [...shared, 'start p0 f0 [stops at x]'];
    expect(placesOf(...start, 'start p1 f0', 'continue p0 => EINVAL')).toEqual([]);
    expect(placesOf(...start, 'start p1 f0 => EINVAL', 'continue p0')).toEqual([]);
  });

  it('are those of some order', () => {
    const both = [...shared, 'start p0 f0 [stops at x]', 'start p1 f0', 'continue p0'];
    const neither = [
      ...shared,
      'start p0 f0 [stops at x]',
      'start p1 f0 => EINVAL',
      'continue p0 => EINVAL',
    ];
    expect(placesOf(...both)).toEqual(['linearizability: start: success']);
    expect(placesOf(...neither)).toEqual(['linearizability: start: EINVAL']);
  });

  it('may be those of an order of three that nobody called them in', () => {
    const three = [
      'open p0 d0 -> f0 => PASID 1',
      'fork p0 -> p1',
      'fork p0 -> p2',
      'start p0 f0 [stops at x]',
      'close p1 f0 [stops at y]',
      'start p2 f0 [stops at z]',
    ];
    expect(placesOf(...three, 'continue p1', 'continue p0 => EINVAL', 'continue p2')).toEqual([]);
  });

  it('keep the order of those that did not overlap: who returned before another was called is first', () => {
    const before = [...shared, 'work [stops at x]'];
    const inOrder = ['start p1 f0', 'start p0 f0 => EINVAL', 'continue-work'];
    const notInOrder = ['start p1 f0 => EINVAL', 'start p0 f0', 'continue-work'];
    expect(placesOf(...before, ...inOrder)).toEqual([]);
    expect(placesOf(...before, ...notInOrder)).toEqual(['linearizability: start: EINVAL']);
  });

  it('may blame the memory that one of them did not get, if it asked for any', () => {
    // The port made no allocation, so that none can have failed.
    const lines = [
      'open p0 d0 -> f0 [allocation 1 fails] [stops at x]',
      'gp',
      'continue p0 => ENOMEM',
    ];
    expect(placesOf(...lines)).toEqual(['linearizability: open: ENOMEM']);
  });
});

describe('where several orders fit', () => {
  /** A device goes and comes back while an open is under way: before or after, and so dead or alive. */
  const around = [
    'open p0 d0 -> f0 [stops at x]',
    'hotplug d0 remove',
    'hotplug d0 add',
    'continue p0 => PASID 1',
  ];

  it('either is admitted until an answer tells which it was', () => {
    expect(placesOf(...around, 'start p0 f0', 'dma f0 => reaches mm0')).toEqual([]);
    expect(placesOf(...around, 'start p0 f0 => ENXIO', 'mmap p0 f0 mmio => ENXIO')).toEqual([]);
  });

  it('only that one is from then on', () => {
    expect(placesOf(...around, 'start p0 f0', 'mmap p0 f0 mmio => ENXIO')).toEqual([
      'answers-conform: mmap: ENXIO',
    ]);
    expect(placesOf(...around, 'start p0 f0 => ENXIO', 'mmap p0 f0 mmio')).toEqual([
      'answers-conform: mmap: success',
    ]);
  });

  it('what fits none is not admitted', () => {
    expect(placesOf(...around, 'start p0 f0 => EBADF')).toEqual(['answers-conform: start: EBADF']);
  });

  it('commands that overlap later are put behind each of them', () => {
    const later = [...around, 'start p0 f0 [stops at x]', 'gp', 'continue p0 => ENXIO'];
    expect(placesOf(...later, 'mmap p0 f0 mmio => ENXIO')).toEqual([]);
    expect(placesOf(...later, 'mmap p0 f0 mmio')).not.toEqual([]);
  });

  it('an mm has the number of its making in all of them', () => {
    const two = ['fork p0 -> p1', 'exec p0 [stops at x]', 'exec p1', 'continue p0'];
    const bound = [...two, 'open p0 d0 -> f0 => PASID 1', 'start p0 f0'];
    expect(placesOf(...bound, 'dma f0 => reaches mm2')).toEqual([]);
    expect(placesOf(...bound, 'dma f0 => reaches mm3')).not.toEqual([]);
  });
});

describe('the outcome', () => {
  it('says where the longest order ends that fits, and why', () => {
    const { broken } = judged([
      ...shared,
      'start p0 f0 [stops at x]',
      'start p1 f0',
      'continue p0',
    ]);
    expect(broken[0]!.witness).toBe(
      'No order of the overlapping commands explains their answers: the longest order that fits is start p1 f0; after it start p0 f0 does not fit: start answered success. Admitted: EINVAL.',
    );
  });

  it('says if none can be the first', () => {
    const { broken } = judged([
      ...shared,
      'start p0 f0 [stops at x]',
      'start p1 f0 => EINVAL',
      'continue p0 => EINVAL',
    ]);
    expect(broken[0]!.witness).toBe(
      'No order of the overlapping commands explains their answers: no command can be the first; start p1 f0 does not fit: start answered EINVAL. Admitted: success.',
    );
  });

  it('of a command that was only stopped is that of the command', () => {
    const lines = ['exec p0 [stops at x]', 'continue p0 => EPERM'];
    expect(placesOf(...lines)).toEqual(['answers-conform: exec: EPERM']);
  });

  it('names the law of the answer where that is a weightier one', () => {
    const lines = [
      ...shared,
      'start p0 f0',
      'work [stops at x]',
      'dma f0 => reaches mm1',
      'continue-work',
    ];
    expect(placesOf(...lines)).toEqual(['isolation: reached a foreign mm']);
  });

  it('that is not admitted is what the trace goes on from', () => {
    const dead = [...shared, 'hotplug d0 remove', 'start p0 f0 [stops at x]', 'continue p0'];
    // Had the start not happened, a DMA would make no sense.
    expect(placesOf(...dead, 'dma f0 => aborted')).toEqual(['answers-conform: start: success']);
  });

  it('of commands that overlap is what the trace goes on from as well', () => {
    const both = [...shared, 'start p0 f0 [stops at x]', 'start p1 f0', 'continue p0'];
    expect(placesOf(...both, 'dma f0 => reaches mm0')).toEqual(['linearizability: start: success']);
  });
});

const noted = (needs: Law['needs']) => {
  const looks: number[] = [];
  const law: Law = {
    name: 'liveness',
    title: '',
    because: '',
    needs,
    after: ({ state }) => void looks.push(state.made),
  };
  return { looks, law };
};

describe('the laws', () => {
  const lines = [
    'exec p0 [stops at x]',
    'gp',
    'gp',
    'continue p0 [stops at y]',
    'continue p0',
    'gp',
  ];

  it('are asked when all have returned', () => {
    const { looks, law } = noted([]);
    judged(lines, [law]);
    expect(looks).toEqual([2, 2]);
  });

  it('decide between orders that explain the answers', () => {
    const law: Law = {
      name: 'liveness',
      title: '',
      because: '',
      needs: [],
      after: ({ state }, report) => {
        if (state.process(1)?.mm === 3) report('p1 was first', '');
      },
    };
    const execs = ['fork p0 -> p1', 'exec p0 [stops at x]', 'exec p1', 'continue p0'];
    const open = ['open p1 d0 -> f0 => PASID 1', 'start p1 f0'];
    expect(judged(execs, [law]).places).toEqual([]);
    expect(judged([...execs, ...open, 'dma f0 => reaches mm3'], [law]).places).toEqual([]);
    expect(judged([...execs, ...open, 'dma f0 => reaches mm2'], [law]).places).not.toEqual([]);
  });

  it('that break after every order that explains the answers are broken', () => {
    const law: Law = {
      name: 'liveness',
      title: '',
      because: '',
      needs: [],
      after: ({ state }, report) => {
        if (state.made === 3) report('here', 'three mms');
      },
    };
    expect(judged(['exec p0', 'exec p0 [stops at x]', 'gp', 'continue p0'], [law]).broken).toEqual([
      { law: 'liveness', place: { clause: 'here' }, witness: 'three mms' },
    ]);
  });
});

const gps = (count: number): string[] => Array.from({ length: count }, () => 'gp');

describe('so many commands', () => {
  it(`as ${OPERATIONS_MAX} may overlap; behind them a trace is not followed`, () => {
    const fits = judged(['work [stops at x]', ...gps(OPERATIONS_MAX - 1), 'continue-work', 'gp']);
    expect(fits.outcome).toMatchObject({ applied: OPERATIONS_MAX + 1, ended: 'whole' });
    const full = judged(['work [stops at x]', ...gps(OPERATIONS_MAX)]);
    expect(full.outcome).toMatchObject({ applied: OPERATIONS_MAX, ended: 'full' });
    expect(full.places).toEqual([]);
  });
});
