import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../../model/worlds.ts';
import { Bench } from '../../../../testing/kernel.ts';
import { settle } from '../../deferred.ts';
import type { Switches } from '../../switches.ts';

/** One device, a ring for one request, two groups. */
const bench = (...lines: readonly string[]): Bench => of({}, ...lines);
const of = (switches: Partial<Switches>, ...lines: readonly string[]): Bench => {
  const made = new Bench(switches, findWorld('vtd-small'));
  made.run('open p0 d0 -> f0', ...lines);
  return made;
};

/** Requests on the link, requests in the ring, answers on the link. */
const where = ({ k: { intel } }: Bench): number[] => [
  intel.sent.live,
  intel.ring.live,
  intel.answers.live,
];
/** Requests in the ring, and in the list. */
const held = ({ k: { intel } }: Bench): number[] => [intel.ring.live, intel.list.live];
/** p1 fills the ring, so that the IOMMU answers p0 by itself; then the device aborts its work for p0. */
const overflown = (switches: Partial<Switches>, ...lines: readonly string[]): Bench => {
  const made = new Bench(switches, findWorld('vtd-small'));
  made.run('fork p0 -> p1', 'open p0 d0 -> f0', 'open p1 d0 -> f1');
  made.run('request f1 r0 more', 'request f0 r1 last', 'abort f0', ...lines);
  return made;
};

describe('a request on the link', () => {
  it('is not in the ring, until it is delivered', () => {
    const b = bench('send f0 r0 last');
    expect(where(b)).toEqual([1, 0, 0]);
    b.run('deliver d0');
    expect(where(b)).toEqual([0, 1, 0]);
  });

  it('arrives before a later one of its device', () => {
    const b = bench('send f0 r0 last');
    expect(b.run('request f0 r1 last')).toEqual(['answered by the IOMMU: its ring is full']);
    expect([b.k.intel.ring.rows[0]!.prg, where(b)]).toEqual([0, [0, 1, 1]]);
  });

  it('arrives when the device sends more than the link holds', () => {
    const b = bench('send f0 r0 more', 'send f0 r0 last');
    expect(where(b)).toEqual([2, 0, 0]);
    b.run('send f0 r1 last');
    expect([where(b), b.seen.hasOverflowed()]).toEqual([[1, 1, 1], true]);
  });

  it('is pushed to the IOMMU by a drain, which has cleared the entry: it is refused and answered', () => {
    const b = bench('send f0 r0 last', 'abort f0');
    expect(b.run('close p0 f0')).toEqual(['success']);
    expect([where(b), b.seen.groupMm(0, 0), b.seen.faultsReported()]).toEqual([[0, 0, 0], 0, 1]);
  });

  it('is queued where the table is that of the unit, whose entry stays, and drained from there', () => {
    const unit = {
      svmPasid: 'of-svm',
      pasidFreeAt: 'last-unbind',
      pasidTables: 'of-unit',
    } as const;
    const b = of(unit, 'send f0 r0 last', 'abort f0', 'close p0 f0');
    expect([where(b), b.seen.groupMm(0, 0), b.seen.faultsReported()]).toEqual([[0, 0, 0], 0, 0]);
  });

  it('gets into the ring behind a drain that comes before the entry is cleared', () => {
    const b = of({ prqDrain: 'before-clear' }, 'send f0 r0 last', 'abort f0', 'close p0 f0');
    expect([where(b), b.seen.queuedMm(0, 0)]).toEqual([[0, 1, 0], 1]);
  });

  it('arrives at the latest when the device ends its work', () => {
    const b = bench('send f0 r0 last', 'close p0 f0');
    expect([where(b), b.seen.groupMm(0, 0), b.log]).toEqual([[0, 0, 0], 0, []]);
  });
});

describe('an answer on the link', () => {
  it('ends the group only when it is delivered', () => {
    const b = bench('request f0 r0 last', 'prq', 'iopf');
    expect([where(b), b.seen.groupMm(0, 0)]).toEqual([[0, 0, 1], 1]);
    b.run('deliver d0');
    expect([where(b), b.seen.groupMm(0, 0)]).toEqual([[0, 0, 0], 0]);
  });

  it('is delivered at rest, whenever it was given', () => {
    const b = bench('request f0 r0 last', 'send f0 r1 last');
    settle(b.k);
    expect([where(b), b.seen.groupMm(0, 0), b.seen.groupMm(0, 1)]).toEqual([[0, 0, 0], 0, 0]);
  });

  it('is pushed to the device by the descriptors of a drain', () => {
    const b = bench('request f0 r0 last', 'prq', 'iopf', 'abort f0', 'close p0 f0');
    expect([where(b), b.seen.groupMm(0, 0)]).toEqual([[0, 0, 0], 0]);
  });

  it('that the IOMMU gave by itself is pushed only once the overflow bit is clear', () => {
    const b = overflown({});
    expect(where(b)).toEqual([0, 1, 1]);
    b.run('close p0 f0');
    expect([where(b), b.seen.groupMm(0, 1)]).toEqual([[0, 0, 0], 0]);
    const once = overflown({ drainOverflow: 'ignored' }, 'close p0 f0');
    expect([where(once), once.seen.groupMm(0, 1)]).toEqual([[0, 1, 1], 1]);
  });

  it('to an old life of the PASID ends a group of the new one', () => {
    const b = overflown({ drainOverflow: 'ignored' }, 'close p0 f0', 'prq');
    b.run('send f1 r1 last', 'deliver d0');
    expect([b.seen.pageMistake(0), b.seen.mistakenMms(0)]).toEqual([3, [2, 1]]);
  });
});

describe('a drain', () => {
  it('of one device waits for the requests of another one with that PASID, too', () => {
    const b = new Bench({}, findWorld('vtd'));
    b.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'request f1 r0 more', 'abort f0');
    expect(b.seen.inRing()).toBe(1);
    b.run('close p0 f0');
    expect([b.seen.inRing(), b.seen.inKernel()]).toEqual([0, 1]);
  });
});

describe('a request of a PASID without entry', () => {
  it('is reported as a fault, unless the entry says that faults are ignored', () => {
    const lines = ['fork p0 -> p1', 'exit p0'];
    const b = bench(...lines);
    expect([b.run('request f0 r0 last'), b.seen.faultsReported()]).toEqual([
      ['refused by the IOMMU'],
      0,
    ]);
    const old = of({ entryAtRelease: 'cleared' }, ...lines);
    expect([old.run('request f0 r0 last'), old.seen.faultsReported()]).toEqual([
      ['refused by the IOMMU, which reports a fault'],
      1,
    ]);
  });
});

describe('a request that is not the last of its group', () => {
  it('is parked and no more, or was handled as well (v6.9)', () => {
    const lines = ['request f0 r0 more', 'prq'];
    expect(bench(...lines).k.intel.groups.live).toBe(0);
    const late = of({ afterParking: 'goes-on' }, ...lines, 'iopf', 'deliver d0');
    expect(late.seen.pageMistake(0)).toBe(2);
  });
});

describe('a list to which the interrupt thread copies requests (v2 of 2020)', () => {
  const design = { prqServe: 'in-thread', prqList: 'copied' } as const;
  const copied =
    'prq [stops at intel_svm_process_prq: requests copied and the ring emptied, none handled yet]';

  it('takes all requests out of the ring, and they are served and answered from there', () => {
    const b = of(design, 'request f0 r0 last', copied);
    expect([held(b), b.seen.queuedMm(0, 0)]).toEqual([[0, 1], 1]);
    b.run('continue-prq', 'deliver d0');
    expect([held(b), b.seen.groupMm(0, 0), b.seen.pageMistake(0)]).toEqual([[0, 0], 0, 0]);
  });

  it('is awaited by a drain, and by a device that ends its work', () => {
    const b = of(design, 'request f0 r0 last', 'abort f0', copied);
    const close = b.start('close p0 f0');
    expect(close.waitsFor).toBe('PRQ thread');
    b.run('continue-prq');
    expect(close.resume().finish()).toBe('success');
    expect([b.seen.groupMm(0, 0), b.seen.pageMistake(0), b.log]).toEqual([0, 0, []]);
    const working = of(design, 'request f0 r0 last', copied);
    expect(working.start('close p0 f0').waitsFor).toBe('PRQ thread');
  });

  it('lets a drain touch what the thread has freed, if the completion lies in the request', () => {
    const b = of({ ...design, drainWaits: 'request' }, 'request f0 r0 last', 'abort f0', copied);
    const close = b.start('close p0 f0');
    b.run('continue-prq');
    close.resume().finish();
    expect(b.log).toEqual(['use-after-free in intel_svm_drain_prq: page_req']);
  });

  it('loses what it has no memory for, or lets the thread handle it in the ring', () => {
    const lines = ['request f0 r0 last', 'prq [allocation 1 fails]', 'deliver d0'];
    const b = of(design, ...lines);
    expect([held(b), b.seen.groupMm(0, 0)]).toEqual([[0, 0], 0]);
    const lost = of({ ...design, copyFails: 'lost' }, ...lines);
    expect([held(lost), lost.seen.groupMm(0, 0)]).toEqual([[0, 0], 1]);
  });

  it('loses all further ones too', () => {
    const b = new Bench({ ...design, copyFails: 'lost' }, findWorld('vtd'));
    b.run('open p0 d0 -> f0', 'request f0 r0 last', 'request f0 r1 last');
    b.run('prq [allocation 1 fails]', 'deliver d0');
    expect([held(b), b.seen.groupMm(0, 0), b.seen.groupMm(0, 1)]).toEqual([[0, 0], 1, 1]);
  });

  it('is all that a drain looks at, or the ring too', () => {
    const lines = ['request f0 r0 last', 'abort f0', 'close p0 f0'];
    expect(held(of(design, ...lines))).toEqual([0, 0]);
    expect(held(of({ ...design, drainScans: 'list' }, ...lines))).toEqual([1, 0]);
  });
});
