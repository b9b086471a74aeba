import { describe, expect, it } from 'vitest';
import { findWorld } from '../model/worlds.ts';
import { judged } from '../testing/told.ts';

/** Overlaps in which memory is found, charged and taken away. */

const world = findWorld('vfio');
const places = (...lines: readonly string[]): readonly string[] =>
  judged(lines, [], { world }).places;

/** p1 has the container, and p0 alone the devices in it: with both gone so is what is mapped. */
const during = (gone: string, ...answers: readonly string[]): string[] => [
  'container p0 type1v2 -> c0',
  'fork p0 -> p1',
  'attach p0 c0 g0',
  'attach p0 c0 g1',
  'map p0 c0 i0 a0 1 rw',
  `${gone} p0 [stops at x]`,
  ...answers.map((answer) => `unmap-vaddr p1 c0 i0${answer}`),
  'continue p0',
];

describe('what goes one part after the other', () => {
  it.each(['exit', 'exec'])('may be seen with any part of it gone: %s', (gone) => {
    expect(places(...during(gone, ' => EBUSY'))).toEqual([]);
    // without the mediated device, and with what is mapped
    expect(places(...during(gone, ''))).toEqual([]);
    expect(places(...during(gone, ' => EBUSY', '', ' => EINVAL'))).toEqual([]);
  });

  it.each(['exit', 'exec'])('leaves what its other parts keep: %s', (gone) => {
    // one device is free already, and what the other one keeps is still mapped
    const half = [
      ...during(gone).slice(0, -1),
      'attach p1 c0 g0',
      'map p1 c0 i0 a0 1 rw => EEXIST',
      'continue p0',
    ];
    expect(places(...half)).toEqual([]);
    // but not after everything of it has gone
    const whole = half.toSpliced(-3, 0, 'continue p0').slice(0, -1);
    expect(places(...whole)).toEqual([expect.stringMatching(/map: EEXIST$/)]);
  });

  it('does not come back: what was gone stays so', () => {
    const pin = 'pin g0 i0 1 => PASID 1';
    const before = during('exit', '').toSpliced(-2, 0, pin);
    const behind = during('exit', '').toSpliced(-1, 0, pin);
    expect(places(...before)).toEqual([]);
    expect(places(...behind)).toEqual(['linearizability: pin: success']);
  });
});

/** Two tasks of one mm, one page more may be locked, and a device behind the IOMMU. */
const tight = [
  'container p0 type1v2 -> c0',
  'attach p0 c0 g1',
  'clone p0 -> p1',
  'setrlimit p0 1',
  'setrlimit p1 1',
];

describe('commands that want the same memory', () => {
  const map = 'map p0 c0 i0 a0 1 rw [stops at x]';

  it('may each be refused for what the other had for a moment, and gave back', () => {
    const refused = [...tight, map, 'mlock p1 a1 => ENOMEM', 'continue p0 => ENOMEM'];
    expect(places(...refused)).toEqual([]);
  });

  it('may not both succeed beyond the limit', () => {
    expect(places(...tight, map, 'mlock p1 a1', 'continue p0')).toEqual([
      expect.stringMatching(/over the limit$/),
    ]);
  });

  it('are refused for nothing that is over when they are asked', () => {
    const before = [...tight, 'work [stops at y]', 'mlock p1 a1', 'munlock p1 a1'];
    expect(places(...before, 'map p0 c0 i0 a0 1 rw => ENOMEM', 'continue-work')).toEqual([
      'linearizability: map: ENOMEM',
    ]);
    const alone = [...tight, 'mlock p1 a1', 'munlock p1 a1', 'map p0 c0 i0 a0 1 rw => ENOMEM'];
    expect(places(...alone)).toEqual(['answers-conform: map: ENOMEM']);
  });

  it('are refused with nothing else', () => {
    const refused = [...tight, map, 'mlock p1 a1', 'continue p0 => EFAULT'];
    expect(places(...refused)).toEqual(['linearizability: map: EFAULT']);
  });
});

describe('pages that are replaced', () => {
  it('may be found by a map before, and charged when there is room again', () => {
    // mlock has the room; what replaces its page gives it back
    const found = [
      ...tight,
      'map p0 c0 i0 a0 1 rw [stops at x]',
      'mlock p1 a0',
      'mmap-page p1 a0 reserved',
      'continue p0',
    ];
    expect(places(...found)).toEqual([]);
    // which page it was that was pinned is told by what fits later
    expect(places(...found, 'mlock p1 a1 => ENOMEM')).toEqual([]);
    expect(places(...found, 'mlock p1 a1')).toEqual([]);
    expect(places(...found, 'mlock p1 a1', 'mlock p1 a2')).not.toEqual([]);
  });

  it('may be found by a driver that pins, though there is a hole when it is charged', () => {
    const pin = [
      'container p0 type1v2 -> c0',
      'attach p0 c0 g0',
      'map p0 c0 i0 a0 1 rw',
      'pin g0 i0 1 [stops at x]',
      'munmap-page p0 a0',
    ];
    expect(places(...pin, 'continue-driver g0 => PASID 1')).toEqual([]);
    expect(places(...pin, 'continue-driver g0 => EFAULT')).toEqual([]);
    expect(places(...pin, 'continue-driver g0 => EPERM')).toEqual(['linearizability: pin: EPERM']);
  });

  it('are not found by who was asked when they were gone', () => {
    const gone = [...tight, 'work [stops at y]', 'munmap-page p1 a0', 'map p0 c0 i0 a0 1 rw'];
    expect(places(...gone, 'continue-work')).toEqual(['linearizability: map: success']);
  });
});

describe('an address space whose last process has left', () => {
  /** Two containers map a page of p0, and p1 keeps both. A value of 1 is one page. */
  const mapped = ['c0', 'c1'].flatMap((c, i) => [
    `container p0 type1v2 -> ${c}`,
    `attach p0 ${c} g${i * 2}`,
    `map p0 ${c} i0 a0 1 rw`,
  ]);
  const pins = (between: readonly string[], answer: string): string[] => [
    ...mapped,
    'fork p0 -> p1',
    'pin g2 i0 1 [stops at x]',
    ...between,
    'exit p0',
    `pin g0 i0 1${answer}`,
    'continue-driver g2 => PASID 1',
  ];

  it('has ended only when no command keeps it any more', () => {
    expect(places(...pins([], ' => PASID 1'))).toEqual([]);
    expect(places(...pins([], ' => ENODEV'))).toEqual([]);
  });

  it('has ended with its last process if no command keeps it', () => {
    const over = [...mapped, 'fork p0 -> p1', 'exit p0', 'mlock p1 a1 [stops at x]'];
    expect(places(...over, 'pin g0 i0 1 => PASID 1', 'continue p1')).toEqual([
      'linearizability: pin: success',
    ]);
    const before = ['continue-driver g2 => PASID 1', 'mlock p1 a1 [stops at x]'];
    expect(places(...pins(before, ' => PASID 1').slice(0, -1), 'continue p1')).toEqual([
      'linearizability: pin: success',
    ]);
  });
});
