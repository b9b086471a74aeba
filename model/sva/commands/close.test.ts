import { describe, expect, it } from 'vitest';
import { failed } from '../../answer.ts';
import { after } from '../../../testing/model.ts';

describe('close', () => {
  it('makes sense for a process that lives and a file that is open', () => {
    const opened = after('open p0 d0 -> f0');
    expect(opened.isPossible('close p0 f0')).toBe(true);
    expect(opened.isPossible('close p0 f1')).toBe(false);
    expect(opened.isPossible('close p1 f0')).toBe(false);
    expect(opened.and('close p0 f0').isPossible('close p0 f0')).toBe(false);
  });

  it('succeeds for a descriptor that the process has, and must', () => {
    expect(after('open p0 d0 -> f0').admits('close p0 f0')).toEqual(['success']);
  });

  it('fails with EBADF for one that it does not have', () => {
    const elsewhere = after('fork p0 -> p1', 'open p0 d0 -> f0');
    expect(elsewhere.admits('close p1 f0')).toEqual(['EBADF']);
  });

  it('ends the bond with the last descriptor', () => {
    expect(after('open p0 d0 -> f0', 'close p0 f0').bonds).toEqual([]);
  });

  it('ends nothing while another process has the file', () => {
    const shared = after('open p0 d0 -> f0', 'fork p0 -> p1', 'close p0 f0');
    expect(shared.openIn(0)).toEqual([]);
    expect(shared.openIn(1)).toEqual([0]);
    expect(shared.bonds).toEqual(['f0: mm0 on d0 under PASID 1']);
  });

  it('ends nothing while a mapping keeps the file', () => {
    const mapped = after('open p0 d0 -> f0', 'mmap p0 f0 dus', 'close p0 f0');
    expect(mapped.bonds).toEqual(['f0: mm0 on d0 under PASID 1']);
    expect(mapped.and('munmap p0 f0 dus').bonds).toEqual([]);
  });

  it('ends the handles that were taken through the file as well', () => {
    const two = after('open p0 d0 -> f0', 'bind p0 f0 -> h0', 'close p0 f0');
    expect(two.isPossible('unbind p0 h0')).toBe(false);
  });

  it('changes nothing when it fails', () => {
    const refused = after('open p0 d0 -> f0').answered('close p0 f0', failed('EBADF'));
    expect(refused.openIn(0)).toEqual([0]);
  });
});
