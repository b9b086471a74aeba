import { describe, expect, it } from 'vitest';
import { after } from '../../../testing/model.ts';

describe('unbind', () => {
  it('makes sense for a handle that bind made and that is not undone', () => {
    const bound = after('open p0 d0 -> f0', 'bind p0 f0 -> h0');
    expect(bound.isPossible('unbind p0 h0')).toBe(true);
    expect(bound.and('unbind p0 h0').isPossible('unbind p0 h0')).toBe(false);
  });

  it('cannot fail for who has the file', () => {
    const shared = after('open p0 d0 -> f0', 'bind p0 f0 -> h0', 'fork p0 -> p1');
    expect(shared.admits('unbind p0 h0')).toEqual(['success']);
    expect(shared.admits('unbind p1 h0')).toEqual(['success']);
  });

  it('fails with EBADF without a descriptor of the file that keeps the handle', () => {
    const elsewhere = after('fork p0 -> p1', 'open p0 d0 -> f0', 'bind p0 f0 -> h0');
    expect(elsewhere.admits('unbind p1 h0')).toEqual(['EBADF']);
  });

  it('undoes one bind and leaves the others', () => {
    const bound = after('open p0 d0 -> f0', 'bind p0 f0 -> h0', 'bind p0 f0 -> h1');
    expect(bound.and('unbind p0 h0').bonds).toEqual([
      'f0: mm0 on d0 under PASID 1',
      'h1: mm0 on d0 under PASID 1',
    ]);
  });
});
