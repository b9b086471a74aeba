import { describe, expect, it } from 'vitest';
import { map, mediated, passthrough, pin, VfioBench } from '../../../testing/vfio.ts';
import {
  getPin,
  isBehind,
  isReserved,
  mapPage,
  pfnAt,
  putPfn,
  reservedPfn,
  unmapPage,
} from './page.ts';

describe('a new program', () => {
  it('has its own pages, the second adjacent to the first, and a reserved one', () => {
    const bench = new VfioBench();
    const pfns = [0, 1, 2, 3].map((address) => bench.pfn(0, address));
    expect(pfns.map(isReserved)).toEqual([false, false, false, true]);
    expect(isBehind(bench.k, pfns[1]!, pfns[0]!)).toBe(true);
    expect(isBehind(bench.k, pfns[2]!, pfns[1]!)).toBe(false);
    expect(isBehind(bench.k, pfns[0]!, pfns[1]!)).toBe(false);
  });

  it('has nothing after its last address', () => {
    const bench = new VfioBench();
    expect(pfnAt(bench.k, bench.mm(0).index, 4)).toBe(0);
  });

  it('has other pages after exec', () => {
    const bench = new VfioBench();
    const before = bench.pfn(0, 0);
    expect(bench.and('exec p0').pfn(0, 0)).not.toBe(before);
    expect(bench.k.ram!.pages.isLive(before)).toBe(false);
  });
});

describe('fork', () => {
  it('gives the child pages of its own at the same addresses, and the same reserved one', () => {
    const bench = VfioBench.after('munmap-page p0 a2', 'fork p0 -> p1');
    expect(bench.pfn(1, 0)).not.toBe(bench.pfn(0, 0));
    expect(bench.k.ram!.pages.at(bench.pfn(1, 0), 'test').mm).toBe(2);
    expect([bench.pfn(1, 2), bench.pfn(1, 3)]).toEqual([0, bench.pfn(0, 3)]);
  });

  it('leaves pins with the page of the parent', () => {
    const bench = VfioBench.after(...passthrough, map, 'fork p0 -> p1');
    expect([bench.pins(0, 0), bench.pins(1, 0)]).toEqual([1, 0]);
  });
});

describe('a page', () => {
  it('is freed when nothing maps and nothing pins it, in either order', () => {
    for (const unmapsFirst of [true, false]) {
      const { k, pfn } = pinned();
      const isLive = () => k.ram!.pages.isLive(pfn);
      if (unmapsFirst) unmapPage(k, 0, 0);
      else putPfn(k, pfn, 'test');
      expect(isLive()).toBe(true);
      if (unmapsFirst) putPfn(k, pfn, 'test');
      else unmapPage(k, 0, 0);
      expect(isLive()).toBe(false);
    }
  });

  it('is kept by a pin when the address space ends', () => {
    const bench = VfioBench.after(...mediated, map, pin, 'fork p0 -> p1');
    const pfn = bench.pfn(0, 0);
    bench.run('exit p0');
    expect(bench.k.ram!.pages.at(pfn, 'test')).toMatchObject({ live: 1, pins: 1, mapped: 0 });
  });

  it('whose pins fall below zero is reported', () => {
    const bench = new VfioBench();
    putPfn(bench.k, bench.pfn(0, 0), 'vfio_unpin_pages_remote');
    expect(bench.log).toEqual(['refcount underflow in vfio_unpin_pages_remote: page']);
  });

  it('that is used after it was freed is noticed', () => {
    const bench = new VfioBench();
    const pfn = bench.pfn(0, 0);
    unmapPage(bench.k, bench.mm(0).index, 0);
    getPin(bench.k, pfn, 'get_user_pages');
    expect(bench.log).toEqual(['use-after-free in get_user_pages: page']);
  });

  it('that is newly mapped is adjacent to no other', () => {
    const { k, pfn } = pinned();
    unmapPage(k, 0, 1);
    mapPage(k, k.mms.pointer(k.mms.rows[0]!), 1);
    expect(isBehind(k, pfnAt(k, 0, 1), pfn)).toBe(false);
  });
});

describe('a reserved frame', () => {
  it('takes no reference, gives none back, and counts nothing', () => {
    const bench = new VfioBench();
    const pfn = bench.pfn(0, 3);
    getPin(bench.k, pfn, 'test');
    expect(putPfn(bench.k, pfn, 'test')).toBe(0);
    expect([bench.seen.pinReferences(), bench.log]).toEqual([0, []]);
  });

  it('counts as one page only if it is not reserved', () => {
    const { k, pfn } = pinned();
    const { pins } = k.ram!.pages.at(pfn, 'test');
    expect(putPfn(k, pfn, 'test')).toBe(1);
    expect(k.ram!.pages.at(pfn, 'test').pins).toBe(pins - 1);
    expect(putPfn(k, reservedPfn(3), 'test')).toBe(0);
  });

  it('is adjacent to the reserved frame before it, and to no page of memory', () => {
    const { k, pfn } = pinned();
    expect(isBehind(k, reservedPfn(3), reservedPfn(2))).toBe(true);
    expect(isBehind(k, reservedPfn(2), reservedPfn(3))).toBe(false);
    expect(isBehind(k, reservedPfn(1), pfn)).toBe(false);
    expect(isBehind(k, pfn, reservedPfn(1))).toBe(false);
  });
});

/** The first page of p0 is pinned once. */
function pinned() {
  const bench = new VfioBench();
  const pfn = bench.pfn(0, 0);
  getPin(bench.k, pfn, 'test');
  return { k: bench.k, pfn };
}
