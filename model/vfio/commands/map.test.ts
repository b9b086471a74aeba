import { describe, expect, it } from 'vitest';
import { afterIn } from '../../../testing/model.ts';
import { success } from '../../answer.ts';

const open = 'container p0 type1v2 -> c0';
const mdev = [open, 'attach p0 c0 g0'];
const through = [open, 'attach p0 c0 g1'];

describe('map', () => {
  it('makes sense within the world, on any backend that maps so', () => {
    expect(afterIn('vfio-tiny', open).isPossible('map p0 c0 i2 a0 1 rw')).toBe(false);
    expect(afterIn('vfio-capable', open).isPossible('map p0 c0 i0 a2 1 rw')).toBe(false);
    const tce = afterIn('vfio-pinning', 'container p0 tce -> c0');
    expect(tce.isPossible('map p0 c0 i0 a0 1 rw')).toBe(false);
  });

  it('fails without a descriptor, and without a group', () => {
    const model = afterIn('vfio', 'fork p0 -> p1', open);
    expect(model.admits('map p1 c0 i0 a0 1 rw')).toEqual(['EBADF']);
    expect(model.admits('map p0 c0 i0 a0 1 rw')).toEqual(['EINVAL']);
  });

  it('fails with no page, and beyond the end of IOVA space', () => {
    const model = afterIn('vfio', ...mdev);
    expect(model.admits('map p0 c0 i0 a0 0 rw')).toEqual(['EINVAL']);
    expect(model.admits('map p0 c0 i2 a0 2 rw')).toEqual(['EINVAL']);
    expect(model.admits('map p0 c0 i1 a0 2 rw')).toEqual(['success']);
  });

  it('fails over another mapping, in whatever part', () => {
    const model = afterIn('vfio', ...mdev, 'map p0 c0 i1 a0 1 rw');
    expect(model.admits('map p0 c0 i0 a0 2 rw')).toEqual(['EEXIST']);
    expect(model.admits('map p0 c0 i1 a1 1 rw')).toEqual(['EEXIST']);
    expect(model.admits('map p0 c0 i0 a0 1 rw')).toEqual(['success']);
  });

  it('fails when the container has as many as it may have', () => {
    const full = afterIn('vfio', ...mdev, 'map p0 c0 i0 a0 1 rw', 'map p0 c0 i1 a0 1 rw');
    expect(full.admits('map p0 c0 i2 a0 1 rw')).toEqual(['ENOSPC']);
    expect(full.and('unmap p0 c0 i0 1').admits('map p0 c0 i2 a0 1 rw')).toEqual(['success']);
  });

  it('pins nothing without a device behind the IOMMU, so anything will do', () => {
    const model = afterIn('vfio', ...mdev, 'setrlimit p0 0', 'munmap-page p0 a0');
    expect(model.admits('map p0 c0 i0 a0 2 rw')).toEqual(['success']);
    expect(model.and('map p0 c0 i0 a0 2 rw').state.pages.expectedLocked(1)).toBe(0);
  });

  it('pins page by page: what comes first decides', () => {
    const holeLast = afterIn('vfio', ...through, 'munmap-page p0 a1');
    expect(holeLast.admits('map p0 c0 i0 a0 2 rw')).toEqual(['EFAULT']);
    expect(holeLast.and('setrlimit p0 0').admits('map p0 c0 i0 a0 2 rw')).toEqual(['ENOMEM']);
    expect(afterIn('vfio', ...through).admits('map p0 c0 i0 a3 2 rw')).toEqual(['EFAULT']);
  });

  it('may charge up to the limit and no page more, with what is mlocked', () => {
    const model = afterIn('vfio', ...through, 'setrlimit p0 2');
    expect(model.admits('map p0 c0 i0 a0 2 rw')).toEqual(['success']);
    expect(model.and('mlock p0 a2').admits('map p0 c0 i0 a0 2 rw')).toEqual(['ENOMEM']);
    expect(model.judge('map p0 c0 i0 a0 2 rw', success)).toEqual({
      law: 'memlock-limit',
      place: { command: 'map', clause: 'over the limit' },
      witness:
        'map succeeded and charges pages beyond RLIMIT_MEMLOCK, which is 2 pages. Admitted: ENOMEM.',
    });
  });

  it('charges nothing for reserved pages', () => {
    const model = afterIn('vfio', ...through, 'setrlimit p0 0');
    expect(model.admits('map p0 c0 i0 a3 1 rw')).toEqual(['success']);
  });

  it('knows no limit for who has CAP_IPC_LOCK', () => {
    const model = afterIn('vfio-capable', ...through, 'setrlimit p0 0');
    expect(model.admits('map p0 c0 i0 a0 2 rw')).toEqual(['success']);
    expect(model.and('dropcap p0').admits('map p0 c0 i0 a0 2 rw')).toEqual(['ENOMEM']);
  });

  it('goes on from wrong success as well as it can', () => {
    const over = afterIn('vfio', ...through, 'setrlimit p0 1');
    over.answered('map p0 c0 i0 a0 2 rw', success);
    expect(over.state.pages.expectedLocked(1)).toBe(2);
    over.answered('map p0 c0 i1 a0 2 rw', success);
    expect(over.state.vfio.mappings.dmas.filter((d) => d.live !== 0).length).toBe(1);
  });
});
