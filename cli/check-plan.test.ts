import { describe, expect, it } from 'vitest';
import { findKernel } from '../defects/kernels.ts';
import { InputError } from '../model/input-error.ts';
import { orderFor, planToCheck, type PlanOptions } from './check-plan.ts';

const plan = (kernel: string, options: PlanOptions = {}) => {
  const { worlds, ...rest } = planToCheck(findKernel(kernel), options);
  return { worlds: worlds.map(({ name }) => name), ...rest };
};

describe('where no world is asked for', () => {
  it.each([
    ['reference', ['sva', 'vtd', 'enqcmd', 'sets-small', 'vfio']],
    ['linux-5.17', ['sva']],
    ['linux-6.3', ['vfio']],
    ['linux-4.9', ['vfio-passthrough']],
  ])('%s is checked in a world of each part that it has', (kernel, worlds) => {
    expect(plan(kernel).worlds).toEqual(worlds);
  });

  it('a defect is checked in its own world', () => {
    expect(plan('thread-exit-orphans-dma').worlds).toEqual(['vfio-threads']);
    expect(plan('sva-cd-outlives-mm').worlds).toEqual(['sva-tiny-keep-on-exec']);
  });

  it('a law chooses the worlds that it is about', () => {
    expect(plan('reference', { law: 'locked-vm' }).worlds).toEqual(['vfio']);
  });
});

describe('a kernel that is made to show something', () => {
  it('is checked in the way in which it shows, and says so', () => {
    const race = plan('sva-cd-outlives-mm');
    expect(race.interleave).toBe('pct');
    expect(race.notes).toEqual([
      'sva-cd-outlives-mm needs overlapping commands: --interleave is on',
    ]);
    const error = plan('sva-bind-unwind-keeps-cd');
    expect([error.faults, error.notes]).toEqual([
      true,
      ['sva-bind-unwind-keeps-cd needs failing allocations: --faults is on'],
    ]);
  });

  it('is left as the user wants it', () => {
    const race = plan('sva-cd-outlives-mm', { interleave: 'uniform', world: 'sva' });
    expect([race.worlds, race.interleave, race.notes]).toEqual([['sva'], 'uniform', []]);
  });
});

describe('a plan names what its verdict says nothing of', () => {
  it('overlaps, failing allocations, and other worlds', () => {
    expect(plan('linux-6.3').notTried).toEqual([
      'commands that overlap (--interleave)',
      'allocations that fail (--faults)',
      'worlds vfio-tiny, vfio-alone, vfio-keep-on-exec and 5 more (--world)',
    ]);
  });

  it('nothing that it does', () => {
    const { notTried } = plan('linux-6.3', { interleave: 'pct', faults: true });
    expect(notTried).toEqual([
      'worlds vfio-tiny, vfio-alone, vfio-keep-on-exec and 5 more (--world)',
    ]);
  });
});

describe('a law that nothing can break', () => {
  it('in the world is refused, with a world in which something can', () => {
    expect(() => plan('reference', { law: 'locked-vm', world: 'sva' })).toThrow(
      new InputError('--law locked-vm: nothing in world sva can break it; expected --world vfio'),
    );
  });

  it('on the kernel is refused', () => {
    expect(() => plan('linux-5.17', { law: 'locked-vm' })).toThrow(/expected a kernel that has/);
  });
});

describe('the order of a check', () => {
  it.each([
    ['linux-5.18', Infinity, undefined],
    ['uacce-open-remove-race', 20, 'liveness'],
  ])('on %s is the same when JSON has carried it', (kernel, runs, law) => {
    const version = findKernel(kernel);
    const whole = planToCheck(version, { law });
    for (const world of whole.worlds) {
      const order = orderFor(version, world, whole, { seed: 7, runs, first: true, law });
      expect(JSON.parse(JSON.stringify(order))).toStrictEqual(order);
    }
  });
});
