import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../../model/worlds.ts';
import { Bench } from '../../../../testing/kernel.ts';
import type { Switches } from '../../switches.ts';

const inThread = {
  svmPasid: 'of-svm',
  pasidFreeAt: 'last-unbind',
  prqServe: 'in-thread',
  prqDrain: 'nowhere',
} as const;
const on = (switches: Partial<Switches>, ...lines: readonly string[]): Bench => {
  const made = new Bench({ ...inThread, ...switches }, findWorld('vtd'));
  made.run(...lines);
  return made;
};
const old = ['open p0 d0 -> f0', 'request f0 r0 last', 'abort f0', 'close p0 f0'];
/** The overflow bit after a run of the thread during which the ring of two was filled. */
const overflow = (prqOverflow: Switches['prqOverflow']): number => {
  const b = on({ prqOverflow }, 'open p0 d0 -> f0', 'request f0 r0 more');
  b.run('prq [stops at prq_event_thread: ring read, requests not yet handled]');
  b.run('request f0 r0 more', 'request f0 r1 more', 'continue-prq');
  return b.k.intel.status.overflow;
};

describe('the interrupt thread that serves requests itself (up to v5.13)', () => {
  it('finds the mm by the PASID, whoever has it now', () => {
    const b = on({}, ...old, 'exec p0', 'open p0 d0 -> f1', 'prq');
    expect([b.seen.pageMistake(0), b.seen.mistakenMms(0)]).toEqual([4, [1, 2]]);
  });

  it('answers a request of a PASID without svm, and walked a null pointer in v4.4', () => {
    const b = on({}, ...old, 'prq', 'deliver d0');
    expect([b.seen.groupMm(0, 0), b.log]).toEqual([0, []]);
    const v44 = on({ prqUnknown: 'walked' }, ...old, 'prq');
    expect(v44.log).toEqual(['null dereference in prq_event_thread: svm->devs']);
    expect([v44.k.intel.status.threadEnded, v44.seen.groupMm(0, 0)]).toEqual([1, 1]);
  });

  it('holds no reference to the svm', () => {
    const b = on({}, ...old.slice(0, 3));
    b.run('prq [stops at prq_event_thread: svm found, page not yet faulted in]');
    b.run('close p0 f0', 'continue-prq');
    expect(new Set(b.log)).toEqual(new Set(['use-after-free in prq_event_thread: intel_svm']));
  });

  it('finds no svm under a PASID that is free, even if its data was not reset', () => {
    const lines = [...old, 'open p0 d1 -> f1 [allocation 5 fails]'];
    const kept = { svmPasid: 'of-context', pasidFreeAt: 'mmdrop', svmPasidData: 'kept' } as const;
    const found = on(kept, ...lines, 'prq');
    expect(found.log).toContain('use-after-free in prq_event_thread: intel_svm');
    expect(on(kept, ...lines, 'exec p0', 'prq').log).toEqual([]);
  });

  it('serves a device that has not bound the PASID, with a warning', () => {
    const lines = ['open p0 d1 -> f1', ...old, 'prq'];
    const served = on({ prqForeign: 'served' }, ...lines);
    expect(served.log).toEqual(['warning in prq_event_thread: no device for the page request']);
    expect(on({ prqForeign: 'served-silently' }, ...lines).log).toEqual([]);
  });

  it('refuses an mm that has ended, and may be the last to use one', () => {
    const b = on({}, 'open p0 d0 -> f0', 'fork p0 -> p1', 'request f0 r0 last', 'exit p0');
    b.run('prq', 'deliver d0');
    expect([b.seen.groupMm(0, 0), b.seen.pageMistake(0), b.log]).toEqual([0, 0, []]);
  });

  it('clears the overflow bit although the ring is not empty (v5.8 to v5.11)', () => {
    expect(overflow('cleared-anyway')).toBe(0);
    expect(overflow('cleared-if-empty')).toBe(1);
  });
});
