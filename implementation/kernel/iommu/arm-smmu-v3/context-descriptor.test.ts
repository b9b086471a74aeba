import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../../model/worlds.ts';
import { Bench } from '../../../../testing/kernel.ts';
import { E2BIG, ENOMEM } from '../../machine/errno.ts';
import type { Switches } from '../../switches.ts';
import { CLEAR, leavesOf, QUIET, writeCtxDesc } from './context-descriptor.ts';

/** mm0 bound to d0 under PASID 1, and a descriptor of mm1 beside it, which is in no table yet. */
function twoDescriptors(switches: Partial<Switches> = {}) {
  const bench = new Bench(switches);
  bench.run('open p0 d0 -> f0', 'fork p0 -> p1', 'open p1 d1 -> f1');
  const [mm0, mm1] = bench.k.smmu.cds.rows.map((cd) => bench.k.smmu.cds.pointer(cd));
  return { bench, k: bench.k, mm0: mm0!, mm1: mm1!, entry: bench.k.smmu.contexts.rows[1]! };
}

describe('writing a context descriptor', () => {
  it('installs all of it where none is valid', () => {
    const { bench, k, mm1 } = twoDescriptors();
    writeCtxDesc(k, 0, 3, mm1);
    expect(bench.k.smmu.contexts.rows[3]).toMatchObject({ valid: 1, epd0: 0, ttb: 2, asid: 2 });
    expect(bench.entry(0, 3)).toBe('mm1 present');
  });

  it('goes to the table of one device', () => {
    const { bench, k, mm1 } = twoDescriptors();
    writeCtxDesc(k, 1, 3, mm1);
    expect([bench.entry(0, 3), bench.entry(1, 3)]).toEqual(['absent', 'mm1 present']);
  });

  it('over a valid one replaces all of it', () => {
    const { bench, k, mm1, entry } = twoDescriptors({ liveCdRewrite: 'whole' });
    writeCtxDesc(k, 0, 1, QUIET);
    writeCtxDesc(k, 0, 1, mm1);
    expect(entry).toMatchObject({ valid: 1, epd0: 0, ttb: 2, asid: 2 });
    expect(bench.entry(0, 1)).toBe('mm1 present');
  });

  it('over a valid one replaced its ASID alone, and left a dead mm’s tables and its silence (v5.18)', () => {
    const { bench, k, mm1, entry } = twoDescriptors({ liveCdRewrite: 'asid-only' });
    writeCtxDesc(k, 0, 1, QUIET);
    writeCtxDesc(k, 0, 1, mm1);
    expect(entry).toMatchObject({ valid: 1, epd0: 1, ttb: 1, asid: 2 });
    expect(bench.entry(0, 1)).toBe('mm0 quiet');
  });

  it('QUIET keeps it valid with the tables it names, and forbids walks', () => {
    const { bench, k, entry } = twoDescriptors();
    writeCtxDesc(k, 0, 1, QUIET);
    expect(entry).toMatchObject({ valid: 1, epd0: 1, ttb: 1, asid: 1 });
    expect(bench.entry(0, 1)).toBe('mm0 quiet');
  });

  it('QUIET makes no entry valid that is not', () => {
    const { bench, k } = twoDescriptors();
    writeCtxDesc(k, 0, 3, QUIET);
    expect(k.smmu.contexts.rows[3]).toMatchObject({ valid: 0, ttb: 0, asid: 0 });
    expect(bench.entry(0, 3)).toBe('absent');
  });

  it('CLEAR makes it invalid', () => {
    const { bench, k, entry } = twoDescriptors();
    writeCtxDesc(k, 0, 1, CLEAR);
    expect(entry).toMatchObject({ valid: 0, epd0: 0, ttb: 0, asid: 0 });
    expect(bench.entry(0, 1)).toBe('absent');
  });

  it('at an index past the table is warned about, refused with E2BIG, and writes nothing', () => {
    const { bench, k, mm0 } = twoDescriptors();
    const before = k.machine.layout.snapshot();
    expect(writeCtxDesc(k, 0, k.smmu.ssids, mm0)).toBe(E2BIG);
    expect(bench.log).toEqual(['warning in arm_smmu_write_ctx_desc: substream 4 is too large']);
    expect(k.machine.layout.difference(before)).toEqual([]);
  });

  it('at a negative index passes the check, which is signed, and is out of bounds', () => {
    const { bench, k, mm0 } = twoDescriptors();
    const before = k.machine.layout.snapshot();
    writeCtxDesc(k, 0, -1, mm0);
    expect(bench.log).toEqual([
      'out of bounds in arm_smmu_write_ctx_desc: substream -1 of the CD table',
    ]);
    expect(k.machine.layout.difference(before)).toEqual([]);
  });
});

describe('the descriptor of an mm', () => {
  it('is shared by every device that the mm is bound to', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1');
    expect(bench.k.smmu.cds.live).toBe(1);
    expect(bench.k.smmu.cds.rows[0]).toMatchObject({ refs: 2, asid: 1 });
    bench.run('close p0 f0');
    expect(bench.k.smmu.cds.rows[0]).toMatchObject({ live: 1, refs: 1 });
    bench.run('close p0 f1');
    expect(bench.k.smmu.cds.live).toBe(0);
  });

  it('is allocated for each device, before the shared one is found', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0');
    expect(bench.run('open p0 d1 -> f1 [allocation 4 fails]')).toEqual(['ENOMEM']);
    expect(bench.k.smmu.cds.rows[0]).toMatchObject({ live: 1, refs: 1 });
    bench.run('open p0 d1 -> f1 [allocation 5 fails]'); // the notifier
    expect(bench.k.machine.failed).toBe('arm_smmu_mmu_notifier');
    expect(bench.k.smmu.cds.live).toBe(1);
  });

  it('pins the ASID of its mm as long as it lives', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0');
    expect(bench.mm(0).asidPins).toBe(1);
    bench.run('close p0 f0');
    expect(bench.mm(0).asidPins).toBe(0);
  });
});

describe('a table of two levels', () => {
  it('has its first leaf from the start, and keeps the others when their entries are cleared', () => {
    const { k } = new Bench({}, findWorld('sva-leaves'));
    expect(leavesOf(k, 0)).toBe(1);
    writeCtxDesc(k, 0, 2, QUIET);
    writeCtxDesc(k, 0, 4, QUIET);
    writeCtxDesc(k, 0, 2, CLEAR);
    expect(leavesOf(k, 0)).toBe(3);
  });

  it.each([
    ['clear', CLEAR],
    ['quiet', QUIET],
  ])('allocates a leaf even to %s an entry that was never written', (_, value) => {
    const { k } = new Bench({}, findWorld('sva-leaves'));
    k.machine.cpu.failing = k.machine.cpu.allocations + 1;
    expect([writeCtxDesc(k, 0, 2, value), leavesOf(k, 0)]).toEqual([ENOMEM, 1]);
    expect([writeCtxDesc(k, 0, 2, value), leavesOf(k, 0)]).toEqual([0, 2]);
  });
});
