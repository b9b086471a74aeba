import { describe, expect, it } from 'vitest';
import { Bench } from '../../../../testing/kernel.ts';
import type { Switches } from '../../switches.ts';
import {
  ABORTED,
  atcInv,
  C_BAD_CD,
  CLEAR,
  flushTlbMm,
  QUIET,
  tlbHolds,
  tlbInvAsid,
  translate,
  writeCtxDesc,
} from './context-descriptor.ts';

/** mm0 bound to d0 under PASID 1, and a descriptor of mm1 beside it, which is in no table yet. */
function twoDescriptors(switches: Partial<Switches> = {}) {
  const bench = new Bench(switches);
  bench.run('open p0 d0 -> f0', 'fork p0 -> p1', 'open p1 d1 -> f1');
  const [mm0, mm1] = bench.k.cds.rows.map((cd) => bench.k.cds.pointer(cd));
  return { bench, k: bench.k, mm0: mm0!, mm1: mm1!, entry: bench.k.contexts.rows[1]! };
}

describe('writing a context descriptor', () => {
  it('installs all of it where none is valid', () => {
    const { bench, k, mm1 } = twoDescriptors();
    writeCtxDesc(k, 0, 3, mm1);
    expect(bench.k.contexts.rows[3]).toMatchObject({ valid: 1, epd0: 0, ttb: 2, asid: 2 });
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

  it('CLEAR makes it invalid', () => {
    const { bench, k, entry } = twoDescriptors();
    writeCtxDesc(k, 0, 1, CLEAR);
    expect(entry).toMatchObject({ valid: 0, epd0: 0, ttb: 0, asid: 0 });
    expect(bench.entry(0, 1)).toBe('absent');
  });

  it('at an index past the table is warned about and writes nothing', () => {
    const { bench, k, mm0 } = twoDescriptors();
    const before = k.machine.layout.snapshot();
    writeCtxDesc(k, 0, k.ssids, mm0);
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

describe('a DMA', () => {
  it('reaches the mm that a valid descriptor names, and is remembered by the TLB and the device', () => {
    const { bench, k } = twoDescriptors();
    expect(translate(k, 0, 1)).toBe(1);
    expect(tlbHolds(k, 1)).toBe(1);
    expect(bench.seen.cachedMm(0, 1)).toBe(1);
    expect(bench.seen.cachedMm(1, 1)).toBe(0);
  });

  it('under a PASID without a valid descriptor, or that is none, is reported as a fault', () => {
    const { k } = twoDescriptors();
    expect([translate(k, 0, 2), translate(k, 0, -1), translate(k, 0, k.ssids)]).toEqual([
      C_BAD_CD,
      C_BAD_CD,
      C_BAD_CD,
    ]);
  });

  it('through a quiet descriptor is aborted silently, and caches nothing', () => {
    const { bench, k } = twoDescriptors();
    writeCtxDesc(k, 0, 1, QUIET);
    expect(translate(k, 0, 1)).toBe(ABORTED);
    expect(bench.seen.cachedMm(0, 1)).toBe(0);
  });

  it('that the device has cached does not look at the descriptor', () => {
    const { k } = twoDescriptors();
    translate(k, 0, 1);
    writeCtxDesc(k, 0, 1, CLEAR);
    expect(translate(k, 0, 1)).toBe(1);
    atcInv(k, 0, 1);
    expect(translate(k, 0, 1)).toBe(C_BAD_CD);
  });

  it('that hits the TLB is not stopped by EPD0, which forbids walks', () => {
    const { k } = twoDescriptors();
    translate(k, 0, 1);
    atcInv(k, 0, 1);
    writeCtxDesc(k, 0, 1, QUIET);
    expect(translate(k, 0, 1)).toBe(1);
    atcInv(k, 0, 1);
    tlbInvAsid(k, 1);
    expect(translate(k, 0, 1)).toBe(ABORTED);
  });

  it('after exit_mmap finds the tables empty and is aborted', () => {
    const { bench, k } = twoDescriptors();
    bench.mm(0).mapped = 0;
    expect(translate(k, 0, 1)).toBe(ABORTED);
    expect(bench.log).toEqual([]);
  });

  it('that walks the tables of an mm that was freed is a use after free', () => {
    const { bench, k } = twoDescriptors();
    k.mms.free(bench.task(0).mm, 'test');
    expect(translate(k, 0, 1)).toBe(ABORTED);
    expect(bench.log).toEqual(['use-after-free in SMMU table walk: page tables of mm0']);
  });

  it('that reaches pages of an ended mm through a cache is a use after free', () => {
    const { bench, k } = twoDescriptors();
    translate(k, 0, 1);
    bench.mm(0).mapped = 0;
    expect(translate(k, 0, 1)).toBe(1);
    expect(bench.log).toEqual([
      'use-after-free in DMA: pages of mm0, through a cached translation',
    ]);
  });
});

describe('invalidation', () => {
  it('by ASID takes one address space out of the TLB', () => {
    const { k } = twoDescriptors();
    translate(k, 0, 1);
    translate(k, 1, 2);
    tlbInvAsid(k, 2);
    expect([tlbHolds(k, 1), tlbHolds(k, 2)]).toEqual([1, 0]);
  });

  it('of the ATC takes one substream out of one device', () => {
    const { bench, k } = twoDescriptors();
    bench.run('open p0 d1 -> f2');
    translate(k, 0, 1);
    translate(k, 1, 1);
    translate(k, 1, 2);
    atcInv(k, 1, 1);
    const atc = (device: number, pasid: number) => k.caches.atc[device * k.ssids + pasid]!.mm;
    expect([atc(0, 1), atc(1, 1), atc(1, 2)]).toEqual([1, 0, 2]);
  });

  it('of a substream that does not exist matches nothing', () => {
    const { k } = twoDescriptors();
    for (const cached of k.caches.atc) cached.mm = 1;
    const before = k.machine.layout.snapshot();
    atcInv(k, 0, k.ssids);
    atcInv(k, 1, -1);
    expect(k.machine.layout.difference(before)).toEqual([]);
  });

  it('by the CPU at the end of an mm reaches the SMMU’s TLB, but no device’s ATC', () => {
    const { bench, k } = twoDescriptors();
    translate(k, 0, 1);
    flushTlbMm(k, bench.task(0).mm);
    expect(tlbHolds(k, 1)).toBe(0);
    expect(bench.seen.cachedMm(0, 1)).toBe(1);
  });
});

describe('the descriptor of an mm', () => {
  it('is shared by every device that the mm is bound to', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1');
    expect(bench.k.cds.live).toBe(1);
    expect(bench.k.cds.rows[0]).toMatchObject({ refs: 2, asid: 1 });
    bench.run('close p0 f0');
    expect(bench.k.cds.rows[0]).toMatchObject({ live: 1, refs: 1 });
    bench.run('close p0 f1');
    expect(bench.k.cds.live).toBe(0);
  });

  it('pins the ASID of its mm as long as it lives', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0');
    expect(bench.mm(0).asidPins).toBe(1);
    bench.run('close p0 f0');
    expect(bench.mm(0).asidPins).toBe(0);
  });
});
