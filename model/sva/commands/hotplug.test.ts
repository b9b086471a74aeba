import { describe, expect, it } from 'vitest';
import { after, Model } from '../../../testing/model.ts';
import { findWorld } from '../../worlds.ts';

describe('hotplug', () => {
  it('removes what is there and adds what is not', () => {
    expect(after().isPossible('hotplug d0 remove')).toBe(true);
    expect(after().isPossible('hotplug d0 add')).toBe(false);
    const gone = after('hotplug d0 remove');
    expect(gone.isPossible('hotplug d0 remove')).toBe(false);
    expect(gone.isPossible('hotplug d0 add')).toBe(true);
    expect(after().isPossible('hotplug d2 remove')).toBe(false);
  });

  it('leaves devices where they are that share an IOMMU group', () => {
    expect(new Model(findWorld('sva-group')).isPossible('hotplug d0 remove')).toBe(false);
  });

  it('has to succeed', () => {
    expect(after().admits('hotplug d0 remove')).toEqual(['success']);
  });

  it('ends every bond on that device, and no other', () => {
    const two = after('open p0 d0 -> f0', 'open p0 d1 -> f1', 'bind p0 f0 -> h0');
    expect(two.and('hotplug d0 remove').bonds).toEqual(['f1: mm0 on d1 under PASID 1']);
  });

  it('leaves its files open, and dead for good', () => {
    const dead = after('open p0 d0 -> f0', 'hotplug d0 remove', 'hotplug d0 add');
    expect(dead.openIn(0)).toEqual([0]);
    expect(dead.admits('start p0 f0')).toEqual(['EINVAL', 'ENXIO']);
    expect(dead.admits('close p0 f0')).toEqual(['success']);
  });

  it('lets new opens succeed when the device is back', () => {
    const back = after('hotplug d0 remove', 'hotplug d0 add');
    expect(back.admits('open p0 d0 -> f0')).toEqual(['PASID 1', 'PASID 2', 'PASID 3']);
  });
});
