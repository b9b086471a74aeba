import { describe, expect, it } from 'vitest';
import {
  daemon,
  daemonSteps,
  explained,
  leftover,
  vfio,
  weakened,
  without,
} from '../testing/explained.ts';

describe('why a step is needed', () => {
  it('covers continuations and stops', () => {
    const report = explained(
      'linux-5.18-rc1',
      'no-splat',
      'open p0 d0 -> f0 [stops at uacce_fops_open: bound, not yet listed]',
      'continue p0',
      'exit p0',
    );
    expect(without(report)).toEqual([
      '1: the law holds: step 2 cannot be issued: no suspended command to resume',
      '1: the law is still broken at this place',
      '2: the law holds: step 3 cannot be issued: p0 has not returned from step 1',
      '3: the law holds',
    ]);
    expect(report.needed.map(({ stop, isNeeded }) => [stop, isNeeded])).toEqual([
      [undefined, true],
      [true, false],
      [undefined, true],
      [undefined, true],
    ]);
  });

  it('is told for the daemon', () => {
    expect(without(daemon())).toEqual([
      '1: the law holds: at step 4 d0 entry 1 is mm1, not mm0, quiet',
      '2: the law holds: step 4 cannot be issued: there is no p1; broken instead: no-splat at step 3, balance-at-rest at rest; still broken: no-reuse-while-referenced at step 3',
      '3: the law holds: step 4 returns PASID 2, not PASID 1',
      '4: the law holds; still broken: no-reuse-while-referenced and pasid-stability at step 3',
    ]);
  });

  it('covers a break at rest', () => {
    expect(without(leftover())).toEqual([
      '1: the law holds: d0 entry 1 stays absent',
      '2: the law holds: p0 lives on, so the laws at rest are not judged',
    ]);
  });

  it('is told for a cycle of references', () => {
    expect(
      without(
        explained(
          'linux-5.18-rc1-mmget',
          'liveness',
          'open p0 d0 -> f0',
          'mmap p0 f0 mmio',
          'exit p0',
        ),
      ),
    ).toEqual([
      '1: the law holds: step 2 cannot be issued: there is no f0',
      '2: the law holds: at step 3 d0 entry 1 is absent, not mm0',
      '3: the law holds',
    ]);
  });

  it('is not told of a step that is not', () => {
    const [first, ...others] = daemonSteps;
    const { needed } = explained('linux-5.18-rc1', 'pasid-uniqueness', first!, 'gp', ...others);
    expect(needed.map((n) => n.isNeeded)).toEqual([true, false, true, true, true]);
    expect(needed[1]!.says).toBe('the law is still broken at this place');
  });

  it('is not asked of a trace that nobody would read step by step', () => {
    const idle = Array.from({ length: 57 }, () => 'gp');
    const { needed } = explained('linux-5.18-rc1', 'pasid-uniqueness', ...idle, ...daemonSteps);
    expect(needed).toEqual([]);
  });
});

/** Without this step, where a charge that is queued is lost for want of memory. */
const lost = (step: number): string =>
  without(
    weakened(
      { charge: 'deferred-if-contended' },
      'vfio-alone',
      'locked-vm',
      { command: 'map', clause: 'too little is charged' },
      vfio[0],
      'attach p0 c0 g1',
      'contend p0',
      'map p0 c0 i0 a0 1 rw [allocation 3 fails]',
    ),
  )[step - 1]!;

describe('a failing allocation without a step before it', () => {
  it('does not become another one: nothing fails where the same is not asked for', () => {
    // The third allocation would be that of the page table without it.
    expect(lost(3)).toBe(
      '3: the law holds: step 4 allocates no memory for vwork, so no allocation fails',
    );
  });

  it('stays the same one under another number', () => {
    const { needed } = weakened(
      { bindUnwind: 'forgets-cd' },
      'sva',
      'balance-at-rest',
      { clause: 'something is left' },
      'open p0 d0 -> f0',
      'open p0 d1 -> f1 [allocation 5 fails]',
      'exit p0',
    );
    // Alone, it also allocates the PASID and the place of the ASID first.
    expect(needed[0]).toMatchObject({ step: 1, isNeeded: false });
  });
});
