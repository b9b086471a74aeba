import { describe, expect, it } from 'vitest';
import { afterIn } from '../../../testing/model.ts';

const mapped = () => afterIn('sva-uacce', 'open p0 d0 -> f0', 'mmap p0 f0 mmio');

describe('munmap-part', () => {
  it('makes sense where the process has that region mapped', () => {
    expect(mapped().isPossible('munmap-part p0 f0 mmio')).toBe(true);
    expect(mapped().isPossible('munmap-part p0 f0 dus')).toBe(false);
  });

  it('has to succeed, or is refused by the driver', () => {
    expect(mapped().admits('munmap-part p0 f0 mmio')).toEqual(['success', 'EINVAL']);
  });

  it('leaves the first page mapped', () => {
    const left = mapped().and('munmap-part p0 f0 mmio');
    expect(left.admits('touch p0 f0 mmio')).toEqual(['success']);
    expect(left.admits('mmap p0 f0 mmio')).toEqual(['EEXIST']);
  });
});
