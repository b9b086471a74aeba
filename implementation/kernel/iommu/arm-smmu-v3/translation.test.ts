import { describe, expect, it } from 'vitest';
import { Bench } from '../../../../testing/kernel.ts';
import { dmaResult } from '../iommu-ops.ts';
import { CLEAR, QUIET, writeCtxDesc } from './context-descriptor.ts';
import { atcInv, tlbHolds, tlbInvAsid, smmuTranslate } from './translation.ts';

const { aborted, fault } = dmaResult;

/** mm0 bound to d0 under PASID 1, mm1 to d1 under PASID 2. */
function twoBonds() {
  const bench = new Bench();
  bench.run('open p0 d0 -> f0', 'fork p0 -> p1', 'open p1 d1 -> f1');
  return { bench, k: bench.k };
}

describe('a DMA', () => {
  it('reaches the mm that a valid descriptor names, and is remembered by the TLB and the device', () => {
    const { bench, k } = twoBonds();
    expect(smmuTranslate(k, 0, 1)).toBe(1);
    expect(tlbHolds(k, 1)).toBe(1);
    expect(bench.seen.cachedMm(0, 1)).toBe(1);
    expect(bench.seen.cachedMm(1, 1)).toBe(0);
  });

  it('under a PASID without a valid descriptor, or that is none, is reported as a fault', () => {
    const { k } = twoBonds();
    expect([
      smmuTranslate(k, 0, 2),
      smmuTranslate(k, 0, -1),
      smmuTranslate(k, 0, k.smmu.ssids),
    ]).toEqual([fault, fault, fault]);
  });

  it('through a quiet descriptor is aborted silently, and caches nothing', () => {
    const { bench, k } = twoBonds();
    writeCtxDesc(k, 0, 1, QUIET);
    expect(smmuTranslate(k, 0, 1)).toBe(aborted);
    expect(bench.seen.cachedMm(0, 1)).toBe(0);
  });

  it('that the device has cached does not look at the descriptor', () => {
    const { k } = twoBonds();
    smmuTranslate(k, 0, 1);
    writeCtxDesc(k, 0, 1, CLEAR);
    expect(smmuTranslate(k, 0, 1)).toBe(1);
    atcInv(k, 0, 1);
    expect(smmuTranslate(k, 0, 1)).toBe(fault);
  });

  it('that hits the TLB is not stopped by EPD0, which forbids walks', () => {
    const { k } = twoBonds();
    smmuTranslate(k, 0, 1);
    atcInv(k, 0, 1);
    writeCtxDesc(k, 0, 1, QUIET);
    expect(smmuTranslate(k, 0, 1)).toBe(1);
    atcInv(k, 0, 1);
    tlbInvAsid(k, 1);
    expect(smmuTranslate(k, 0, 1)).toBe(aborted);
  });

  it('after exit_mmap finds the tables empty and is aborted', () => {
    const { bench, k } = twoBonds();
    bench.mm(0).mapped = 0;
    expect(smmuTranslate(k, 0, 1)).toBe(aborted);
    expect(bench.log).toEqual([]);
  });

  it('that walks the tables of an mm that was freed is a use after free', () => {
    const { bench, k } = twoBonds();
    k.mms.free(bench.task(0).mm, 'test');
    expect(smmuTranslate(k, 0, 1)).toBe(aborted);
    expect(bench.log).toEqual(['use-after-free in SMMU table walk: page tables of mm0']);
  });

  it('that reaches pages of an ended mm through a cache is a use after free', () => {
    const { bench, k } = twoBonds();
    smmuTranslate(k, 0, 1);
    bench.mm(0).mapped = 0;
    expect(smmuTranslate(k, 0, 1)).toBe(1);
    expect(bench.log).toEqual([
      'use-after-free in DMA: pages of mm0, through a cached translation',
    ]);
  });
});

describe('invalidation', () => {
  it('by ASID takes one address space out of the TLB', () => {
    const { k } = twoBonds();
    smmuTranslate(k, 0, 1);
    smmuTranslate(k, 1, 2);
    expect([tlbHolds(k, 1), tlbHolds(k, 2)]).toEqual([1, 2]);
    tlbInvAsid(k, 2);
    expect([tlbHolds(k, 1), tlbHolds(k, 2)]).toEqual([1, 0]);
  });

  it('of the ATC takes one substream out of one device', () => {
    const { bench, k } = twoBonds();
    bench.run('open p0 d1 -> f2');
    smmuTranslate(k, 0, 1);
    smmuTranslate(k, 1, 1);
    smmuTranslate(k, 1, 2);
    atcInv(k, 1, 1);
    const atc = (device: number, pasid: number) =>
      k.smmu.caches.atc[device * k.smmu.ssids + pasid]!.mm;
    expect([atc(0, 1), atc(1, 1), atc(1, 2)]).toEqual([1, 0, 2]);
  });

  it('of the ATC for no PASID takes every substream out of the device', () => {
    const { k } = twoBonds();
    for (const cached of k.smmu.caches.atc) cached.mm = 1;
    atcInv(k, 1, 0);
    expect(k.smmu.caches.atc.map(({ mm }) => mm)).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
  });

  it('of a substream that does not exist matches nothing', () => {
    const { k } = twoBonds();
    for (const cached of k.smmu.caches.atc) cached.mm = 1;
    const before = k.machine.layout.snapshot();
    atcInv(k, 0, k.smmu.ssids);
    atcInv(k, 1, -1);
    expect(k.machine.layout.difference(before)).toEqual([]);
  });
});
