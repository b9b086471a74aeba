import { describe, expect, it } from 'vitest';
import { findWorld } from '../../worlds.ts';
import { failed, ok } from '../../answer.ts';
import { after, Model } from '../../../testing/model.ts';

describe('alloc', () => {
  it('gives a driver any PASID that nobody holds', () => {
    expect(after().admits('alloc -> n0')).toEqual(['PASID 1', 'PASID 2', 'PASID 3']);
    expect(after('open p0 d0 -> f0').admits('alloc -> n0')).toEqual(['PASID 2', 'PASID 3']);
    expect(after('alloc -> n0').admits('alloc -> n1')).toEqual(['PASID 2', 'PASID 3']);
  });

  it('admits that an mm keeps its PASID after the last unbind, and that it loses it', () => {
    const closed = after('open p0 d0 -> f0', 'close p0 f0');
    expect(closed.admits('alloc -> n0')).toEqual(['PASID 1', 'PASID 2', 'PASID 3']);
    expect(closed.expects('alloc -> n0')).toBe('PASID 2');
  });

  it('may not give away a PASID that a bond holds', () => {
    expect(after('open p0 d0 -> f0').judge('alloc -> n0', ok(1))).toMatchObject({
      law: 'pasid-uniqueness',
      place: { clause: 'handed out while held' },
      witness: expect.stringContaining('held by the bond of f0 with mm0, kept open by p0'),
    });
  });

  it('fails with ENOSPC, and nothing else, when every PASID may be taken', () => {
    const one = new Model(findWorld('sva-one-pasid')).and('open p0 d0 -> f0');
    expect(one.admits('alloc -> n0')).toEqual(['ENOSPC']);
  });

  it('may not fail while one is free for sure', () => {
    expect(after().judge('alloc -> n0', failed('ENOSPC'))).toMatchObject({
      law: 'answers-conform',
      place: { command: 'alloc', answer: 'ENOSPC' },
    });
  });

  it('may not answer what is no PASID', () => {
    for (const none of [0, -1, 4])
      expect(after().judge('alloc -> n0', ok(none))).toMatchObject({
        law: 'answers-conform',
        place: { command: 'alloc', answer: 'no PASID' },
        witness: expect.stringContaining('Admitted: a PASID that nobody holds.'),
      });
  });

  it('makes nothing when it fails', () => {
    const refused = after().answered('alloc -> n0', failed('ENOSPC'));
    expect(refused.isPossible('free n0')).toBe(false);
  });
});
