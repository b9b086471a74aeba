import { describe, expect, it } from 'vitest';
import { findWorld } from '../../worlds.ts';
import { failed } from '../../answer.ts';
import { after, Model } from '../../../testing/model.ts';

const keepingOnExec = (...lines: string[]) =>
  new Model(findWorld('sva-keep-on-exec')).and(...lines);

describe('exec', () => {
  it('has to succeed', () => {
    expect(after().admits('exec p0')).toEqual(['success']);
  });

  it('gives the process a new mm, which has no PASID', () => {
    const { state } = after('open p0 d0 -> f0', 'exec p0');
    const p = state.process(0)!;
    expect([p.mm, state.ioasid.toldTo(p)]).toEqual([2, 0]);
    expect(state.runs(1)).toBe(false);
  });

  it('closes what was opened with O_CLOEXEC', () => {
    const fresh = after('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'exec p0');
    expect(fresh.files).toEqual([]);
    expect(fresh.bonds).toEqual([]);
  });

  it('leaves files without O_CLOEXEC open, and bound to the mm that is gone', () => {
    const kept = keepingOnExec('open p0 d0 -> f0', 'exec p0');
    expect(kept.openIn(0)).toEqual([0]);
    expect(kept.bonds).toEqual(['f0: mm0 on d0 under PASID 1']);
    expect(kept.admits('open p0 d0 -> f1')).toEqual(['PASID 2', 'PASID 3']);
  });

  it('takes the old mm’s mappings away, open file or not', () => {
    const kept = keepingOnExec('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'exec p0');
    expect(kept.admits('touch p0 f0 mmio')).toEqual(['SIGSEGV']);
    expect(kept.admits('mmap p0 f0 mmio')).toEqual(['success']);
  });

  it('changes nothing when it fails', () => {
    const refused = after('open p0 d0 -> f0').answered('exec p0', failed('ENOMEM'));
    expect(refused.state.process(0)!.mm).toBe(1);
    expect(refused.openIn(0)).toEqual([0]);
  });
});
