import { describe, expect, it } from 'vitest';
import { failed } from '../../answer.ts';
import { after } from '../../../testing/model.ts';

const outOfMemory = 'open p0 d0 -> f0 [allocation 5 fails]';

describe('clone', () => {
  it('makes sense while there is room for a process', () => {
    const full = after('clone p0 -> p1', 'clone p1 -> p2');
    expect(after().isPossible('clone p0 -> p1')).toBe(true);
    expect(after().isPossible('clone p1 -> p2')).toBe(false);
    expect(full.isPossible('clone p0 -> p3')).toBe(false);
    expect(full.and('exit p1').isPossible('clone p0 -> p3')).toBe(true);
  });

  it('has to succeed', () => {
    expect(after().admits('clone p0 -> p1')).toEqual(['success']);
  });

  it('makes no mm: the child runs in that of its parent', () => {
    const { state } = after('clone p0 -> p1');
    expect(state.process(1)!.mm).toBe(state.process(0)!.mm);
    expect(state.made).toBe(1);
  });

  it('gives the child a descriptor of its own of every open file', () => {
    const cloned = after('open p0 d0 -> f0', 'open p0 d1 -> f1', 'clone p0 -> p1');
    expect(cloned.openIn(1)).toEqual([0, 1]);
    cloned.and('close p0 f0', 'open p1 d0 -> f2');
    expect([cloned.openIn(0), cloned.openIn(1)]).toEqual([[1], [0, 1, 2]]);
  });

  it('makes nothing when it fails', () => {
    const refused = after().answered('clone p0 -> p1', failed('ENOMEM'));
    expect(refused.state.process(1)).toBeUndefined();
  });
});

describe('processes of one mm', () => {
  it('have the mappings in common: each can touch and unmap what the other has mapped', () => {
    const cloned = after('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'clone p0 -> p1');
    cloned.and('mmap p1 f0 dus');
    expect(cloned.admits('touch p1 f0 mmio')).toEqual(['success']);
    expect(cloned.admits('touch p0 f0 dus')).toEqual(['success']);
    expect(cloned.and('munmap p1 f0 mmio').admits('touch p0 f0 mmio')).toEqual(['SIGSEGV']);
  });

  it('have one PASID, whoever of them asked first', () => {
    const before = after('open p0 d0 -> f0', 'close p0 f0', 'clone p0 -> p1');
    expect(before.expects('open p1 d1 -> f1')).toBe('PASID 1');
    const behind = after('alloc -> n0', 'clone p0 -> p1', 'open p1 d0 -> f0');
    expect(behind.admits('open p0 d1 -> f1')).toEqual(['PASID 2']);
    expect(behind.state.ioasid.toldTo(behind.state.process(0)!)).toBe(2);
  });

  it('keep it until the last of them has left', () => {
    const cloned = after('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'clone p0 -> p1', 'close p0 f0');
    cloned.and('exit p0').settled();
    expect(cloned.bonds).toEqual(['f0: mm0 on d0 under PASID 1']);
    expect(cloned.admits('touch p1 f0 mmio')).toEqual(['success']);
    cloned.and('munmap p1 f0 mmio', 'close p1 f0').settled();
    expect(cloned.state.ioasid.mayBeTaken(1)).toBe(true);
    cloned.and('fork p1 -> p2', 'exit p1');
    expect(cloned.state.ioasid.mayBeTaken(1)).toBe(true);
    expect(cloned.settled().state.ioasid.mayBeTaken(1)).toBe(false);
  });

  it('are left by an exec, which takes nothing from the others', () => {
    const cloned = after('open p0 d0 -> f0', 'start p0 f0', 'mmap p0 f0 mmio', 'clone p0 -> p1');
    cloned.and('exec p0');
    expect([
      cloned.state.process(0)!.mm,
      cloned.state.ioasid.toldTo(cloned.state.process(0)!),
    ]).toEqual([2, 0]);
    expect([
      cloned.state.process(1)!.mm,
      cloned.state.ioasid.toldTo(cloned.state.process(1)!),
    ]).toEqual([1, 1]);
    expect(cloned.admits('touch p1 f0 mmio')).toEqual(['success']);
    expect(cloned.expects('dma f0')).toBe('reaches mm0');
  });

  it('may all have a PASID that nobody was told, but only one', () => {
    const before = after('alloc -> n0').answered(outOfMemory, failed('ENOMEM'));
    before.and('clone p0 -> p1');
    const behind = after('alloc -> n0', 'clone p0 -> p1').answered(outOfMemory, failed('ENOMEM'));
    for (const model of [before, behind]) {
      expect([0, 1].map((p) => model.state.ioasid.mayHaveUntold(model.state.process(p)!))).toEqual([
        true,
        true,
      ]);
      expect(model.admits('alloc -> n1')).toEqual(['PASID 2', 'PASID 3']); // three, and two are taken
      model.and('alloc -> n1');
      expect(model.admits('alloc -> n2')).toEqual(['PASID 3', 'ENOSPC']);
    }
  });

  it('leave the PASID that nobody was told to those who stay', () => {
    const model = after('alloc -> n0', 'alloc -> n1').answered(outOfMemory, failed('ENOMEM'));
    model.and('clone p0 -> p1', 'exec p0').settled();
    expect(model.admits('alloc -> n2')).toEqual(['PASID 3', 'ENOSPC']);
    expect(model.and('exit p1').settled().admits('alloc -> n2')).toEqual(['PASID 3']);
  });
});
