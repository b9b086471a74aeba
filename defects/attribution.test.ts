import { describe, expect, it } from 'vitest';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { parseSteps } from '../model/linux.ts';
import { attribute, type TracedViolation } from './attribution.ts';
import { findKernel } from './kernels.ts';

/** What the catalogue knows of `sva-cd-outlives-mm`, in traces with one stop. */
const uaf = {
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'arm64_mm_context_put', what: 'mm_struct' },
} as const;
const race = parseSteps(
  'open p0 d0 -> f0',
  'exec p0',
  'close p0 f0 [stops at arm_smmu_mmu_notifier_put: notifier put, ASID still pinned]',
  'gp',
  'work',
  'continue p0',
);

/** A kernel that breaks it, and says so at the first step, if all of these switches are so. */
function violation(
  steps: TracedViolation['trace']['steps'],
  ...needs: Partial<Switches>[]
): TracedViolation {
  return {
    ...uaf,
    trace: { world: { name: 'sva' }, steps },
    breaksAt: (switches) =>
      needs.some((need) =>
        Object.entries(need).every(([name, value]) => switches[name as keyof Switches] === value),
      )
        ? 1
        : undefined,
  };
}

const ids = (found: readonly { readonly id: string }[]): string[] => found.map(({ id }) => id);

describe('a violation is due to a defect', () => {
  const { switches } = findKernel('linux-5.18');
  const cause = { cdPinsMm: 'none' } as const;

  it('that alone breaks the law there, and without which it is not broken', () => {
    const { causes, related } = attribute({ switches }, violation(race, cause));
    expect([ids(causes), ids(related)]).toEqual([['sva-cd-outlives-mm'], []]);
  });

  it('not if something else has to be there too: it is related at most', () => {
    const also = { ...cause, uacceMutexCovers: 'list-alone', liveCdRewrite: 'asid-only' } as const;
    const { causes, related } = attribute({ switches }, violation(race, also));
    expect(causes).toEqual([]);
    expect(ids(related)).toContain('sva-cd-outlives-mm');
  });

  it('not if it is broken without the defect as well', () => {
    const { causes } = attribute({ switches }, violation(race, cause, { cdPinsMm: 'mmgrab' }));
    expect(causes).toEqual([]);
  });

  it('not in a trace that has fewer stops than the defect needs', () => {
    const sequential = parseSteps('open p0 d0 -> f0', 'exec p0');
    const { causes, related } = attribute({ switches }, violation(sequential, cause));
    expect([ids(causes), ids(related)]).toEqual([[], ['sva-cd-outlives-mm']]);
  });

  it('not in a trace that is shorter than its shortest in that world', () => {
    const [open, , ...rest] = race;
    const shorter = violation([open!, ...rest], cause);
    const world = { name: 'sva-tiny-keep-on-exec' };
    const there = { ...shorter, trace: { ...shorter.trace, world } };
    expect(attribute({ switches }, there).causes).toEqual([]);
    expect(ids(attribute({ switches }, shorter).causes)).toEqual(['sva-cd-outlives-mm']);
  });

  it('not if the kernel has it not', () => {
    const { causes } = attribute({ switches: reference }, violation(race, cause));
    expect(causes).toEqual([]);
  });

  it('that is one of several which lead to the same: then to all of them', () => {
    const other = { uacceMutexCovers: 'list-alone' } as const;
    const { causes } = attribute({ switches }, violation(race, cause, other));
    expect(ids(causes)).toEqual(['uacce-open-remove-race', 'sva-cd-outlives-mm']);
  });

  it('that needs another one: then to both', () => {
    const both = { ...cause, uacceMutexCovers: 'list-alone' } as const;
    const { causes } = attribute({ switches }, violation(race, both));
    expect(ids(causes)).toEqual(['uacce-open-remove-race', 'sva-cd-outlives-mm']);
  });

  it('that needs another one, beside a third that needs nothing: then to all three', () => {
    const both = { ...cause, uacceMutexCovers: 'list-alone' } as const;
    const third = { vmaLink: 'after-driver' } as const;
    const { causes } = attribute({ switches }, violation(race, both, third));
    expect(ids(causes)).toEqual([
      'uacce-mmap-escapes-zap',
      'uacce-open-remove-race',
      'sva-cd-outlives-mm',
    ]);
  });

  it('not if beside it an unknown mistake needs another defect', () => {
    const third = { vmaLink: 'after-driver' } as const;
    const unknown = { ...cause, liveCdRewrite: 'asid-only' } as const;
    const { causes } = attribute({ switches }, violation(race, unknown, third));
    expect(causes).toEqual([]);
  });

  it('in the design of the release, if that is given', () => {
    const inDesign = { ...cause, liveCdRewrite: 'asid-only' } as const;
    const design = { liveCdRewrite: 'asid-only' } as const;
    expect(attribute({ switches }, violation(race, inDesign)).causes).toEqual([]);
    const { causes } = attribute({ switches, design }, violation(race, inDesign));
    expect(ids(causes)).toEqual(['sva-cd-outlives-mm']);
  });
});
