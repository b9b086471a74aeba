import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../../model/worlds.ts';
import { Bench } from '../../../../testing/kernel.ts';
import type { Switches } from '../../switches.ts';

/** Two devices, a ring for two requests, two groups. */
const on = (switches: Partial<Switches>, ...lines: readonly string[]): Bench => {
  const made = new Bench(switches, findWorld('vtd'));
  made.run(...lines);
  return made;
};
const looks = 'prq [stops at prq_event_thread: ring read, requests not yet handled]';

describe('a group of page requests', () => {
  it.each([
    ['of-pasid', [2]],
    ['any-pasid', [1, 2]],
  ] as const)('takes what is parked under its index, of its device: %s', (groupTakes, pasids) => {
    const b = on({ parkedFaults: 'kept', groupTakes }, 'fork p0 -> p1');
    b.run('open p0 d0 -> f0', 'open p1 d0 -> f1', 'open p1 d1 -> f2');
    b.run('request f0 r0 more', 'request f2 r0 more', 'prq', 'request f1 r1 more', 'prq');
    b.run('abort f0', 'close p0 f0', 'deliver d0', 'request f1 r0 last', 'prq');
    const inGroup = b.k.intel.faults.rows.filter((f) => f.live !== 0 && f.of !== 0);
    expect(inGroup.map(({ device, prg, pasid }) => [device, prg, pasid])).toEqual(
      pasids.map((pasid) => [0, 0, pasid]),
    );
  });

  it('is refused, with what is parked for it, if there is no memory for it', () => {
    const b = on({}, 'open p0 d0 -> f0', 'request f0 r0 more', 'prq', 'request f0 r0 last');
    expect([b.k.intel.faults.live, b.seen.groupMm(0, 0)]).toEqual([1, 1]);
    b.run('prq [allocation 1 fails]', 'deliver d0');
    expect([b.k.intel.faults.live, b.k.intel.groups.live, b.seen.groupMm(0, 0)]).toEqual([0, 0, 0]);
  });

  it('without its last request is dropped once the ring has overflowed', () => {
    const b = on({}, 'open p0 d0 -> f0', 'request f0 r0 more', 'prq');
    expect(b.k.intel.faults.live).toBe(1);
    b.run('request f0 r1 more', 'request f0 r1 more', 'request f0 r1 more', 'prq');
    expect([b.k.intel.faults.live, b.k.intel.status.overflow]).toEqual([0, 0]);
  });
});

describe('the interrupt thread of a unit', () => {
  it('runs once at a time', () => {
    const b = on({}, 'open p0 d0 -> f0', 'request f0 r0 last', looks, 'request f0 r1 last', 'prq');
    expect(b.k.intel.ring.live).toBe(2);
    b.run('continue-prq');
    expect(b.k.intel.ring.live).toBe(1);
  });
});

describe('a drain', () => {
  it('starts again until the ring has no request of the PASID', () => {
    const b = on({}, 'open p0 d0 -> f0', 'request f0 r0 more', looks);
    b.run('request f0 r0 last', 'abort f0');
    const close = b.start('close p0 f0');
    expect(close.waitsFor).toBe('PRQ thread');
    b.run('continue-prq');
    expect(close.resume().finish()).toBe('success');
    expect(b.k.intel.ring.live).toBe(0);
  });

  it('does not wait for requests of another PASID', () => {
    const b = on({}, 'fork p0 -> p1', 'open p0 d0 -> f0', 'open p1 d0 -> f1');
    b.run('request f1 r0 last', looks, 'abort f0');
    expect(b.run('close p0 f0')).toEqual(['success']);
    expect(b.k.intel.ring.live).toBe(1);
  });
});
