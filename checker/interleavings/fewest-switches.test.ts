import { describe, expect, it } from 'vitest';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import { SimulatedKernel } from '../../implementation/kernel/simulated.ts';
import { reference } from '../../implementation/kernel/switches.ts';
import { findWorld } from '../../model/worlds.ts';
import { linesOf, traceOf } from '../../testing/shrinking.ts';
import { racesNeedFewStops } from './fewest-switches.contract.ts';
import { fewestSwitches } from './fewest-switches.ts';
import { specification } from '../../properties/linux.ts';

const race = defects.find(({ id }) => id === 'uacce-open-remove-race')!;
const world = findWorld('sva-small');
const target = { law: race.law, place: race.place, witness: '' };

// Those of VFIO: fewest-switches.deep.test.ts.
racesNeedFewStops(({ vfio }) => vfio === undefined);

describe('the fewest switches', () => {
  it('are none where the law breaks in an order of the commands, one after the other', () => {
    const kernel = new SimulatedKernel('test', { ...reference, uacceRemove: 'leaves-mappings' });
    const touched = {
      law: 'answers-conform',
      place: { command: 'touch', answer: 'success' },
      witness: '',
    };
    const trace = traceOf([
      'open p0 d0 -> f0',
      'mmap p0 f0 mmio',
      'hotplug d0 remove [stops at uacce_remove: before uacce->mutex]',
      'gp',
      'continue-hotplug d0',
      'touch p0 f0 mmio',
    ]);
    const found = fewestSwitches(specification, kernel, trace, touched, 50_000);
    expect(found).toMatchObject({ switches: 0, isProven: true });
    expect(found.trace.steps.filter((c) => c.stops !== undefined)).toEqual([]);
  });

  it('replace a schedule that has more', () => {
    const lines = [
      'open p0 d0 -> f0 [stops at iommu_sva_bind_device: before group->mutex]',
      'gp',
      'continue p0 [stops at iommu_sva_bind_device: unlocked, not yet returned]',
      'hotplug d0 remove',
      'continue p0',
    ];
    const trace = { ...traceOf(lines, world) };
    const found = fewestSwitches(specification, kernelWith(race), trace, target, 50_000);
    expect(found).toMatchObject({ switches: 1, isProven: true });
    expect(linesOf(found.trace).filter((line) => line.includes('stops at'))).toHaveLength(1);
  });

  it('are not known if the budget is spent before', () => {
    const trace = { world, steps: race.shortest };
    const found = fewestSwitches(specification, kernelWith(race), trace, target, 1);
    expect(found.isProven).toBe(false);
    expect(found.schedules).toBeLessThanOrEqual(1);
    expect(found.trace).toBe(trace);
  });

  it('are not known if no schedule breaks the law: all were run, and the trace stays', () => {
    const trace = { world, steps: race.shortest };
    const kernel = new SimulatedKernel('reference', reference);
    const found = fewestSwitches(specification, kernel, trace, target, 50_000);
    expect(found.isProven).toBe(false);
    expect(found.trace).toBe(trace);
  });
});
