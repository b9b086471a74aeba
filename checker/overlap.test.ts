import { placeText } from '../model/place.ts';
import { describe, expect, it } from 'vitest';
import type { Law } from '../properties/linux-law.ts';
import { judged } from '../testing/told.ts';
import { OPERATIONS_MAX } from './overlap.ts';

const placesOf = (...lines: readonly string[]): readonly string[] => judged(lines).places;

/** p0 and p1 have f0. */
const shared = ['open p0 d0 -> f0 => PASID 1', 'fork p0 -> p1'];
/** p0 and p1 have f0 and one mm. */
const cloned = ['open p0 d0 -> f0 => PASID 1', 'clone p0 -> p1'];

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

describe('what is taken away bit by bit is seen so:', () => {
  const running = [...shared, 'start p0 f0'];

  it.each(['exit p0', 'exec p0'])(
    '%s, by a DMA that is aborted though p1 has the file open',
    (gone) => {
      const lines = (answer: string): string[] => [
        ...running,
        `${gone} [stops at x]`,
        `dma f0 => ${answer}`,
        'continue p0',
      ];
      expect(placesOf(...lines('reaches mm0'))).toEqual([]);
      expect(placesOf(...lines('aborted'))).toEqual([]);
      expect(placesOf(...lines('fault'))).toEqual([
        'linearizability: dma: fault after the mm has ended',
      ]);
    },
  );

  it('an exit, by one DMA after another: aborted, and then gone', () => {
    const exit = ['open p0 d0 -> f0 => PASID 1', 'start p0 f0', 'exit p0 [stops at x]'];
    const lines = [...exit, 'dma f0 => aborted', 'dma f0 => ENXIO', 'continue p0'];
    expect(placesOf(...lines)).toEqual([]);
  });

  it('a mapping that was the last to keep a file, by an access and then a DMA', () => {
    const unmap = [
      ...cloned,
      'mmap p0 f0 mmio',
      'start p0 f0',
      'close p0 f0',
      'close p1 f0',
      'munmap p0 f0 mmio [stops at x]',
    ];
    const seen = ['touch p1 f0 mmio => SIGSEGV', 'dma f0 => reaches mm0'];
    expect(placesOf(...unmap, ...seen, 'continue p0')).toEqual([]);
  });

  it('a device, by a queue that is stopped and still mapped', () => {
    const stopped = [
      ...running,
      'mmap p0 f0 mmio',
      'hotplug d0 remove [stops at x]',
      'mmap p1 f0 dus => ENXIO',
    ];
    const placesIf = (touched: string): readonly string[] =>
      placesOf(...stopped, `touch p0 f0 mmio${touched}`, 'continue-hotplug d0');
    expect(placesIf('')).toEqual([]);
    expect(placesIf(' => SIGBUS')).toEqual([]);
    expect(placesIf(' => SIGSEGV')).toEqual(['linearizability: touch: SIGSEGV']);
  });

  it('but not by who had returned before it began', () => {
    const lines = ['work [stops at y]', 'dma f0 => aborted', 'exit p0', 'continue-work'];
    expect(placesOf(...running, ...lines)).toEqual(['linearizability: dma: aborted']);
  });

  it('nor by who was called when it was all gone', () => {
    const lines = [
      ...running,
      'work [stops at y]',
      'hotplug d0 remove',
      'mmap p1 f0 dus',
      'continue-work',
    ];
    expect(placesOf(...lines)).toEqual(['linearizability: mmap: success']);
  });
});

const twice = (command: string): string[] => [
  `${command.replace('%', 'p0')} [stops at x]`,
  `${command.replace('%', 'p1')} [stops at y]`,
];

/** What is told of a DMA, answered so while its file is being closed. */
const closed = (answer: string) =>
  judged([
    'open p0 d0 -> f0 => PASID 1',
    'start p0 f0',
    'close p0 f0 [stops at x]',
    `dma f0 => ${answer}`,
    'continue p0',
  ]).broken.map(({ place, witness }) => `${placeText(place)} | ${witness.split('; then ')[1]}`);

describe('a command about something that was just taken away', () => {
  const bound = [...shared, 'bind p0 f0 -> h0 => PASID 1'];

  it.each(['EBADF', 'EINVAL', 'ENODEV'])('may say so in any words: %s', (word) => {
    const lines = [...bound, ...twice('unbind % h0'), 'continue p0', `continue p1 => ${word}`];
    expect(placesOf(...lines)).toEqual([]);
  });

  it('does not succeed', () => {
    const lines = [...bound, ...twice('unbind % h0'), 'continue p0', 'continue p1'];
    const { broken } = judged(lines);
    expect(broken).toEqual([
      {
        law: 'linearizability',
        place: { command: 'unbind', answer: 'success' },
        witness:
          'No order of the overlapping commands explains their answers: the longest that fits is unbind p0 h0; then unbind p1 h0 does not: unbind succeeded, but its target was gone.',
      },
    ]);
  });

  it('has places and words of its own for each success that is none', () => {
    expect(closed('reaches mm0')).toEqual([]);
    expect(closed('aborted')).toEqual([
      'dma: aborted | dma f0 does not: dma was answered “aborted”, but its target was gone.',
    ]);
    expect(closed('fault')).toEqual([
      'dma: fault: no valid context descriptor | dma f0 does not: dma was answered “fault: no valid context descriptor”, but its target was gone.',
    ]);
  });

  it('succeeds if there need not be anything: munmap of a hole', () => {
    const lines = [...cloned, 'mmap p0 f0 mmio', ...twice('munmap % f0 mmio')];
    expect(placesOf(...lines, 'continue p0', 'continue p1')).toEqual([]);
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
      'No order of the overlapping commands explains their answers: the longest that fits is start p1 f0; then start p0 f0 does not: start answered success. Admitted: EINVAL.',
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
      'No order of the overlapping commands explains their answers: none can be the first; then start p1 f0 does not: start answered EINVAL. Admitted: success.',
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
