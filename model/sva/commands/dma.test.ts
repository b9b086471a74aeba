import { describe, expect, it } from 'vitest';
import { failed, ok } from '../../answer.ts';
import { after } from '../../../testing/model.ts';
import { aborted, faulted } from './dma.ts';

const running = (...lines: string[]) => after('open p0 d0 -> f0', 'start p0 f0', ...lines);

describe('dma', () => {
  it('makes sense for a queue that was started', () => {
    expect(after('open p0 d0 -> f0').isPossible('dma f0')).toBe(false);
    expect(running().isPossible('dma f0')).toBe(true);
    expect(running('hotplug d0 remove').isPossible('dma f0')).toBe(false);
  });

  it('has to reach the mm that opened the queue, while that runs', () => {
    expect(running().admits('dma f0')).toEqual(['reaches mm0']);
    expect(running('fork p0 -> p1').admits('dma f0')).toEqual(['reaches mm0']);
  });

  it('is aborted, or still reaches the old mm, once that has ended and the bond has not', () => {
    const daemon = running('fork p0 -> p1', 'exit p0');
    expect(daemon.admits('dma f0')).toEqual(['aborted', 'reaches mm0']);
    expect(daemon.expects('dma f0')).toBe('aborted');
  });

  it('breaks isolation where it reaches anybody else', () => {
    expect(running('fork p0 -> p1').judge('dma f0', ok(2))).toEqual({
      law: 'isolation',
      place: { clause: 'reached a foreign mm' },
      witness:
        'the queue of f0 works for mm0 under PASID 1, but its DMA reached the memory of mm1.',
    });
  });

  it('may not be aborted or faulted while its mm runs', () => {
    expect(running().judge('dma f0', ok(aborted))).toMatchObject({
      law: 'answers-conform',
      place: { command: 'dma', answer: 'aborted' },
    });
    expect(running().judge('dma f0', ok(faulted))).toMatchObject({
      place: { command: 'dma', answer: 'fault: no valid context descriptor' },
    });
  });

  it('may not be reported as a fault while the bond of a dead mm is open', () => {
    expect(running('fork p0 -> p1', 'exit p0').judge('dma f0', ok(faulted))).toEqual({
      law: 'answers-conform',
      place: { command: 'dma', answer: 'fault after the mm has ended' },
      witness:
        'mm0 has ended and f0 is still bound: DMA must be aborted silently, but the IOMMU reported a fault.',
    });
  });

  it('works for the queue’s own bond, not for a handle that was taken through its file', () => {
    const lent = running('fork p0 -> p1', 'bind p1 f0 -> h0');
    expect(lent.admits('dma f0')).toEqual(['reaches mm0']);
  });

  it('has no errno', () => {
    expect(running().judge('dma f0', failed('EFAULT'))).toMatchObject({
      place: { command: 'dma', answer: 'EFAULT' },
    });
  });
});
