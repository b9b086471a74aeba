import { describe, expect, it } from 'vitest';
import { Bench } from '../../testing/kernel.ts';
import { findWorld } from '../worlds.ts';
import { State } from '../state.ts';
import { prqGauges } from './gauges.ts';

const world = findWorld('vtd-small');

/** What the gauges show that are not idle. */
function shown(...lines: readonly string[]): string[] {
  const bench = new Bench({}, world);
  bench.run('open p0 d0 -> f0', ...lines);
  const state = new State(world);
  return prqGauges(world).flatMap((gauge) => {
    const { idle, title } = gauge;
    const value = gauge.read(bench.seen, state);
    return value === idle ? [] : [`${title}: ${value}`];
  });
}

describe('the gauges of page requests', () => {
  it('follow a request from the device to its answer', () => {
    const send = 'send f0 r0 last';
    expect(shown()).toEqual([]);
    expect(shown(send)).toEqual(['d0 r0: mm0', 'd0 link: 1 up']);
    expect(shown(send, 'deliver d0')).toEqual(['d0 r0: mm0', 'ring: 1 request']);
    expect(shown(send, 'deliver d0', 'prq')).toEqual(['d0 r0: mm0', 'taken: 1 request']);
    expect(shown(send, 'deliver d0', 'prq', 'iopf')).toEqual(['d0 r0: mm0', 'd0 link: 1 down']);
    expect(shown(send, 'deliver d0', 'prq', 'iopf', 'deliver d0')).toEqual([]);
  });

  it('show a group of which more follows, an overflow, and the answer of the IOMMU', () => {
    expect(shown('request f0 r0 more', 'request f0 r1 last')).toEqual([
      'd0 r0: begun',
      'd0 r1: mm0',
      'd0 link: 1 down',
      'ring: 1 request, overflow',
    ]);
  });

  it('show a fault that was reported for a request', () => {
    expect(shown('send f0 r0 last', 'abort f0', 'close p0 f0')).toEqual(['faults: 1 reported']);
  });
});
