import { describe, expect, it } from 'vitest';
import { parseSteps } from '../../model/linux.ts';
import { findWorld } from '../../model/worlds.ts';
import { reference } from './switches.ts';
import { TracedKernel } from './traced.ts';

function passedBy(...lines: readonly string[]): string[] {
  const kernel = new TracedKernel('traced', reference);
  kernel.reset(findWorld('sva'));
  for (const command of parseSteps(...lines)) kernel.apply(command);
  return [...kernel.passed];
}

describe('a traced kernel', () => {
  it('records nothing before the first command', () => {
    expect(passedBy()).toEqual([]);
  });

  it('records the functions of each command, in the order in which they are first passed', () => {
    const passed = passedBy('open p0 d0 -> f0');
    expect(passed.indexOf('uacce_fops_open')).toBeLessThan(
      passed.indexOf('arm_smmu_write_ctx_desc'),
    );
    expect(passed).not.toContain('uacce_fops_release');
    expect(passedBy('open p0 d0 -> f0', 'close p0 f0')).toContain('uacce_fops_release');
  });

  it('records nothing when it is only observed', () => {
    const kernel = new TracedKernel('traced', reference);
    kernel.reset(findWorld('vfio'));
    for (const command of parseSteps('container p0 type1v2 -> c0')) kernel.apply(command);
    const before = [...kernel.passed];
    expect(kernel.observe().lockedVm(1)).toBe(0);
    expect([...kernel.passed]).toEqual(before);
  });

  it('leaves other kernels as they were', () => {
    const traced = new TracedKernel('traced', reference);
    const other = new TracedKernel('other', reference);
    for (const kernel of [traced, other]) kernel.reset(findWorld('sva'));
    for (const command of parseSteps('open p0 d0 -> f0')) traced.apply(command);
    expect([...other.passed]).toEqual([]);
  });
});
