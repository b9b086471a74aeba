import { describe, expect, it } from 'vitest';
import { Bench } from '../../testing/kernel.ts';
import { SimulatedKernel } from './simulated.ts';
import { reference } from './switches.ts';
import { beforeLock } from './machine/points.ts';
import { point } from './machine/wait.ts';
import { allPoints } from './points.ts';
import { processPoints } from './process/points.ts';

// That schedules at random pass each of them: points.deep.test.ts.
describe('the points', () => {
  it('have names of their own, with the function in front', () => {
    expect(new Set(allPoints).size).toBe(allPoints.length);
    for (const name of allPoints) expect(name).toMatch(/^[\w ]+: \S/);
  });

  it('are the points that the kernel offers', () => {
    expect(new SimulatedKernel('reference', reference).capabilities.points).toBe(allPoints);
  });

  it('have one for each function that takes a lock', () => {
    expect(beforeLock('sva_lock', 'arm_smmu_sva_bind')).toBe('arm_smmu_sva_bind: before sva_lock');
    expect(allPoints).toContain('arm_smmu_sva_bind: before sva_lock');
  });
});

describe('a point', () => {
  it('does not suspend a command that runs alone', () => {
    const { machine } = new Bench().k;
    expect(point({ machine }, processPoints.exitMm).next().done).toBe(true);
    machine.interleaves = true;
    expect(point({ machine }, processPoints.exitMm).next().value).toBe(processPoints.exitMm);
  });
});
