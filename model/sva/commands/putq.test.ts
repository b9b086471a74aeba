import { describe, expect, it } from 'vitest';
import { success } from '../../answer.ts';
import { after } from '../../../testing/model.ts';

describe('putq', () => {
  it('has to succeed for a queue in any state, again and again', () => {
    const opened = after('open p0 d0 -> f0');
    expect(opened.admits('putq p0 f0')).toEqual(['success']);
    expect(opened.and('start p0 f0').admits('putq p0 f0')).toEqual(['success']);
    expect(opened.and('putq p0 f0').admits('putq p0 f0')).toEqual(['success']);
  });

  it('fails with EBADF without a descriptor', () => {
    const elsewhere = after('fork p0 -> p1', 'open p0 d0 -> f0');
    expect(elsewhere.admits('putq p1 f0')).toEqual(['EBADF']);
  });

  it('stops DMA and keeps the bond', () => {
    const stopped = after('open p0 d0 -> f0', 'start p0 f0', 'putq p0 f0');
    expect(stopped.isPossible('dma f0')).toBe(false);
    expect(stopped.bonds).toEqual(['f0: mm0 on d0 under PASID 1']);
  });

  it('may succeed or fail with ENXIO once the device is gone, and revives nothing', () => {
    const dead = after('open p0 d0 -> f0', 'hotplug d0 remove');
    expect(dead.admits('putq p0 f0')).toEqual(['success', 'ENXIO']);
    expect(dead.answered('putq p0 f0', success).admits('start p0 f0')).toEqual(['EINVAL', 'ENXIO']);
  });
});
