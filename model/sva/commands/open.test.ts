import { describe, expect, it } from 'vitest';
import { findWorld } from '../../worlds.ts';
import { failed, ok } from '../../answer.ts';
import { after, Model } from '../../../testing/model.ts';

const one = (...lines: string[]) => new Model(findWorld('sva-one-pasid')).and(...lines);

describe('open', () => {
  it('makes sense for a process that lives, on any device, while there is room for files', () => {
    expect(after().isPossible('open p0 d1 -> f0')).toBe(true);
    expect(after().isPossible('open p1 d0 -> f0')).toBe(false);
    expect(after().isPossible('open p0 d2 -> f0')).toBe(false);
    const full = after(
      'open p0 d0 -> f0',
      'open p0 d0 -> f1',
      'open p0 d0 -> f2',
      'open p0 d0 -> f3',
    );
    expect(full.isPossible('open p0 d0 -> f4')).toBe(false);
    expect(full.and('close p0 f2').isPossible('open p0 d0 -> f4')).toBe(true);
  });

  it('gives an mm without a PASID any that nobody holds', () => {
    expect(after().admits('open p0 d0 -> f0')).toEqual(['PASID 1', 'PASID 2', 'PASID 3']);
    const bound = after('open p0 d0 -> f0', 'fork p0 -> p1');
    expect(bound.admits('open p1 d0 -> f1')).toEqual(['PASID 2', 'PASID 3']);
  });

  it('gives an mm that is bound its PASID again, on every device', () => {
    const bound = after().answered('open p0 d0 -> f0', ok(2));
    expect(bound.admits('open p0 d0 -> f1')).toEqual(['PASID 2']);
    expect(bound.admits('open p0 d1 -> f1')).toEqual(['PASID 2']);
  });

  it('admits that an mm keeps its PASID after the last unbind, and that it loses it', () => {
    // v5.18 keeps it until __mmdrop, v5.17 frees it in the last unbind
    const closed = after('open p0 d0 -> f0', 'close p0 f0');
    expect(closed.admits('open p0 d0 -> f1')).toEqual(['PASID 1', 'PASID 2', 'PASID 3']);
    expect(closed.and('fork p0 -> p1').admits('open p1 d0 -> f1')).toEqual([
      'PASID 1',
      'PASID 2',
      'PASID 3',
    ]);
  });

  it('may not give away the PASID of a dead mm whose file another process keeps open', () => {
    const daemon = after('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0');
    expect(daemon.admits('open p1 d0 -> f1')).toEqual(['PASID 2', 'PASID 3']);
    expect(daemon.judge('open p1 d0 -> f1', ok(1))).toEqual({
      law: 'pasid-uniqueness',
      place: { clause: 'handed out while held' },
      witness:
        'open answered PASID 1. Admitted: a PASID that nobody holds; 1 is held by the bond of f0 with mm0, kept open by p1.',
    });
  });

  it('may not give away a PASID that a driver took', () => {
    const granted = after().answered('alloc -> n0', ok(3));
    expect(granted.admits('open p0 d0 -> f0')).toEqual(['PASID 1', 'PASID 2']);
    expect(granted.judge('open p0 d0 -> f0', ok(3))).toMatchObject({
      law: 'pasid-uniqueness',
      witness: expect.stringContaining('3 is held by the driver that allocated n0'),
    });
  });

  it('may not tell a bound mm another PASID', () => {
    expect(after('open p0 d0 -> f0').judge('open p0 d1 -> f1', ok(2))).toEqual({
      law: 'pasid-stability',
      place: { clause: 'told another PASID' },
      witness: 'open answered PASID 2, but mm0 is bound under 1 and has one PASID on all devices.',
    });
  });

  it('may be refused where devices share an IOMMU group, and binds as elsewhere where it is not', () => {
    const group = new Model(findWorld('sva-group'));
    expect(group.admits('open p0 d0 -> f0')).toEqual(['PASID 1', 'PASID 2', 'EINVAL']);
    const bound = group.and('open p0 d0 -> f0');
    expect(bound.admits('open p0 d1 -> f1')).toEqual(['PASID 1', 'EINVAL']);
    expect(bound.admits('bind p0 f0 -> h0')).toEqual(['PASID 1', 'EINVAL']);
    expect(after().judge('open p0 d0 -> f0', failed('EINVAL'))).toMatchObject({
      law: 'answers-conform',
    });
  });

  it('may not answer what is no PASID', () => {
    for (const none of [0, -1, -28, 4])
      expect(after().judge('open p0 d0 -> f0', ok(none))).toMatchObject({
        law: 'answers-conform',
        place: { command: 'open', answer: 'no PASID' },
      });
    expect(after().judge('open p0 d0 -> f0', ok(-28))!.witness).toContain('0xffffffe4');
  });

  describe('with a single PASID', () => {
    it('may fail with ENOSPC, and nothing else, while another mm may have it', () => {
      const taken = one('open p0 d0 -> f0', 'fork p0 -> p1');
      expect(taken.admits('open p1 d0 -> f1')).toEqual(['ENOSPC']);
      expect(taken.judge('open p1 d0 -> f1', failed('ENOMEM'))).toEqual({
        law: 'answers-conform',
        place: { command: 'open', answer: 'ENOMEM' },
        witness: 'open answered ENOMEM. Admitted: a PASID that nobody holds, or ENOSPC.',
      });
    });

    it('may not fail where an mm is bound already', () => {
      expect(one('open p0 d0 -> f0').admits('open p0 d0 -> f1')).toEqual(['PASID 1']);
    });

    it('may fail while an ended mm may still linger, and has to succeed once all work has run', () => {
      const left = one('fork p0 -> p1', 'open p0 d0 -> f0', 'exit p0');
      expect(left.admits('open p1 d0 -> f1')).toEqual(['PASID 1', 'ENOSPC']);
      expect(left.settled().admits('open p1 d0 -> f1')).toEqual(['PASID 1']);
    });

    it('may fail while an mm that closed everything still lives, as that may keep its PASID', () => {
      const closed = one('fork p0 -> p1', 'open p0 d0 -> f0', 'close p0 f0').settled();
      expect(closed.admits('open p1 d0 -> f1')).toEqual(['PASID 1', 'ENOSPC']);
    });
  });

  it('fails on a device that is gone, with the errno of whatever is left of it', () => {
    expect(after('hotplug d0 remove').admits('open p0 d0 -> f0')).toEqual([
      'EINVAL',
      'ENODEV',
      'ENOENT',
      'ENXIO',
    ]);
    expect(after('hotplug d0 remove').expects('open p0 d0 -> f0')).toBe('ENODEV');
  });

  it('makes a file that its process holds, and a bond of the process’s mm', () => {
    const opened = after('open p0 d1 -> f0');
    expect(opened.openIn(0)).toEqual([0]);
    expect(opened.bonds).toEqual(['f0: mm0 on d1 under PASID 1']);
  });

  it('makes nothing when it fails', () => {
    const refused = after().answered('open p0 d0 -> f0', failed('ENOSPC'));
    expect(refused.files).toEqual([]);
    expect(refused.bonds).toEqual([]);
  });
});
