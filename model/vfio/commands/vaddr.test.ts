import { describe, expect, it } from 'vitest';
import { afterIn } from '../../../testing/model.ts';
import { success } from '../../answer.ts';

const through = ['container p0 type1v2 -> c0', 'attach p0 c0 g1'];
const mapped = [...through, 'map p0 c0 i0 a0 2 rw'];

describe('unmap-vaddr', () => {
  it('makes sense where a mapping begins', () => {
    const model = afterIn('vfio', ...mapped);
    expect(model.isPossible('unmap-vaddr p0 c0 i0')).toBe(true);
    expect(model.isPossible('unmap-vaddr p0 c0 i1')).toBe(false);
  });

  it('hands the address over once', () => {
    const model = afterIn('vfio', ...mapped, 'fork p0 -> p1', 'close-container p1 c0');
    expect(model.admits('unmap-vaddr p1 c0 i0')).toEqual(['EBADF']);
    expect(model.admits('unmap-vaddr p0 c0 i0')).toEqual(['success']);
    expect(model.and('unmap-vaddr p0 c0 i0').admits('unmap-vaddr p0 c0 i0')).toEqual(['EINVAL']);
  });

  it('fails where a mediated device could ask for its pages', () => {
    const model = afterIn('vfio', ...mapped, 'attach p0 c0 g0');
    expect(model.admits('unmap-vaddr p0 c0 i0')).toEqual(['EBUSY']);
  });

  it('changes nothing that is pinned or charged', () => {
    const { vfio, pages } = afterIn('vfio', ...mapped, 'unmap-vaddr p0 c0 i0').state;
    expect([pages.expectedLocked(1), vfio.mappings.expectedPinReferences()]).toEqual([2, [2, 2]]);
  });
});

describe('map-vaddr', () => {
  const handed = [...mapped, 'fork p0 -> p1', 'unmap-vaddr p0 c0 i0'];

  it('fails without a descriptor or a group, where nothing is mapped, in the midst of a mapping, and if none was handed over', () => {
    const model = afterIn('vfio', 'fork p0 -> p1', 'container p0 type1v2 -> c0');
    expect(model.admits('map-vaddr p1 c0 i0 a0')).toEqual(['EBADF']);
    expect(model.admits('map-vaddr p0 c0 i0 a0')).toEqual(['EINVAL']);
    model.and('attach p0 c0 g1');
    expect(model.admits('map-vaddr p0 c0 i0 a0')).toEqual(['ENOENT']);
    model.and('map p0 c0 i0 a0 2 rw');
    expect(model.admits('map-vaddr p0 c0 i0 a0')).toEqual(['EINVAL']);
    expect(model.admits('map-vaddr p0 c0 i1 a0')).toEqual(['EINVAL']);
  });

  it('charges the new owner and credits the old one', () => {
    const model = afterIn('vfio', ...handed);
    expect(model.admits('map-vaddr p1 c0 i0 a1')).toEqual(['success']);
    const { vfio, pages } = model.and('map-vaddr p1 c0 i0 a1').state;
    expect([pages.expectedLocked(1), pages.expectedLocked(2)]).toEqual([0, 2]);
    // the pages are those that were there
    expect(vfio.mappings.iommuMm(vfio.mappings.dmas[0]!, 0)).toBe(1);
  });

  it('fails where the pages do not fit the limit of the new owner', () => {
    const model = afterIn('vfio', ...handed, 'setrlimit p1 1');
    expect(model.admits('map-vaddr p1 c0 i0 a0')).toEqual(['ENOMEM']);
    expect(model.judge('map-vaddr p1 c0 i0 a0', success)).toMatchObject({ law: 'memlock-limit' });
    expect(model.and('setrlimit p1 2').admits('map-vaddr p1 c0 i0 a0')).toEqual(['success']);
  });

  it('asks no limit within an mm', () => {
    const model = afterIn('vfio', ...handed, 'setrlimit p0 0');
    expect(model.admits('map-vaddr p0 c0 i0 a0')).toEqual(['success']);
  });

  it('takes a mapping over from a process that is gone', () => {
    const { pages } = afterIn('vfio', ...handed, 'exit p0', 'map-vaddr p1 c0 i0 a0').state;
    expect(pages.expectedLocked(2)).toBe(2);
  });
});
