import { describe, expect, it } from 'vitest';
import { afterIn, Model } from '../../../testing/model.ts';
import { success } from '../../answer.ts';
import { findWorld } from '../../worlds.ts';

const open = 'container p0 type1v2 -> c0';
const mdev = [open, 'attach p0 c0 g0'];

describe('attach', () => {
  it('fails without a descriptor of the container', () => {
    const model = afterIn('vfio', 'fork p0 -> p1', open);
    expect(model.admits('attach p1 c0 g0')).toEqual(['EBADF']);
    expect(model.admits('attach p0 c0 g0')).toEqual(['success']);
  });

  it('fails while another process has the group, and goes on with one that the caller has', () => {
    const model = afterIn('vfio', 'fork p0 -> p1', ...mdev, 'container p1 type1v2 -> c1');
    expect(model.admits('attach p1 c1 g0')).toEqual(['EBUSY']);
    const both = afterIn('vfio', open, 'attach p0 c0 g1', 'fork p0 -> p1', 'detach p0 g1');
    expect(both.admits('attach p0 c0 g1')).toEqual(['EBUSY']);
    expect(both.admits('attach p1 c0 g1')).toEqual(['success']);
  });

  it('fails if the group is in a container', () => {
    expect(afterIn('vfio', ...mdev).admits('attach p0 c0 g0')).toEqual(['EINVAL']);
    const two = afterIn('vfio', ...mdev, 'container p0 type1 -> c1');
    expect(two.admits('attach p0 c1 g0')).toEqual(['EINVAL']);
  });

  it('fails for a mediated device where the backend is of POWER', () => {
    const tce = afterIn('vfio-pinning', 'container p0 tce -> c0');
    expect(tce.admits('attach p0 c0 g0')).toEqual(['ENODEV']);
    expect(tce.admits('attach p0 c0 g1')).toEqual(['success']);
  });

  it('fails while a mapping has its address handed over', () => {
    const model = afterIn('vfio', open, 'attach p0 c0 g1', 'map p0 c0 i0 a0 1 rw');
    expect(model.admits('attach p0 c0 g0')).toEqual(['success']);
    expect(model.and('unmap-vaddr p0 c0 i0').admits('attach p0 c0 g0')).toEqual(['EBUSY']);
  });

  it('starts the driver of a mediated device', () => {
    const model = afterIn('vfio', ...mdev, 'attach p0 c0 g1');
    expect(model.isPossible('pin g0 i0 1')).toBe(true);
    expect(model.isPossible('pin g1 i0 1')).toBe(false);
  });

  describe('of the first device behind the IOMMU', () => {
    const mapped = [...mdev, 'map p0 c0 i0 a0 2 rw'];

    it('pins what is mapped', () => {
      const { vfio, pages } = afterIn('vfio', ...mapped, 'attach p0 c0 g1').state;
      expect(pages.expectedLocked(1)).toBe(2);
      expect(vfio.mappings.isIommuMapped(vfio.mappings.dmas[0]!, 1)).toBe(true);
    });

    it('fails where there is a hole, before anything behind it is asked', () => {
      const model = afterIn('vfio', ...mapped, 'munmap-page p0 a0', 'setrlimit p0 0');
      expect(model.admits('attach p0 c0 g1')).toEqual(['EFAULT']);
    });

    it('fails beyond the limit, but for what drivers have pinned', () => {
      const model = afterIn('vfio', ...mapped, 'setrlimit p0 1');
      expect(model.admits('attach p0 c0 g1')).toEqual(['ENOMEM']);
      const pinned = afterIn('vfio', ...mapped, 'pin g0 i0 1', 'setrlimit p0 2');
      expect(pinned.admits('attach p0 c0 g1')).toEqual(['success']);
      expect(pinned.and('setrlimit p0 1').judge('attach p0 c0 g1', success)).toEqual({
        law: 'memlock-limit',
        place: { command: 'attach', clause: 'over the limit' },
        witness:
          'attach succeeded and charges pages beyond RLIMIT_MEMLOCK, which is 1 page. Admitted: ENOMEM.',
      });
    });

    it('may fail if the pages are those of another process, and must if that is gone', () => {
      const model = afterIn('vfio', ...mdev, 'fork p0 -> p1', 'map p1 c0 i0 a0 1 rw');
      expect(model.admits('attach p0 c0 g1')).toEqual(['success', 'EPERM', 'ESRCH']);
      expect(model.and('exit p1').admits('attach p0 c0 g1')).toEqual(['EPERM', 'ESRCH']);
    });

    it('may be refused by the limit of the caller, though the owner’s counts', () => {
      const model = afterIn('vfio', ...mdev, 'clone p0 -> p1', 'map p1 c0 i0 a0 1 rw');
      expect(model.and('setrlimit p0 0').admits('attach p0 c0 g1')).toEqual(['success', 'ENOMEM']);
      expect(model.and('setrlimit p1 0').admits('attach p0 c0 g1')).toEqual(['ENOMEM']);
    });

    it('may meet a hole before the limit of the owner is asked, if the caller has another', () => {
      const model = afterIn('vfio', ...mdev, 'clone p0 -> p1', 'map p1 c0 i0 a0 2 rw');
      model.and('munmap-page p0 a1', 'setrlimit p1 0');
      expect(model.admits('attach p0 c0 g1')).toEqual(['EFAULT', 'ENOMEM']);
      expect(model.admits('attach p1 c0 g1')).toEqual(['ENOMEM']);
    });

    it('counts the last limit of a process that is gone', () => {
      const model = afterIn('vfio', ...mdev, 'clone p0 -> p1', 'map p1 c0 i0 a0 1 rw');
      model.and('setrlimit p1 0', 'exit p1');
      expect(model.admits('attach p0 c0 g1')).toEqual(['ENOMEM']);
    });

    it('does not ask the limit for who was capable when it mapped', () => {
      const model = new Model(findWorld('vfio-capable')).and(...mapped, 'dropcap p0');
      expect(model.and('setrlimit p0 0').admits('attach p0 c0 g1')).toEqual(['success']);
    });
  });
});
