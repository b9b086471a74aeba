import { describe, expect, it } from 'vitest';
import { failed } from '../../answer.ts';
import { after } from '../../../testing/model.ts';

describe('mmap', () => {
  it('succeeds once for each region of a queue', () => {
    const opened = after('open p0 d0 -> f0');
    expect(opened.admits('mmap p0 f0 mmio')).toEqual(['success']);
    opened.and('mmap p0 f0 mmio');
    expect(opened.admits('mmap p0 f0 mmio')).toEqual(['EEXIST']);
    expect(opened.admits('mmap p0 f0 dus')).toEqual(['success']);
  });

  it('fails with EEXIST also where another process has the region mapped', () => {
    const shared = after('open p0 d0 -> f0', 'fork p0 -> p1', 'mmap p0 f0 mmio');
    expect(shared.admits('mmap p1 f0 mmio')).toEqual(['EEXIST']);
  });

  it('succeeds again after munmap', () => {
    const again = after('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'munmap p0 f0 mmio');
    expect(again.admits('mmap p0 f0 mmio')).toEqual(['success']);
  });

  it('fails with EBADF without a descriptor', () => {
    expect(after('fork p0 -> p1', 'open p0 d0 -> f0').admits('mmap p1 f0 mmio')).toEqual(['EBADF']);
  });

  it('fails with ENXIO or EINVAL once the device is gone', () => {
    const dead = after('open p0 d0 -> f0', 'hotplug d0 remove');
    expect(dead.admits('mmap p0 f0 mmio')).toEqual(['EINVAL', 'ENXIO']);
  });

  it('may succeed or fail after PUT_Q, which kills the queue on older kernels and stops it on newer', () => {
    const stopped = after('open p0 d0 -> f0', 'mmap p0 f0 dus', 'putq p0 f0');
    expect(stopped.admits('mmap p0 f0 mmio')).toEqual(['success', 'EINVAL', 'ENXIO']);
    expect(stopped.admits('mmap p0 f0 dus')).toEqual(['EEXIST', 'EINVAL', 'ENXIO']);
  });

  it('makes nothing when it fails', () => {
    const refused = after('open p0 d0 -> f0').answered('mmap p0 f0 mmio', failed('EINVAL'));
    expect(refused.admits('mmap p0 f0 mmio')).toEqual(['success']);
  });
});
