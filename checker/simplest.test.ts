import { describe, expect, it } from 'vitest';
import type { Place } from '../model/place.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { passes } from '../shrinkers/passes/index.ts';
import { sva } from '../testing/model.ts';
import { linesOf, traceOf } from '../testing/shrinking.ts';
import { Runner } from './run.ts';
import { racesBecomeShort } from './simplest.contract.ts';
import { overlaps, simplest } from './simplest.ts';
import { specification } from '../properties/linux.ts';

// Those of VFIO: simplest.deep.test.ts.
racesBecomeShort(({ vfio }) => vfio === undefined);

const simplestWith = (
  off: Partial<Switches>,
  lines: readonly string[],
  law: string,
  place: Place,
) => {
  const kernel = new SimulatedKernel('test', { ...reference, ...off });
  const runner = new Runner(specification, kernel, sva);
  return simplest(kernel, runner, traceOf(lines), { law, place, witness: '' }, passes);
};

describe('a trace that overlaps without need', () => {
  const found = simplestWith(
    { uacceRemove: 'leaves-mappings' },
    [
      'open p0 d0 -> f0',
      'mmap p0 f0 mmio [stops at uacce_fops_mmap: before q->mutex]',
      'gp',
      'continue p0',
      'hotplug d0 remove [stops at uacce_remove: before uacce->mutex]',
      'work',
      'continue-hotplug d0',
      'touch p0 f0 mmio',
    ],
    'answers-conform',
    { command: 'touch', answer: 'success' },
  );

  it('becomes sequential', () => {
    expect(linesOf(found.trace)).toEqual([
      'open p0 d0 -> f0',
      'mmap p0 f0 mmio',
      'hotplug d0 remove',
      'touch p0 f0 mmio',
    ]);
    expect(overlaps(found.trace)).toBe(false);
  });

  it('has no switches to be counted', () => {
    expect(found.switches).toBeUndefined();
  });

  it('cannot be made of one that breaks nothing', () => {
    expect(() => simplestWith({}, ['gp'], 'no-splat', { clause: 'nowhere' })).toThrow();
  });
});

const overlapping = (...lines: readonly string[]): boolean => overlaps(traceOf(lines));

describe('commands overlap', () => {
  it('if one stops, or one goes on', () => {
    expect(overlapping('open p0 d0 -> f0', 'gp')).toBe(false);
    expect(overlapping('exec p0 [stops at mmput: last user gone, notifiers not yet told]')).toBe(
      true,
    );
    expect(overlapping('gp', 'continue p0')).toBe(true);
  });
});
