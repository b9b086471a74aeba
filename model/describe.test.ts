import { describe as suite, expect, it } from 'vitest';
import { stateLineText } from './state-line.ts';
import { describeState } from './hints.ts';
import { commands } from './order.ts';
import { parseSteps } from './linux.ts';
import { State } from './state.ts';
import { findWorld } from './worlds.ts';
import { afterIn, Model } from '../testing/model.ts';
import { threads } from '../testing/threads.ts';

/** The state after commands that were each answered in the ordinary way. */
function after(...lines: readonly string[]): readonly string[] {
  const s = new State(findWorld('sva'));
  for (const c of parseSteps(...lines)) {
    const rules = commands.find((r) => r.kind === c.kind)!;
    rules.next(s, c, rules.typical(s, c));
  }
  return describeState(s).map(stateLineText);
}

suite('the model in lines', () => {
  it('begins with one process', () => {
    expect(after()).toEqual(['p0: mm0']);
  });

  it('says who holds a file, who is bound by it, and what maps it', () => {
    expect(after('open p0 d1 -> f0', 'fork p0 -> p1', 'mmap p0 f0 dus', 'start p0 f0')).toEqual([
      'p0: mm0, open f0',
      'p1: mm1, open f0',
      'f0: d1, held by p0 p1, dus mapped in mm0, queue started, bond to mm0 as PASID 1',
    ]);
  });

  it('says that two processes run in one mm', () => {
    expect(after('open p0 d0 -> f0', 'clone p0 -> p1', 'mmap p1 f0 dus', 'close p0 f0')).toEqual([
      'p0: mm0',
      'p1: mm0, open f0',
      'f0: d0, held by p1, dus mapped in mm0, bond to mm0 as PASID 1',
    ]);
  });

  it('says that only a mapping keeps a file', () => {
    expect(after('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'close p0 f0')).toContain(
      'f0: d0, held by nobody, mmio mapped in mm0, bond to mm0 as PASID 1',
    );
  });

  it('lists handles of bind, PASIDs of drivers, and devices that are gone', () => {
    expect(
      after('open p0 d0 -> f0', 'bind p0 f0 -> h0', 'alloc -> n0', 'hotplug d1 remove').slice(2),
    ).toEqual([
      'h0: d0, made through f0, bond to mm0 as PASID 1',
      'd1: removed',
      'n0: PASID 2, a driver’s',
    ]);
  });

  it('says that a file whose device went has no bond', () => {
    expect(after('open p0 d0 -> f0', 'hotplug d0 remove')).toContain(
      'f0: d0, held by p0, queue dead, no bond',
    );
  });

  it('says what is in a container, what is mapped and pinned, and what each mm has locked', () => {
    const { state } = afterIn(
      'vfio',
      'container p0 type1v2 -> c0',
      'attach p0 c0 g0',
      'map p0 c0 i0 a0 2 rw',
      'pin g0 i0 1',
      'container p0 type1 -> c1',
    );
    expect(describeState(state).map(stateLineText)).toEqual([
      'p0: mm0',
      'c0: type1v2, g0 (mdev)',
      'c1: type1, no group',
      'c0 i0: 2 pages at a0 of mm0, pinned by the IOMMU 0, by drivers 1',
      'mm0 of p0: 1 locked',
    ]);
  });

  it('says that a mapping was handed over', () => {
    const { state } = afterIn('vfio', 'container p0 type1v2 -> c0', 'attach p0 c0 g1').and(
      'map p0 c0 i0 a0 1 rw',
      'unmap-vaddr p0 c0 i0',
    );
    expect(describeState(state).map(stateLineText)).toContain(
      'c0 i0: 1 page at a0 of mm0, pinned by the IOMMU 1, by drivers 0, handed over',
    );
  });
});

suite('threads', () => {
  it('are told from processes, also when their leader is gone', () => {
    const model = new Model(threads).and('open p0 d0 -> f0', 'thread p0 -> p1', 'fork p1 -> p2');
    expect(describeState(model.state).map(stateLineText).slice(0, 3)).toEqual([
      'p0: mm0, open f0',
      'p1: mm0, open f0, thread of p0',
      'p2: mm1, open f0',
    ]);
    model.and('exit p0');
    expect(describeState(model.state).map(stateLineText)).toContain(
      'p1: mm0, open f0, thread of p0 (exited)',
    );
  });
});
