import { describe, expect, it } from 'vitest';
import { failed, success } from '../../answer.ts';
import { after } from '../../../testing/model.ts';

describe('mremap', () => {
  it('makes sense where the process has that region mapped', () => {
    const mapped = after('open p0 d0 -> f0', 'mmap p0 f0 mmio');
    expect(mapped.isPossible('mremap p0 f0 mmio')).toBe(true);
    expect(mapped.isPossible('mremap p0 f0 dus')).toBe(false);
  });

  it('may be refused with EPERM or succeed', () => {
    const mapped = after('open p0 d0 -> f0', 'mmap p0 f0 mmio');
    expect(mapped.admits('mremap p0 f0 mmio')).toEqual(['success', 'EPERM']);
  });

  it('leaves one mapping either way', () => {
    for (const answer of [success, failed('EPERM')]) {
      const moved = after('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'close p0 f0');
      moved.answered('mremap p0 f0 mmio', answer);
      expect(moved.admits('touch p0 f0 mmio')).toEqual(['success']);
      expect(moved.and('munmap p0 f0 mmio').files).toEqual([]);
    }
  });
});
