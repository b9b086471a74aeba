import { describe, expect, it } from 'vitest';
import { placeText } from '../model/place.ts';
import { Runner } from '../checker/run.ts';
import { defects } from '../defects/index.ts';
import { kernelWith } from '../defects/identify.ts';
import { breaksOf } from '../defects/defect.ts';
import { findWorld } from '../model/worlds.ts';
import { closenesses } from './closeness.ts';
import { laws } from './laws/index.ts';
import { type BrokenAt, byCloseness, leading } from './leading.ts';
import { specification } from './linux.ts';

const at = (step: number, law: string): BrokenAt => ({
  step,
  broken: { law, place: { clause: '' }, witness: '' },
});
const order = (...breaks: readonly BrokenAt[]) =>
  byCloseness(laws, breaks).map(({ step, broken }) => `${step} ${broken.law}`);

describe('of several breaks of one trace', () => {
  it('the earliest leads, however close the others are', () => {
    expect(order(at(4, 'no-splat'), at(3, 'balance-at-rest'))).toEqual([
      '3 balance-at-rest',
      '4 no-splat',
    ]);
  });

  it('that show at one moment, the closest leads', () => {
    const sums = ['balance-at-rest', 'locked-vm-underflow', 'locked-vm', 'pin-balance'];
    const all = [
      ...sums,
      'unmap-terminates',
      'no-splat',
      'pasid-uniqueness',
      'fresh-mm',
      'answers-conform',
    ];
    expect(order(...all.map((law) => at(2, law)))).toEqual(
      all.toReversed().map((law) => `2 ${law}`),
    );
  });

  it('the first that was reported leads, if they are equally close', () => {
    expect(leading(laws, [at(1, 'isolation'), at(1, 'fresh-mm')])!.broken.law).toBe('isolation');
    expect(leading(laws, [at(1, 'fresh-mm'), at(1, 'isolation')])!.broken.law).toBe('fresh-mm');
  });

  it('one of a law that does not say how close it is comes last', () => {
    expect(leading(laws, [at(1, 'a law of one’s own'), at(1, 'balance-at-rest')])!.broken.law).toBe(
      'balance-at-rest',
    );
  });

  it('none leads if there is none', () => expect(leading(laws, [])).toBeUndefined());
});

describe('every law', () => {
  it.each(laws)('$name declares its closeness to the cause', ({ closeness }) => {
    const said =
      typeof closeness === 'function'
        ? closeness({ command: 'close', answer: 'EBADF' })
        : closeness;
    expect(closenesses).toContain(said);
  });
});

/** What leads in the trace that the catalogue keeps for this break of a defect. */
function leadsIn(id: string, nth = 0): string {
  const defect = defects.find((d) => d.id === id)!;
  const { world, shortest } = breaksOf(defect)[nth]!;
  const breaks: BrokenAt[] = [];
  new Runner(specification, kernelWith(defect), findWorld(world)).run(shortest, {
    broken: (step, broken) => breaks.push({ step, broken }),
  });
  const { step, broken } = leading(laws, breaks)!;
  return `${step + 1} ${broken.law}: ${placeText(broken.place)}`;
}

describe('the leading break of mistakes of the catalogue is', () => {
  it.each([
    // not the warning two steps later
    ['vfio-ap-vendor-leak', 2, '4 failure-atomicity: pin: refused, but a page stays pinned'],
    // not the list that is found empty when it is tried again
    ['replay-no-unwind', 3, '6 failure-atomicity: attach: refused, but a page stays pinned'],
    // the function that stopped the machine, not that the call did not return
    ['bad-vendor-bug-on', 0, '5 no-splat: BUG in vfio_dma_do_unmap: a driver does not unpin'],
    [
      'sva-unbind-mmput-under-lock',
      1,
      '2 no-splat: recursive locking in arm_smmu_mm_release: sva_lock',
    ],
    // the lock that was kept, not who waits for it later
    ['uacce-refusal-keeps-mutex', 0, '3 no-splat: lock held on return in start: uacce->mutex'],
    // what is wrong, not where the kernel stumbles over it in the same call
    [
      'mm-pasid-drop-in-mmput',
      1,
      '2 no-reuse-while-referenced: a PASID is free or another’s while something still refers to its old life',
    ],
    // the child’s PASID, not that there are two of it
    ['fork-inherits-mm-pasid', 1, '2 fresh-mm: an mm has a PASID that nobody gave it'],
    // what keeps the mm, not what stays cached because of it
    ['sva-bind-mmget-refcycle', 1, '5 liveness: a reference cycle keeps an mm'],
    // the unmap that did nothing, not what is still there because of it
    ['thread-exit-orphans-dma', 3, '6 locked-vm: detach: too much is charged'],
    ['thread-exit-orphans-dma', 1, '6 answers-conform: unmap: another number of pages'],
    // that too little is credited, not that the sum is below zero
    ['exec-underflow', 0, '4 locked-vm: exec: too little is charged'],
    // the page that was lost, not that it was not charged
    ['gup-zero-as-success', 1, '3 pin-balance: map: a pin is lost'],
    // the charge that does not move, not the limit that it would be beyond
    ['exec-not-restored', 2, '7 locked-vm: map-vaddr: too much is charged'],
    // the entry, not the list of what is left
    [
      'sva-unbind-keeps-quiet-entry',
      1,
      '3 no-reuse-while-referenced: a PASID is free or another’s while something still refers to its old life',
    ],
  ])('in %s [%i]: %s', (id, nth, leads) => expect(leadsIn(id, nth)).toBe(leads));
});
