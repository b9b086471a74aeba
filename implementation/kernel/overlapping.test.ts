import { describe, expect, it } from 'vitest';
import { stateLineText } from '../../model/state-line.ts';
import { play } from '../../testing/overlapping.ts';

const answersOf = (...lines: readonly string[]): string[] => {
  const { answers, broken } = play(lines);
  expect(broken).toEqual([]);
  return [...answers];
};

const bound = 'uacce_fops_open: bound, not yet listed';
const exitMm = 'do_exit: mm left, files still open';

describe('open and removal of its device', () => {
  it('open that waited while the device went answers EINVAL', () => {
    expect(
      answersOf(
        'hotplug d0 remove [stops at arm_smmu_master_disable_sva: before sva_lock]',
        'open p0 d0 -> f0',
        'continue-hotplug d0',
        'continue p0',
      ),
    ).toEqual(['has not returned', 'has not returned', 'success', 'EINVAL']);
  });

  it('removal waits for an open that is suspended, and unbinds its bond', () => {
    const { answers, broken, kernel } = play([
      `open p0 d0 -> f0 [stops at ${bound}]`,
      'hotplug d0 remove',
      'continue p0',
      'continue-hotplug d0',
    ]);
    expect(answers).toEqual(['has not returned', 'has not returned', 'PASID 1', 'success']);
    expect(broken).toEqual([]);
    expect(kernel.describe().map(stateLineText)).toContain(
      'f0: 1 reference, queue zombie, no bond',
    );
  });

  it('cannot go on while the other one has the mutex', () => {
    const { outcome, answers } = play([
      `open p0 d0 -> f0 [stops at ${bound}]`,
      'hotplug d0 remove',
      'continue-hotplug d0',
    ]);
    expect(outcome.skipped).toBe(1);
    expect(answers).toEqual(['has not returned', 'has not returned', 'PASID 1', 'success']);
  });

  it('of another device do not wait', () => {
    expect(
      answersOf(`open p0 d0 -> f0 [stops at ${bound}]`, 'hotplug d1 remove', 'continue p0'),
    ).toEqual(['has not returned', 'success', 'PASID 1']);
  });
});

describe('two opens of one mm', () => {
  it('make one bond, under one PASID', () => {
    const { answers, kernel } = play([
      'clone p0 -> p1',
      `open p0 d0 -> f0 [stops at ${bound}]`,
      'open p1 d0 -> f1',
      'continue p0',
      'continue p1',
    ]);
    expect(answers.slice(1)).toEqual([
      'has not returned',
      'has not returned',
      'PASID 1',
      'PASID 1',
    ]);
    // The notifier and the descriptor of the one bond hold the mm, beside its users.
    expect(kernel.describe().map(stateLineText)).toContain('mm0: mm_users 2, mm_count 3, pasid 1');
  });
});

describe('mmap_lock', () => {
  it('lets mmap wait for munmap in the same mm', () => {
    expect(
      answersOf(
        'open p0 d0 -> f0',
        'mmap p0 f0 mmio',
        'clone p0 -> p1',
        'munmap p0 f0 mmio [stops at uacce_vma_close: before q->mutex]',
        'mmap p1 f0 dus',
        'continue p0',
        'continue p1',
      ).slice(3),
    ).toEqual(['has not returned', 'has not returned', 'success', 'success']);
  });

  it('is another one in another mm', () => {
    expect(
      answersOf(
        'open p0 d0 -> f0',
        'mmap p0 f0 mmio',
        'fork p0 -> p1',
        'munmap p0 f0 mmio [stops at uacce_vma_close: before q->mutex]',
        'mmap p1 f0 dus',
        'continue p0',
      ).slice(3),
    ).toEqual(['has not returned', 'success', 'success']);
  });

  it('lets an access wait for a munmap of its own mm, and then find nothing', () => {
    expect(
      answersOf(
        'open p0 d0 -> f0',
        'mmap p0 f0 mmio',
        'clone p0 -> p1',
        'munmap p0 f0 mmio [stops at uacce_vma_close: before q->mutex]',
        'touch p1 f0 mmio',
        'continue p0',
        'continue p1',
      ).slice(3),
    ).toEqual(['has not returned', 'has not returned', 'success', 'SIGSEGV']);
  });
});

describe('release', () => {
  it('takes the mutex of the device: another open waits until it has unbound', () => {
    expect(
      answersOf(
        'fork p0 -> p1',
        'open p0 d0 -> f0',
        'close p0 f0 [stops at uacce_fops_release: queue put, not yet unbound]',
        'open p1 d0 -> f1',
        'continue p0',
        'continue p1',
      ).slice(2),
    ).toEqual(['has not returned', 'has not returned', 'success', 'PASID 2']);
  });
});

describe('an exit that is half way', () => {
  it('lets a DMA be aborted, which is no fault', () => {
    expect(
      answersOf(
        'fork p0 -> p1',
        'open p0 d0 -> f0',
        'start p0 f0',
        'dma f0',
        `exit p0 [stops at ${exitMm}]`,
        'dma f0',
        'continue p0',
      ).slice(3),
    ).toEqual(['reaches mm0', 'has not returned', 'aborted', 'success']);
  });

  it('lets a DMA through until the notifiers are called', () => {
    expect(
      answersOf(
        'open p0 d0 -> f0',
        'start p0 f0',
        'exit p0 [stops at mmput: last user gone, notifiers not yet told]',
        'dma f0',
        `continue p0 [stops at ${exitMm}]`,
        'dma f0',
        'continue p0',
      ).slice(2),
    ).toEqual(['has not returned', 'reaches mm0', 'has not returned', 'aborted', 'success']);
  });
});

describe('a device that is removed during a DMA', () => {
  it('answers like a device that still works, or like one with a stopped queue', () => {
    expect(
      answersOf(
        'open p0 d0 -> f0',
        'start p0 f0',
        'hotplug d0 remove [stops at uacce_remove: before uacce->mutex]',
        'dma f0',
        'continue-hotplug d0 [stops at iommu_sva_unbind_device: before group->mutex]',
        'dma f0',
        'continue-hotplug d0',
      ).slice(2),
    ).toEqual(['has not returned', 'reaches mm0', 'has not returned', 'ENXIO', 'success']);
  });
});
