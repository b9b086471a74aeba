import { describe, expect, it } from 'vitest';
import { afterIn } from '../../../testing/model.ts';

describe('poll', () => {
  const all = 'sva-uacce';

  it('succeeds for a queue in any state, also once the device is gone', () => {
    const opened = afterIn(all, 'open p0 d0 -> f0');
    expect(opened.admits('poll p0 f0')).toEqual(['success']);
    expect(opened.and('start p0 f0').admits('poll p0 f0')).toEqual(['success']);
    expect(opened.and('hotplug d0 remove').admits('poll p0 f0')).toEqual(['success']);
  });

  it('fails with EBADF without a descriptor', () => {
    const elsewhere = afterIn(all, 'fork p0 -> p1', 'open p0 d0 -> f0');
    expect(elsewhere.admits('poll p1 f0')).toEqual(['EBADF']);
  });
});
