import { describe, expect, it } from 'vitest';
import { failed } from '../../answer.ts';
import { after } from '../../../testing/model.ts';

describe('start', () => {
  it('succeeds once', () => {
    const opened = after('open p0 d0 -> f0');
    expect(opened.admits('start p0 f0')).toEqual(['success']);
    expect(opened.and('start p0 f0').admits('start p0 f0')).toEqual(['EINVAL']);
  });

  it('fails with EBADF without a descriptor', () => {
    const elsewhere = after('fork p0 -> p1', 'open p0 d0 -> f0');
    expect(elsewhere.admits('start p1 f0')).toEqual(['EBADF']);
  });

  it('may succeed or fail after PUT_Q, which kills the queue on older kernels and stops it on newer', () => {
    const stopped = after('open p0 d0 -> f0', 'start p0 f0', 'putq p0 f0');
    expect(stopped.admits('start p0 f0')).toEqual(['success', 'EINVAL', 'ENXIO']);
  });

  it('fails with ENXIO or EINVAL once the device is gone', () => {
    const dead = after('open p0 d0 -> f0', 'hotplug d0 remove');
    expect(dead.admits('start p0 f0')).toEqual(['EINVAL', 'ENXIO']);
  });

  it('lets the queue do DMA from then on, if it succeeded', () => {
    const opened = after('open p0 d0 -> f0');
    expect(opened.isPossible('dma f0')).toBe(false);
    expect(opened.answered('start p0 f0', failed('EINVAL')).isPossible('dma f0')).toBe(false);
    expect(opened.and('start p0 f0').isPossible('dma f0')).toBe(true);
  });
});
