import { describe, expect, it } from 'vitest';
import { after } from '../../../testing/model.ts';

describe('munmap', () => {
  it('makes sense where the process has that region mapped', () => {
    const mapped = after('open p0 d0 -> f0', 'fork p0 -> p1', 'mmap p0 f0 mmio');
    expect(mapped.isPossible('munmap p0 f0 mmio')).toBe(true);
    expect(mapped.isPossible('munmap p0 f0 dus')).toBe(false);
    expect(mapped.isPossible('munmap p1 f0 mmio')).toBe(false);
  });

  it('has to succeed', () => {
    const mapped = after('open p0 d0 -> f0', 'mmap p0 f0 mmio');
    expect(mapped.admits('munmap p0 f0 mmio')).toEqual(['success']);
  });

  it('takes one mapping away, not its sibling', () => {
    const mapped = after('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'mmap p0 f0 dus');
    mapped.and('munmap p0 f0 mmio');
    expect(mapped.admits('touch p0 f0 mmio')).toEqual(['SIGSEGV']);
    expect(mapped.admits('touch p0 f0 dus')).toEqual(['success']);
  });

  it('releases a file that nothing else kept', () => {
    const kept = after('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'mmap p0 f0 dus', 'close p0 f0');
    expect(kept.and('munmap p0 f0 dus').files).toEqual([0]);
    expect(kept.and('munmap p0 f0 mmio').files).toEqual([]);
  });
});
