import { describe, expect, it } from 'vitest';
import { placeText } from '../model/place.ts';
import { judged } from '../testing/told.ts';

const placesOf = (...lines: readonly string[]): readonly string[] => judged(lines).places;

/** p0 and p1 have f0. */
const shared = ['open p0 d0 -> f0 => PASID 1', 'fork p0 -> p1'];
/** p0 and p1 have f0 and one mm. */
const cloned = ['open p0 d0 -> f0 => PASID 1', 'clone p0 -> p1'];

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

/** The violations that a DMA with this answer causes while its file is being closed. */
const closed = (answer: string) =>
  judged([
    'open p0 d0 -> f0 => PASID 1',
    'start p0 f0',
    'close p0 f0 [stops at x]',
    `dma f0 => ${answer}`,
    'continue p0',
  ]).broken.map(({ place, witness }) => `${placeText(place)} | ${witness.split('; after it ')[1]}`);

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
          'No order of the overlapping commands explains their answers: the longest order that fits is unbind p0 h0; after it unbind p1 h0 does not fit: unbind succeeded, but its target was gone.',
      },
    ]);
  });

  it('has places and words of its own for each success that is none', () => {
    expect(closed('reaches mm0')).toEqual([]);
    expect(closed('aborted')).toEqual([
      'dma: aborted | dma f0 does not fit: dma returned “aborted”, but its target was gone.',
    ]);
    expect(closed('fault')).toEqual([
      'dma: fault: no valid context descriptor | dma f0 does not fit: dma returned “fault: no valid context descriptor”, but its target was gone.',
    ]);
  });

  it('succeeds if there need not be anything: munmap of a hole', () => {
    const lines = [...cloned, 'mmap p0 f0 mmio', ...twice('munmap % f0 mmio')];
    expect(placesOf(...lines, 'continue p0', 'continue p1')).toEqual([]);
  });
});
