import { describe, expect, it } from 'vitest';
import { findWorld } from '../../worlds.ts';
import { failed, ok } from '../../answer.ts';
import { after, Model } from '../../../testing/model.ts';

describe('bind', () => {
  it('gives an mm that is bound its PASID again', () => {
    const opened = after().answered('open p0 d0 -> f0', ok(3));
    expect(opened.admits('bind p0 f0 -> h0')).toEqual(['PASID 3']);
  });

  it('binds the caller’s mm, whoever opened the file', () => {
    const child = after('open p0 d1 -> f0', 'fork p0 -> p1');
    expect(child.admits('bind p1 f0 -> h0')).toEqual(['PASID 2', 'PASID 3']);
    expect(child.and('bind p1 f0 -> h0').bonds).toEqual([
      'f0: mm0 on d1 under PASID 1',
      'h0: mm1 on d1 under PASID 2',
    ]);
  });

  it('may not give away a PASID that is held', () => {
    const child = after('open p0 d0 -> f0', 'fork p0 -> p1');
    expect(child.judge('bind p1 f0 -> h0', ok(1))).toMatchObject({
      law: 'pasid-uniqueness',
      place: { clause: 'handed out while held' },
    });
  });

  it('fails with EBADF without a descriptor', () => {
    const elsewhere = after('fork p0 -> p1', 'open p0 d0 -> f0');
    expect(elsewhere.admits('bind p1 f0 -> h0')).toEqual(['EBADF']);
  });

  it('fails with ENODEV or ENXIO once the device is gone', () => {
    const dead = after('open p0 d0 -> f0', 'hotplug d0 remove');
    expect(dead.admits('bind p0 f0 -> h0')).toEqual(['ENODEV', 'ENXIO']);
  });

  it('fails with ENOSPC when every PASID may be taken', () => {
    const one = new Model(findWorld('sva-one-pasid')).and('open p0 d0 -> f0', 'fork p0 -> p1');
    expect(one.admits('bind p1 f0 -> h0')).toEqual(['ENOSPC']);
  });

  it('makes nothing when it fails', () => {
    const refused = after('open p0 d0 -> f0').answered('bind p0 f0 -> h0', failed('ENOMEM'));
    expect(refused.isPossible('unbind p0 h0')).toBe(false);
  });
});
