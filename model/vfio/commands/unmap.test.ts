import { describe, expect, it } from 'vitest';
import { afterIn } from '../../../testing/model.ts';
import { failed, ok } from '../../answer.ts';
import { parseCommand } from '../../linux.ts';
import { unmap } from './unmap.ts';

const open = 'container p0 type1v2 -> c0';
const mdev = [open, 'attach p0 c0 g0'];

describe('unmap', () => {
  it('fails without a descriptor, without a group, with no page and beyond the end', () => {
    const model = afterIn('vfio', 'fork p0 -> p1', open);
    expect(model.admits('unmap p1 c0 i0 1')).toEqual(['EBADF']);
    expect(model.admits('unmap p0 c0 i0 1')).toEqual(['EINVAL']);
    model.and('attach p0 c0 g0');
    expect(model.admits('unmap p0 c0 i0 0')).toEqual(['EINVAL']);
    expect(model.admits('unmap p0 c0 i2 2')).toEqual(['0 pages', 'EINVAL']);
    expect(model.admits('unmap p0 c0 i2 1')).toEqual(['0 pages']);
  });

  it('tells how many pages it has removed', () => {
    const model = afterIn('vfio', ...mdev, 'map p0 c0 i0 a0 1 rw', 'map p0 c0 i1 a0 2 rw');
    expect(model.admits('unmap p0 c0 i0 1')).toEqual(['1 page']);
    expect(model.admits('unmap p0 c0 i1 2')).toEqual(['2 pages']);
    expect(model.judge('unmap p0 c0 i0 1', ok(0))).toEqual({
      law: 'answers-conform',
      place: { command: 'unmap', answer: 'another number of pages' },
      witness: 'unmap answered 0 pages. Admitted: 1 page.',
    });
  });

  it('cuts no mapping in the second version', () => {
    const model = afterIn('vfio', ...mdev, 'map p0 c0 i0 a0 2 rw');
    expect(model.admits('unmap p0 c0 i0 1')).toEqual(['EINVAL']);
    expect(model.admits('unmap p0 c0 i1 1')).toEqual(['EINVAL']);
    expect(model.admits('unmap p0 c0 i1 2')).toEqual(['EINVAL']);
  });

  it('takes whole mappings in the first, and stops at one that begins before', () => {
    const model = afterIn('vfio', 'container p0 type1 -> c0', 'attach p0 c0 g0');
    model.and('map p0 c0 i0 a0 2 rw', 'map p0 c0 i2 a0 1 rw');
    expect(model.admits('unmap p0 c0 i0 1')).toEqual(['2 pages']);
    expect(model.admits('unmap p0 c0 i1 1')).toEqual(['0 pages']);
    expect(model.admits('unmap p0 c0 i1 2')).toEqual(['0 pages', '1 page']);
    model.answered('unmap p0 c0 i1 2', ok(1));
    expect(model.admits('unmap p0 c0 i2 1')).toEqual(['0 pages']);
    expect(model.admits('unmap p0 c0 i0 2')).toEqual(['2 pages']);
  });

  it('may stop at a mapping of another mm, with what was removed before', () => {
    const model = afterIn('vfio', ...mdev, 'fork p0 -> p1', 'map p1 c0 i1 a0 1 rw');
    expect(model.admits('unmap p0 c0 i1 1')).toEqual(['0 pages', '1 page']);
    model.and('map p0 c0 i0 a0 1 rw');
    expect(model.admits('unmap p0 c0 i0 2')).toEqual(['0 pages', '1 page', '2 pages']);
    expect(model.answered('unmap p0 c0 i0 2', ok(1)).admits('unmap p1 c0 i1 1')).toEqual([
      '1 page',
    ]);
  });

  it('ends the pins of drivers, and may complain only of those that keep them', () => {
    const model = afterIn('vfio', ...mdev, 'map p0 c0 i0 a0 1 rw');
    expect(model.admits('unmap p0 c0 i0 1')).toEqual(['1 page']);
    model.and('pin g0 i0 1');
    expect(model.admits('unmap p0 c0 i0 1')).toEqual(['1 page', 'EDEADLOCK']);
    expect(model.and('unmap p0 c0 i0 1').state.vfio.mappings.expectedPinReferences()).toEqual([
      0, 0,
    ]);
  });

  it('that is stuck at pins of a driver has removed what lies before them, and that it keeps', () => {
    const model = afterIn('vfio', ...mdev, 'map p0 c0 i0 a0 1 rw', 'map p0 c0 i1 a1 1 rw');
    model.and('pin g0 i1 1').answered('unmap p0 c0 i0 2', failed('EDEADLOCK'));
    const { vfio, pages } = model.state;
    expect(vfio.mappings.mappingsOf(vfio.files.container(0)!).map((d) => d.iova)).toEqual([1]);
    expect([pages.expectedLocked(1), vfio.mappings.expectedPinReferences()]).toEqual([1, [1, 1]]);
  });

  it('has to come to its end', () => {
    const model = afterIn('vfio', ...mdev, 'map p0 c0 i0 a0 1 rw');
    expect(model.judge('unmap p0 c0 i0 1', failed('HUNG'))).toEqual({
      law: 'unmap-terminates',
      place: { command: 'unmap', answer: 'HUNG' },
      witness:
        'unmap never returned. By the answers so far, no driver has a page in the range pinned.',
    });
  });

  it('that does not come to its end says which drivers have pages in the range, whoever was told', () => {
    const two = afterIn('vfio', ...mdev, 'attach p0 c0 g2', 'map p0 c0 i0 a0 2 rw');
    const witnessOf = (model: typeof two) =>
      model.judge('unmap p0 c0 i0 2', failed('OOPS'))?.witness;
    expect(witnessOf(two.and('pin g2 i1 1'))).toBe(
      'unmap oopsed. By the answers so far, g2 has i1 pinned.',
    );
    expect(witnessOf(two.and('pin g0 i0 2'))).toBe(
      'unmap oopsed. By the answers so far, g0 has i0 and i1 pinned, g2 has i1 pinned.',
    );
  });

  it('that has to be refused is told apart by whether it removed anything', () => {
    const model = afterIn('vfio', ...mdev, 'map p0 c0 i0 a0 1 rw');
    const placeOf = (pages: number) => model.judge('unmap p0 c0 i0 0', ok(pages));
    expect(placeOf(1)).toMatchObject(at('success'));
    expect(placeOf(0)).toMatchObject(at('success, nothing removed'));
    expect(model.judge('unmap p0 c0 i0 0', failed('EBADF'))).toMatchObject(at('EBADF'));
  });

  it('beyond the end may find nothing instead, as it did until v4.17', () => {
    const model = afterIn('vfio', ...mdev, 'map p0 c0 i2 a0 1 rw');
    expect(model.judge('unmap p0 c0 i2 2', ok(0))).toBeUndefined();
    expect(model.judge('unmap p0 c0 i2 2', ok(1))).toMatchObject(at('success'));
    expect(model.judge('unmap p0 c0 i2 0', ok(0))).toMatchObject(at('success, nothing removed'));
  });

  it('has halfway told the drivers: pins are gone, the last mapping is still there', () => {
    const { state } = afterIn('vfio', ...mdev, 'map p0 c0 i0 a0 1 rw', 'map p0 c0 i1 a1 1 rw').and(
      'pin g0 i0 2',
    );
    unmap.overlap!.halfway!(state, parseCommand('unmap p0 c0 i0 2'), ok(2));
    expect(state.vfio.mappings.expectedPinReferences()).toEqual([0, 0]);
    const c = state.vfio.files.container(0)!;
    expect(state.vfio.mappings.mappingsOf(c).map((d) => d.iova)).toEqual([1]);
  });
});

function at(answer: string) {
  return { place: { command: 'unmap', answer } };
}
