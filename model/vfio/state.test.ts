import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterIn, type Model, sva } from '../../testing/model.ts';
import { slots } from '../pages/state.ts';
import { State } from '../state.ts';
import { findWorld } from '../worlds.ts';

const vfio = findWorld('vfio');
const open = 'container p0 type1v2 -> c0';
const locked = (model: Model, process = 0): number =>
  model.state.pages.expectedLocked(model.state.process(process)!.mm);
const pins = (model: Model): number => model.state.vfio.mappings.expectedPinReferences()[0];

describe('a world without VFIO', () => {
  it('has nothing of it in its layout', () => {
    const names = new State(sva).layout.records.map(({ name }) => name);
    expect(names).not.toContain('dma');
    expect(names).not.toContain('container');
  });
});

describe('a fresh state', () => {
  it('is what reset returns to, from anywhere', () => {
    const { state } = afterIn(
      'vfio',
      open,
      'attach p0 c0 g0',
      'map p0 c0 i0 a0 2 rw',
      'pin g0 i0 2',
    );
    state.reset();
    expect(state.layout.snapshot()).toEqual(new State(vfio).layout.snapshot());
  });

  it('has nothing locked and no limit', () => {
    expect(locked(afterIn('vfio'))).toBe(0);
    expect(afterIn('vfio').admits('mlock p0 a0')).toEqual(['success']);
  });
});

describe('what has to be locked', () => {
  it.each([
    [1, ['attach p0 c0 g1', 'map p0 c0 i0 a0 1 rw']],
    [2, ['attach p0 c0 g1', 'map p0 c0 i0 a0 2 rw']],
    [0, ['attach p0 c0 g0', 'map p0 c0 i0 a0 2 rw']], // lazily
    [1, ['attach p0 c0 g0', 'map p0 c0 i0 a0 2 rw', 'pin g0 i1 1']],
    [1, ['attach p0 c0 g0', 'map p0 c0 i0 a0 1 rw', 'pin g0 i0 1', 'pin g0 i0 1']],
    [2, ['attach p0 c0 g1', 'map p0 c0 i0 a0 1 rw', 'map p0 c0 i1 a0 1 rw']], // per IOVA
    [2, ['attach p0 c0 g1', 'map p0 c0 i0 a0 1 rw', 'mlock p0 a0']], // per user of the counter
    [0, ['attach p0 c0 g1', 'map p0 c0 i0 a3 1 rw']], // reserved
    [1, ['attach p0 c0 g1', 'map p0 c0 i0 a0 1 rw', 'munmap-page p0 a0']],
    [0, ['mlock p0 a0', 'munmap-page p0 a0']],
    [0, ['mlock p0 a3']],
  ])('is %i page(s) after %j', (pages, lines) => {
    expect(locked(afterIn('vfio', open, ...lines))).toBe(pages);
  });

  it('is the affair of an mm: a child begins with nothing, a new program too', () => {
    const model = afterIn('vfio', 'mlock p0 a0', 'fork p0 -> p1');
    expect([locked(model), locked(model, 1)]).toEqual([1, 0]);
    expect(locked(model.and('exec p0'))).toBe(0);
  });

  it('is the same for all processes of an mm, and ends with the last', () => {
    const model = afterIn('vfio', 'mlock p0 a0', 'clone p0 -> p1', 'mlock p1 a1', 'exit p0');
    expect(locked(model, 1)).toBe(2);
    expect(model.and('munlock p1 a0', 'munmap-page p1 a1').isPossible('mmap-page p1 a1 ram')).toBe(
      true,
    );
    expect(locked(model, 1)).toBe(0);
  });

  it('stays with whoever mapped, whoever attaches', () => {
    const model = afterIn(
      'vfio',
      open,
      'attach p0 c0 g0',
      'fork p0 -> p1',
      'map p1 c0 i0 a0 1 rw',
      'attach p0 c0 g1',
    );
    expect([locked(model), locked(model, 1)]).toEqual([0, 1]);
  });
});

describe('two pages at one IOVA', () => {
  const both = [open, 'attach p0 c0 g0', 'attach p0 c0 g1', 'map p0 c0 i0 a0 1 rw'];
  const pin = 'pin g0 i0 1';

  it('count both, if another page came to the address between the pins', () => {
    for (const between of [['mmap-page p0 a0 ram'], ['munmap-page p0 a0', 'mmap-page p0 a0 ram']]) {
      const model = afterIn('vfio', ...both, ...between, pin);
      expect(locked(model)).toBe(2);
      expect(locked(model.and('detach p0 g1'))).toBe(1);
      expect(locked(model.and('attach p0 c0 g1'))).toBe(1);
    }
  });

  it('are one if it came later, and if a process of the same mm put it there', () => {
    expect(locked(afterIn('vfio', ...both, pin, 'mmap-page p0 a0 ram'))).toBe(1);
    const shared = afterIn('vfio', ...both, 'clone p0 -> p1', 'mmap-page p1 a0 ram', pin);
    expect(locked(shared)).toBe(2);
    const own = afterIn('vfio', ...both, 'fork p0 -> p1', 'mmap-page p1 a0 ram', pin);
    expect(locked(own)).toBe(1);
  });

  it('need room for both', () => {
    const model = afterIn('vfio', ...both, 'setrlimit p0 1');
    expect(model.admits(pin)).toEqual(['1 page']);
    expect(model.and('mmap-page p0 a0 ram').admits(pin)).toEqual(['ENOMEM']);
    const first = afterIn('vfio', ...both, 'detach p0 g1', pin, 'setrlimit p0 1');
    expect(first.admits('attach p0 c0 g1')).toEqual(['success']);
    expect(first.and('mmap-page p0 a0 ram').admits('attach p0 c0 g1')).toEqual(['ENOMEM']);
  });

  it('are told apart where a pin is placed after the page was replaced, but found the old one', () => {
    const { state } = afterIn('vfio', ...both);
    const { mappings, files } = state.vfio;
    const before = state.pages.pages;
    state.pages.setSlot(state.process(0)!, 0, slots.ordinary);
    state.pages.withPages(before, () => mappings.pin(files.groups[0]!, 0));
    expect(state.pages.expectedLocked(1)).toBe(1);
    expect(mappings.isSharedPage(mappings.dmas[0]!, 0)).toBe(true);
    expect(mappings.isDriverPageThere(mappings.dmas[0]!, 0)).toBe(false);
  });
});

describe('references of pins', () => {
  it('are one for the IOMMU and one for all drivers', () => {
    const model = afterIn(
      'vfio',
      open,
      'attach p0 c0 g0',
      'attach p0 c0 g2',
      'map p0 c0 i0 a0 1 rw',
    );
    expect(pins(model)).toBe(0);
    expect(pins(model.and('pin g0 i0 1', 'pin g0 i0 1', 'pin g2 i0 1'))).toBe(1);
    expect(pins(model.and('attach p0 c0 g1'))).toBe(2);
    expect(pins(model.and('unpin g0 i0 1', 'unpin g2 i0 1'))).toBe(2);
    expect(pins(model.and('unpin g0 i0 1'))).toBe(1);
    expect(pins(model.and('unmap p0 c0 i0 1'))).toBe(0);
  });

  it('are none of reserved pages', () => {
    expect(pins(afterIn('vfio', open, 'attach p0 c0 g1', 'map p0 c0 i0 a3 1 rw'))).toBe(0);
  });
});

describe('when nobody has it open any more', () => {
  const mapped = [
    open,
    'attach p0 c0 g0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a0 2 rw',
    'pin g0 i0 1',
  ];

  it('a container stays as long as a group is in it', () => {
    const model = afterIn('vfio', ...mapped, 'close-container p0 c0');
    expect(locked(model)).toBe(2);
    expect(model.and('detach p0 g1', 'detach p0 g0').state.vfio.files.container(0)).toBeUndefined();
  });

  it('all goes with its last process', () => {
    const model = afterIn('vfio', ...mapped, 'fork p0 -> p1', 'exit p0');
    expect(pins(model)).toBe(3);
    expect(pins(model.and('exit p1'))).toBe(0);
    expect(model.state.vfio.mappings.dmas.every((d) => d.live === 0)).toBe(true);
  });

  it('a driver stops with its last device file, which exec closes', () => {
    const model = afterIn(
      'vfio-keep-on-exec',
      open,
      'attach p0 c0 g0',
      'map p0 c0 i0 a0 1 rw',
      'pin g0 i0 1',
      'exec p0',
    );
    expect(pins(model)).toBe(0);
    expect(model.isPossible('pin g0 i0 1')).toBe(false);
    expect(model.isPossible('unmap p0 c0 i0 1')).toBe(true);
  });

  it('a group leaves its container once group and device files are closed', () => {
    const model = afterIn('vfio', open, 'attach p0 c0 g1', 'fork p0 -> p1', 'exec p0');
    expect(model.state.vfio.files.groups[1]!.container).toBe(1);
    expect(model.and('exit p1').state.vfio.files.groups[1]!.container).toBe(0);
  });
});

describe('the last device behind the IOMMU', () => {
  it('takes its pins with it and leaves those of drivers', () => {
    const model = afterIn(
      'vfio',
      open,
      'attach p0 c0 g0',
      'attach p0 c0 g1',
      'map p0 c0 i0 a0 2 rw',
      'pin g0 i1 1',
      'detach p0 g1',
    );
    expect([locked(model), pins(model)]).toEqual([1, 1]);
  });
});

/** Commands after which only the sets are told apart by their order, not what has to be. */
const steps = [
  'pin g0 i0 1',
  'pin g0 i1 1',
  'pin g2 i0 1',
  'attach p0 c0 g1',
  'mlock p0 a0',
  'mlock p0 a1',
] as const;
const start = [
  open,
  'attach p0 c0 g0',
  'attach p0 c0 g2',
  'map p0 c0 i0 a0 1 rw',
  'map p0 c0 i1 a3 1 rw',
];
const sums = (model: Model): number[] => [locked(model), pins(model)];

describe('the equations', () => {
  it('do not depend on the order in which the sets came to be', () => {
    const some = fc.subarray([...steps]);
    const twoOrders = some.chain((chosen) =>
      fc.tuple(
        fc.constant(chosen),
        fc.shuffledSubarray(chosen, { minLength: chosen.length, maxLength: chosen.length }),
      ),
    );
    fc.assert(
      fc.property(twoOrders, ([one, other]) => {
        expect(sums(afterIn('vfio', ...start, ...one))).toEqual(
          sums(afterIn('vfio', ...start, ...other)),
        );
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  const undone: readonly (readonly [string, string])[] = [
    ['attach p0 c0 g1', 'detach p0 g1'],
    ['pin g0 i0 2', 'unpin g0 i0 2'],
    ['pin g2 i0 1', 'unpin g2 i0 1'],
    ['mlock p0 a2', 'munlock p0 a2'],
    ['munlock p0 a0', 'mlock p0 a0'],
  ];

  it.each(undone)('come back to what they were: %s, then %s', (there, back) => {
    fc.assert(
      fc.property(fc.subarray(steps.filter((step) => step !== there)), (before) => {
        const lines = [...before];
        if (there === 'munlock p0 a0' && !lines.includes('mlock p0 a0')) lines.push('mlock p0 a0');
        const model = afterIn('vfio', ...start, ...lines);
        const was = sums(model);
        expect(sums(model.and(there, back))).toEqual(was);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('come back when what is there is plugged out and in again', () => {
    const all = afterIn('vfio', ...start, ...steps);
    const was = sums(all);
    expect(sums(all.and('detach p0 g1', 'attach p0 c0 g1'))).toEqual(was);
  });
});
