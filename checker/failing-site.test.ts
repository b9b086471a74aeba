import { describe, expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { parseSteps, commandText } from '../model/linux.ts';
import { findWorld } from '../model/worlds.ts';
import { atOnce } from '../shrinkers/work.ts';
import { failingSites } from './failing-site.ts';
import { Runner } from './run.ts';
import { specification } from '../properties/linux.ts';

/** What fails where in the trace without one step, in each way in which it can be the same. */
function without(left: number, world: string, ...lines: readonly string[]): string[] {
  const port = new SimulatedKernel('kernel', reference);
  const steps = parseSteps(...lines);
  const sites = atOnce(
    failingSites(port, new Runner(specification, port, findWorld(world)), steps),
  );
  const kept = [...steps.keys()].filter((i) => i !== left - 1);
  const same = sites.sameIn(
    kept.map((i) => steps[i]!),
    kept,
  );
  return atOnce(same).map(({ steps: others, resited }) => {
    const failing = others.filter(({ fails }) => fails !== undefined).map(commandText);
    const moved = resited.map(({ step, what, from, to }) => `${step + 1}: ${what} ${from} ${to}`);
    return [...failing, ...moved].join(' | ');
  });
}

const two = ['open p0 d0 -> f0', 'open p0 d1 -> f1 [allocation 5 fails]'];

describe('a failing allocation in a trace without one of its steps', () => {
  it('keeps its number where the command makes the same allocations', () => {
    expect(without(1, 'sva', 'gp', ...two)).toEqual(['open p0 d1 -> f1 [allocation 5 fails]']);
  });

  it('is for the same thing where the command makes others', () => {
    expect(without(1, 'sva', ...two)).toEqual([
      'open p0 d1 -> f1 [allocation 7 fails] | 2: arm_smmu_mmu_notifier 5 7',
    ]);
  });

  const begun = ['container p0 type1v2 -> c0', 'attach p0 c0 g1'];

  it('is the same one of several that are for the same thing', () => {
    const dirty = [
      'container p0 type1v2 -> c0',
      'attach p0 c0 g0',
      'gp',
      'map p0 c0 i0 a0 1 rw',
      'map p0 c0 i1 a0 1 rw',
      'dirty p0 c0 start [allocation 2 fails]',
    ];
    expect(without(3, 'vfio-alone', ...dirty)).toEqual(['dirty p0 c0 start [allocation 2 fails]']);
    // With one mapping there is only one of them.
    expect(without(4, 'vfio-alone', ...dirty)).toEqual([
      'dirty p0 c0 start [allocation 1 fails] | 6: dirty bitmap 2 1',
    ]);
  });

  it('may be each of them, the last first, where the very same is not there', () => {
    const replay = [
      'container p0 type1v2 -> c0',
      'attach p0 c0 g0',
      'map p0 c0 i0 a0 1 rw',
      'map p0 c0 i1 a0 2 rw',
      'attach p0 c0 g1 [allocation 7 fails]',
    ];
    // Of three pages there are two.
    expect(without(3, 'vfio', ...replay)).toEqual([
      'attach p0 c0 g1 [allocation 5 fails] | 5: get_user_pages 7 5',
      'attach p0 c0 g1 [allocation 4 fails] | 5: get_user_pages 7 4',
    ]);
  });

  it('is none where the command does not ask for such memory', () => {
    expect(without(2, 'vfio-alone', ...begun, 'map p0 c0 i0 a0 1 rw [allocation 3 fails]')).toEqual(
      ['3: IOMMU page table 3 undefined'],
    );
  });

  it('is left alone in a command that never came to it', () => {
    const late = 'open p0 d0 -> f0 [allocation 30 fails]';
    expect(without(1, 'sva', 'gp', late)).toEqual([late]);
  });

  it('is told through a stop, when the command has returned', () => {
    const stopped =
      'open p0 d1 -> f1 [allocation 5 fails] [stops at uacce_fops_open: before uacce->mutex]';
    expect(without(1, 'sva', two[0]!, stopped, 'continue p0')).toEqual([
      'open p0 d1 -> f1 [allocation 7 fails] [stops at uacce_fops_open: before uacce->mutex] | 2: arm_smmu_mmu_notifier 5 7',
    ]);
  });
});
