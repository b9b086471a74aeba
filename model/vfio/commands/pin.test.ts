import { describe, expect, it } from 'vitest';
import { afterIn } from '../../../testing/model.ts';
import { ok } from '../../answer.ts';

const open = 'container p0 type1v2 -> c0';
const mdev = [open, 'attach p0 c0 g0'];
const mapped = [...mdev, 'map p0 c0 i0 a0 1 rw'];

describe('pin', () => {
  it('makes sense while the device is open', () => {
    expect(afterIn('vfio').isPossible('pin g0 i0 1')).toBe(false);
    expect(afterIn('vfio', ...mdev).isPossible('pin g0 i0 1')).toBe(true);
    expect(afterIn('vfio', ...mdev, 'detach p0 g0').isPossible('pin g0 i0 1')).toBe(false);
  });

  it('tells that all pages are pinned, and nothing else is success', () => {
    const model = afterIn('vfio', ...mapped, 'map p0 c0 i1 a3 1 rw');
    expect(model.admits('pin g0 i0 1')).toEqual(['1 page']);
    expect(model.admits('pin g0 i0 2')).toEqual(['2 pages']);
    expect(model.judge('pin g0 i0 2', ok(1))).toEqual({
      law: 'pin-result',
      place: { command: 'pin', clause: 'success without all pages' },
      witness: 'the driver of g0 asked for 2 pages and was told that 1 page is pinned.',
    });
    expect(model.judge('pin g0 i0 2', ok(0))).toEqual({
      law: 'pin-result',
      place: { command: 'pin', clause: 'success without a page' },
      witness: 'the driver of g0 asked for 2 pages and was told that 0 pages are pinned.',
    });
  });

  it('is refused if it asks for nothing, or for more than there can be', () => {
    const model = afterIn('vfio', ...mdev);
    expect(model.admits('pin g0 i0 0')).toEqual(['EINVAL']);
    expect(model.admits('pin g0 i0 -1')).toEqual(['E2BIG']);
    expect(model.admits('pin g0 i0 513')).toEqual(['E2BIG']);
  });

  it('is refused by backends that cannot pin', () => {
    const tce = afterIn('vfio-pinning', 'container p0 tce -> c0', 'attach p0 c0 g1');
    expect(tce.admits('pin g1 i0 1')).toEqual(['ENOTTY']);
    expect(tce.judge('pin g1 i0 1', ok(0))).toMatchObject({ law: 'pin-result' });
    const first = afterIn('vfio', 'container p0 type1 -> c0', 'attach p0 c0 g0');
    expect(first.admits('pin g0 i0 1')).toEqual(['EACCES']);
  });

  it('is refused while an address is handed over', () => {
    const model = afterIn('vfio-pinning', open, 'attach p0 c0 g1', 'map p0 c0 i0 a0 1 rw');
    expect(model.and('unmap-vaddr p0 c0 i0').admits('pin g1 i0 1')).toEqual(['EBUSY']);
    expect(model.and('map-vaddr p0 c0 i0 a0').expects('pin g1 i0 1')).toBe('1 page');
  });

  it('may be refused to a device behind the IOMMU, unless a mediated one is beside it', () => {
    const model = afterIn('vfio-pinning', open, 'attach p0 c0 g1', 'map p0 c0 i0 a0 1 rw');
    expect(model.admits('pin g1 i0 1')).toEqual(['1 page', 'EINVAL']);
    expect(model.and('attach p0 c0 g0').admits('pin g1 i0 1')).toEqual(['1 page']);
  });

  it('asks page by page: is it mapped, may it be written, is there a page, does it fit', () => {
    expect(afterIn('vfio', ...mdev).admits('pin g0 i0 1')).toEqual(['EINVAL']);
    expect(afterIn('vfio', ...mapped).admits('pin g0 i0 2')).toEqual(['EINVAL']);
    expect(afterIn('vfio', ...mdev, 'map p0 c0 i0 a0 1 r').admits('pin g0 i0 1')).toEqual([
      'EPERM',
    ]);
    expect(afterIn('vfio', ...mapped, 'munmap-page p0 a0').admits('pin g0 i0 1')).toEqual([
      'EFAULT',
    ]);
    const full = afterIn('vfio', ...mapped, 'setrlimit p0 0');
    expect(full.admits('pin g0 i0 2')).toEqual(['ENOMEM']);
    expect(full.judge('pin g0 i0 1', ok(1))).toMatchObject({
      law: 'memlock-limit',
      place: { command: 'pin', clause: 'over the limit' },
    });
  });

  it('is refused when the owner of the mapping is gone', () => {
    const model = afterIn('vfio', ...mapped, 'fork p0 -> p1', 'exit p0');
    expect(model.admits('pin g0 i0 1')).toEqual(['ENODEV', 'ESRCH']);
  });

  it('needs neither limit nor page for what is pinned already', () => {
    const model = afterIn('vfio', ...mapped, 'attach p0 c0 g2', 'pin g0 i0 1');
    model.and('setrlimit p0 0', 'munmap-page p0 a0');
    expect(model.admits('pin g0 i0 1')).toEqual(['1 page']);
    expect(model.admits('pin g2 i0 1')).toEqual(['1 page']);
  });

  it('charges nothing for what the IOMMU has pinned', () => {
    const model = afterIn('vfio', ...mapped, 'attach p0 c0 g1', 'setrlimit p0 0');
    expect(model.admits('pin g0 i0 1')).toEqual(['1 page']);
    expect(model.and('pin g0 i0 1').state.pages.expectedLocked(1)).toBe(1);
  });

  it('follows what it is told where that is wrong', () => {
    const over = afterIn('vfio', ...mapped, 'setrlimit p0 0').answered('pin g0 i0 1', ok(1));
    expect(over.state.pages.expectedLocked(1)).toBe(1);
    const none = afterIn('vfio', ...mdev).answered('pin g0 i0 2', ok(2));
    expect(none.state.vfio.mappings.expectedPinReferences()).toEqual([0, 0]);
    expect(
      none.answered('pin g0 i0 -1', ok(-1)).state.vfio.mappings.expectedPinReferences(),
    ).toEqual([0, 0]);
  });
});

describe('unpin', () => {
  it('makes sense for a driver that has a pin on each page', () => {
    const model = afterIn('vfio', ...mapped, 'attach p0 c0 g2', 'map p0 c0 i1 a1 1 rw');
    model.and('pin g0 i0 1');
    expect(model.isPossible('unpin g0 i0 1')).toBe(true);
    expect(model.isPossible('unpin g0 i0 2')).toBe(false);
    expect(model.isPossible('unpin g2 i0 1')).toBe(false);
    expect(model.isPossible('unpin g1 i0 1')).toBe(false);
  });

  it('has to succeed, and takes back one pin', () => {
    const model = afterIn('vfio', ...mapped, 'pin g0 i0 1', 'pin g0 i0 1');
    expect(model.admits('unpin g0 i0 1')).toEqual(['success']);
    expect(model.and('unpin g0 i0 1').state.pages.expectedLocked(1)).toBe(1);
    expect(model.and('unpin g0 i0 1').state.pages.expectedLocked(1)).toBe(0);
    expect(model.isPossible('unpin g0 i0 1')).toBe(false);
  });
});
