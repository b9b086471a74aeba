import { describe, expect, it } from 'vitest';
import { after } from '../../../testing/model.ts';

describe('touch', () => {
  it('succeeds through a mapping that the process has', () => {
    const mapped = after('open p0 d0 -> f0', 'mmap p0 f0 dus');
    expect(mapped.admits('touch p0 f0 dus')).toEqual(['success']);
  });

  it('raises SIGSEGV where nothing is mapped', () => {
    const mapped = after('open p0 d0 -> f0', 'mmap p0 f0 dus');
    expect(mapped.admits('touch p0 f0 mmio')).toEqual(['SIGSEGV']);
  });

  it('raises SIGBUS after the device went away', () => {
    const severed = after('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'hotplug d0 remove');
    expect(severed.admits('touch p0 f0 mmio')).toEqual(['SIGBUS']);
    expect(severed.and('hotplug d0 add').admits('touch p0 f0 mmio')).toEqual(['SIGBUS']);
  });

  it('still succeeds after PUT_Q, or raises SIGBUS', () => {
    const stopped = after('open p0 d0 -> f0', 'mmap p0 f0 dus', 'putq p0 f0');
    expect(stopped.admits('touch p0 f0 dus')).toEqual(['success', 'SIGBUS']);
  });

  it('works while the mapping alone keeps the file', () => {
    const kept = after('open p0 d0 -> f0', 'mmap p0 f0 dus', 'close p0 f0');
    expect(kept.admits('touch p0 f0 dus')).toEqual(['success']);
  });
});
