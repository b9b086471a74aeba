import { describe, expect, it } from 'vitest';
import { afterIn } from '../../../testing/model.ts';

const mdev = ['container p0 type1v2 -> c0', 'attach p0 c0 g0'];

describe('detach', () => {
  it('fails for who has not the group', () => {
    const model = afterIn('vfio', 'fork p0 -> p1', ...mdev);
    expect(model.admits('detach p1 g0')).toEqual(['EBADF']);
    expect(model.admits('detach p0 g0')).toEqual(['success']);
  });

  it('fails if it is in no container, and closes the group all the same', () => {
    const model = afterIn('vfio', 'container p0 type1v2 -> c0', 'attach p0 c0 g1');
    model.and('fork p0 -> p1', 'detach p0 g1');
    expect(model.admits('detach p1 g1')).toEqual(['EINVAL']);
    expect(model.and('detach p1 g1').admits('detach p1 g1')).toEqual(['EBADF']);
  });

  it('fails while the device is open elsewhere, and closes it here', () => {
    const model = afterIn('vfio', ...mdev, 'fork p0 -> p1');
    expect(model.admits('detach p0 g0')).toEqual(['EBUSY']);
    expect(model.and('detach p0 g0').admits('detach p1 g0')).toEqual(['success']);
    expect(model.isPossible('pin g0 i0 1')).toBe(true);
  });

  it('ends the pins of the driver', () => {
    const { vfio } = afterIn('vfio', ...mdev, 'attach p0 c0 g2', 'map p0 c0 i0 a0 1 rw').and(
      'pin g0 i0 1',
      'detach p0 g0',
    ).state;
    expect(vfio.mappings.expectedPinReferences()).toEqual([0, 0]);
    expect(vfio.mappings.dmas[0]!.live).toBe(1);
  });

  it('of the last group ends every mapping and the backend', () => {
    const model = afterIn('vfio', ...mdev, 'map p0 c0 i0 a0 1 rw', 'detach p0 g0');
    expect(model.state.vfio.mappings.dmas[0]!.live).toBe(0);
    expect(model.admits('map p0 c0 i0 a0 1 rw')).toEqual(['EINVAL']);
  });

  it('of a mediated device leaves what the IOMMU has pinned', () => {
    const { vfio, pages } = afterIn('vfio', ...mdev, 'attach p0 c0 g1', 'map p0 c0 i0 a0 2 rw').and(
      'pin g0 i0 1',
      'detach p0 g0',
    ).state;
    expect([pages.expectedLocked(1), vfio.mappings.expectedPinReferences()]).toEqual([2, [2, 2]]);
  });
});
