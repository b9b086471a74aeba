import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../../model/worlds.ts';
import { Bench, journal } from '../../../../testing/kernel.ts';
import type { Switches } from '../../switches.ts';

/** One device, a ring for one request, two groups. */
const bench = (...lines: readonly string[]): Bench => of({}, ...lines);
const of = (switches: Partial<Switches>, ...lines: readonly string[]): Bench => {
  const made = new Bench(switches, findWorld('vtd-small'));
  made.run('open p0 d0 -> f0', ...lines);
  return made;
};

const queued = (b: Bench): number[] => [b.k.intel.ring.live, b.k.intel.faults.live];

describe('a page request', () => {
  it('goes through the ring and the fault queue, and is answered by the worker', () => {
    const b = bench('request f0 r0 last');
    expect([queued(b), b.seen.groupMm(0, 0)]).toEqual([[1, 0], 1]);
    b.run('prq');
    expect([queued(b), b.seen.groupMm(0, 0)]).toEqual([[0, 1], 1]);
    b.run('iopf');
    expect([queued(b), b.seen.groupMm(0, 0)]).toEqual([[0, 0], 1]);
    b.run('deliver d0');
    expect([b.seen.groupMm(0, 0), b.seen.pageMistake(0)]).toEqual([0, 0]);
  });

  it('was served and answered by the interrupt thread itself before v5.14', () => {
    const b = of({ prqServe: 'in-thread' }, 'request f0 r0 last', 'prq', 'deliver d0');
    expect([queued(b), b.seen.groupMm(0, 0), b.seen.pageMistake(0)]).toEqual([[0, 0], 0, 0]);
  });

  it('is parked until the last one of its group has come', () => {
    const b = bench('request f0 r0 more', 'prq', 'iopf');
    expect(queued(b)).toEqual([0, 1]);
    b.run('request f0 r0 last', 'prq', 'iopf');
    expect(queued(b)).toEqual([0, 0]);
  });

  it('is answered by the IOMMU while the ring is full, and until the overflow bit is cleared', () => {
    const b = bench('request f0 r0 last');
    const line = 'request f0 r1 last';
    expect(b.run(line, 'prq', 'deliver d0', line)).toEqual([
      'answered by the IOMMU: its ring is full',
      'success',
      'an answer arrives that the IOMMU gave by itself: its ring was full',
      'queued',
    ]);
    const old = of({ prqOverflow: 'left-set' }, 'request f0 r0 last', line, 'prq', 'deliver d0');
    expect(old.run(line)).toEqual(['answered by the IOMMU: its ring is full']);
  });

  it('of a PASID without entry is refused by the IOMMU', () => {
    const b = bench('fork p0 -> p1', 'exit p0');
    expect(b.run('request f0 r0 last')).toEqual(['refused by the IOMMU']);
  });

  it('of an mm that has ended is refused by the worker', () => {
    const b = bench('request f0 r0 last', 'fork p0 -> p1', 'prq', 'exit p0', 'iopf', 'deliver d0');
    expect([b.seen.groupMm(0, 0), b.log]).toEqual([0, []]);
  });

  it('uses its group again only when that was answered', () => {
    const b = bench('request f0 r0 last', 'prq');
    expect(b.run('request f0 r0 last')).toEqual(['not sent: the group waits for its answer']);
  });
});

/** What the device is told of its group, and what is wrong with that. */
const told = (b: Bench): (string | number)[] => [...b.run('deliver d0'), b.seen.pageMistake(0)];

describe('the answer to a group', () => {
  it('is SUCCESS once each of its requests is served', () => {
    const b = bench('request f0 r0 more', 'prq', 'request f0 r0 last', 'prq', 'iopf');
    expect(told(b)).toEqual(['SUCCESS arrives', 0]);
  });

  it('is INVALID if one of them cannot be served, and then the others are not', () => {
    const b = bench('request f0 r0 last', 'fork p0 -> p1', 'prq', 'exit p0', 'iopf');
    expect(told(b)).toEqual(['INVALID arrives', 0]);
  });

  it('is SUCCESS although the parked one was dropped in an overflow, or found no memory', () => {
    const more = ['request f0 r0 more', 'prq'];
    const full = ['request f0 r1 more', 'request f0 r1 more', 'prq', 'request f0 r0 last', 'prq'];
    expect(told(bench(...more, ...full, 'iopf'))).toEqual(['SUCCESS arrives', 0]);
    const lost = bench('request f0 r0 more', 'prq [allocation 1 fails]', 'request f0 r0 last');
    lost.run('prq', 'iopf');
    expect(told(lost)).toEqual(['SUCCESS arrives', 0]);
  });

  it('is noticed if it is SUCCESS and a request of the group was not served', () => {
    const b = bench('request f0 r0 more', 'prq');
    const { faults } = b.k.intel;
    faults.free(faults.pointer(faults.rows[0]!), 'test');
    b.run('request f0 r0 last', 'prq', 'iopf');
    expect(told(b)).toEqual(['SUCCESS arrives', 5]);
  });

  it('is noticed if a request of another use of its index is answered with it', () => {
    const b = bench('request f0 r0 more', 'prq');
    b.k.intel.faults.rows[0]!.life = 1;
    b.run('request f0 r0 last', 'prq', 'iopf');
    expect(told(b)).toEqual(['SUCCESS arrives', 6]);
  });

  it('says what became of the last request alone, where the thread serves', () => {
    const ended = ['request f0 r0 last', 'fork p0 -> p1', 'exit p0', 'prq'];
    expect(told(of({ prqServe: 'in-thread' }, ...ended))).toEqual(['INVALID arrives', 0]);
  });

  it('of a PASID that is not bound was FAILURE, on which a device halts (v4.5 to v5.11)', () => {
    const old = { prqServe: 'in-thread', prqDrain: 'nowhere' } as const;
    const late = ['request f0 r0 last', 'abort f0', 'close p0 f0', 'prq'];
    expect(told(of(old, ...late))).toEqual(['INVALID arrives', 0]);
    expect(told(of({ ...old, prqUnknown: 'failed' }, ...late))).toEqual(['FAILURE arrives', 7]);
  });
});

describe('an unbind', () => {
  it('tears the entry down, drains, and then frees the device and the svm', () => {
    const b = bench('request f0 r0 last', 'abort f0');
    const { k } = b;
    const order = journal({
      listed: [k.intel.sdevs.rows[0]!, 'listed'],
      present: [k.intel.table.entries[1]!, 'present'],
      ring: [k.intel.ring.rows[0]!, 'live'],
      device: [k.intel.sdevs.rows[0]!, 'live'],
      svm: [k.intel.svms.rows[0]!, 'live'],
    });
    expect(b.run('close p0 f0')).toEqual(['success']);
    expect(order).toEqual(['listed 0', 'present 0', 'ring 0', 'device 0', 'svm 0']);
    expect(b.seen.groupMm(0, 0)).toBe(0);
  });

  it('waits for the fault worker, without pasid_mutex', () => {
    const b = bench('request f0 r0 last', 'prq', 'abort f0');
    b.run('iopf [stops at iopf_handle_group: requests served, not yet answered]');
    const close = b.start('close p0 f0');
    expect([close.waitsFor, b.k.intel.pasidMutex.locks[0]!.owner]).toEqual(['fault worker', 0]);
    b.run('continue-iopf');
    expect(close.resume().finish()).toBe('success');
    expect(b.seen.groupMm(0, 0)).toBe(0);
  });

  it('with pasid_mutex waited for a worker that waits for it (v5.14)', () => {
    const b = of(
      { drainMutex: 'held', pageResponse: 'looks-for-bond' },
      'request f0 r0 last',
      'prq',
      'abort f0',
    );
    expect(b.run('close p0 f0')).toEqual(['HUNG']);
  });

  it('lost the answer to a group that was served meanwhile, where that needs the bond', () => {
    const b = of({ pageResponse: 'looks-for-bond' }, 'request f0 r0 last', 'prq', 'abort f0');
    b.run('close p0 f0');
    expect(b.seen.groupMm(0, 0)).toBe(1);
  });

  it('drops what is parked for the PASID, or leaves it to the next group', () => {
    const lines = ['request f0 r0 more', 'prq', 'exit p0'];
    expect(queued(bench(...lines))).toEqual([0, 0]);
    expect(queued(of({ parkedFaults: 'kept' }, ...lines))).toEqual([0, 1]);
  });

  it('of one file waits for the groups of the device that have its PASID, unless the device has aborted', () => {
    const b = bench('request f0 r0 more', 'close p0 f0');
    expect([queued(b), b.seen.groupMm(0, 0), b.log]).toEqual([[0, 0], 0, []]);
  });
});

describe('the end of an mm', () => {
  it('leaves an entry that ignores faults, until the bond goes', () => {
    const b = bench('fork p0 -> p1', 'exit p0');
    expect([b.entry(0, 1), b.run('dma f0')]).toEqual(['absent', ['aborted']]);
    const old = of({ entryAtRelease: 'cleared' }, 'fork p0 -> p1', 'exit p0');
    expect(old.run('dma f0')).toEqual(['fault: no valid context descriptor']);
  });

  it('must not drain, because it may not sleep', () => {
    const b = of({ prqDrain: 'also-in-release' }, 'exit p0');
    expect(b.log).toEqual(['sleeping in atomic context in intel_svm_drain_prq: depth 1']);
  });
});

describe('a bind', () => {
  it('of a second file of the mm uses the bond of the first', () => {
    const b = bench('open p0 d0 -> f1');
    expect([b.k.intel.sdevs.live, b.k.intel.svms.live]).toEqual([1, 1]);
    b.run('close p0 f0');
    expect(b.entry(0, 1)).toBe('mm0 present');
    b.run('close p0 f1');
    expect([b.entry(0, 1), b.k.intel.svms.live]).toEqual(['absent', 0]);
  });

  const sites = ['file', 'context', 'PASID', 'svm', 'list of notifiers', 'array', 'device'];
  it.each(sites)('without memory for the %s leaves nothing behind', (site) => {
    const b = new Bench({}, findWorld('vtd-small'));
    expect(b.run(`open p0 d0 -> f0 [allocation ${sites.indexOf(site) + 1} fails]`)).toEqual([
      'ENOMEM',
    ]);
    const left = b.settle().seen.leftovers();
    expect(left.filter(({ says }) => !/^(mm_struct|PASID)/.test(says))).toEqual([]);
  });
});
