import { describe, expect, it } from 'vitest';
import { afterIn } from '../../../testing/model.ts';

const open = 'container p0 type1v2 -> c0';

describe('close-container', () => {
  it('fails for who has no descriptor of it', () => {
    const kept = afterIn('vfio', open, 'attach p0 c0 g0', 'close-container p0 c0');
    expect(kept.admits('close-container p0 c0')).toEqual(['EBADF']);
    expect(kept.admits('map p0 c0 i0 a0 1 rw')).toEqual(['EBADF']);
  });

  it('ends an empty container, and one with a group stays', () => {
    expect(afterIn('vfio', open).admits('close-container p0 c0')).toEqual(['success']);
    expect(
      afterIn('vfio', open, 'close-container p0 c0').state.vfio.files.container(0),
    ).toBeUndefined();
  });

  it('leaves it to a child', () => {
    const { state } = afterIn('vfio', open, 'fork p0 -> p1', 'close-container p0 c0');
    expect(state.vfio.files.container(0)).toBeDefined();
  });
});
