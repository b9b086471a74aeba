import { describe, expect, it } from 'vitest';
import { failed } from '../../answer.ts';
import { after } from '../../../testing/model.ts';

describe('fork', () => {
  it('makes sense while there is room for a process', () => {
    const full = after('fork p0 -> p1', 'fork p1 -> p2');
    expect(after().isPossible('fork p0 -> p1')).toBe(true);
    expect(after().isPossible('fork p1 -> p2')).toBe(false);
    expect(full.isPossible('fork p0 -> p3')).toBe(false);
    expect(full.and('exit p1').isPossible('fork p0 -> p3')).toBe(true);
  });

  it('has to succeed', () => {
    expect(after().admits('fork p0 -> p1')).toEqual(['success']);
  });

  it('gives the child an mm of its own, without a PASID', () => {
    const { state } = after('open p0 d0 -> f0', 'fork p0 -> p1');
    expect(state.process(1)!.mm).not.toBe(state.process(0)!.mm);
    expect(state.ioasid.toldTo(state.process(1)!)).toBe(0);
  });

  it('gives the child every open file of its parent, and no bond of its own', () => {
    const forked = after('open p0 d0 -> f0', 'open p0 d1 -> f1', 'fork p0 -> p1');
    expect(forked.openIn(1)).toEqual([0, 1]);
    expect(forked.bonds).toEqual(['f0: mm0 on d0 under PASID 1', 'f1: mm0 on d1 under PASID 1']);
  });

  it('gives the child no mapping of a queue (VM_DONTCOPY)', () => {
    const forked = after('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'fork p0 -> p1');
    expect(forked.admits('touch p0 f0 mmio')).toEqual(['success']);
    expect(forked.admits('touch p1 f0 mmio')).toEqual(['SIGSEGV']);
  });

  it('makes nothing when it fails', () => {
    const refused = after().answered('fork p0 -> p1', failed('ENOMEM'));
    expect(refused.state.process(1)).toBeUndefined();
  });
});
