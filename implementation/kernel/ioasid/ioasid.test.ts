import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../model/worlds.ts';
import { Bench } from '../../../testing/kernel.ts';

import { ENOMEM, ENOSPC } from '../machine/errno.ts';
import { DRIVER, ioasidAlloc, ioasidFree, ioasidGet, ioasidPut } from './ioasid.ts';

describe('the allocator', () => {
  it('hands out the lowest free PASID, from 1 on', () => {
    const { k } = new Bench();
    expect([ioasidAlloc(k, 1), ioasidAlloc(k, 2), ioasidAlloc(k, DRIVER)]).toEqual([1, 2, 3]);
  });

  it('hands out at once what was just freed', () => {
    const { k } = new Bench();
    ioasidAlloc(k, 1);
    ioasidAlloc(k, 2);
    ioasidFree(k, 1);
    expect(ioasidAlloc(k, 3)).toBe(1);
  });

  it('returns different errors for an exhausted range and exhausted memory', () => {
    const { k } = new Bench({}, findWorld('sva-one-pasid'));
    k.machine.cpu.failing = k.machine.cpu.allocations + 1;
    expect(ioasidAlloc(k, 1)).toBe(ENOMEM);
    expect(ioasidAlloc(k, 1)).toBe(1);
    expect(ioasidAlloc(k, 2)).toBe(ENOSPC);
  });

  it('knows the owner of a PASID', () => {
    const bench = new Bench();
    ioasidAlloc(bench.k, 1);
    ioasidAlloc(bench.k, DRIVER);
    expect([1, 2, 3].map((n) => bench.seen.pasidOwner(n))).toEqual([1, -1, 0]);
  });

  it('does not sleep, so it may be called in atomic context', () => {
    const bench = new Bench();
    bench.k.machine.cpu.atomic = 1;
    ioasidFree(bench.k, ioasidAlloc(bench.k, 1));
    expect(bench.log).toEqual([]);
  });
});

const frees = (...lines: string[]) => {
  const bench = new Bench({ allocLock: 'mutex' });
  bench.run(...lines);
  return bench.log;
};

describe('an allocator with a mutex (the series for guest SVA)', () => {
  it.each([
    ['ioasid_alloc', (k: Bench['k']) => ioasidAlloc(k, 1)],
    ['ioasid_get', (k: Bench['k']) => ioasidGet(k, 1)],
    ['ioasid_put', (k: Bench['k']) => ioasidPut(k, 1)],
    ['ioasid_free', (k: Bench['k']) => ioasidFree(k, 1)],
  ])('sleeps in %s, which is noticed in atomic context and nowhere else', (name, call) => {
    const bench = new Bench({ allocLock: 'mutex' });
    if (name !== 'ioasid_alloc') ioasidAlloc(bench.k, 1);
    bench.k.machine.cpu.atomic = 1;
    call(bench.k);
    expect(bench.log).toEqual([`sleeping in atomic context in ${name}: depth 1`]);
    bench.k.machine.cpu.atomic = 0;
    ioasidFree(bench.k, ioasidAlloc(bench.k, 1));
    expect(bench.log.length).toBe(1);
  });

  it('frees an mm’s PASID where nothing may sleep: in the SRCU callback, or in the switch to another task', () => {
    const splat = 'sleeping in atomic context in ioasid_free: depth 1';
    expect(frees('open p0 d0 -> f0', 'exit p0')).toEqual([]);
    expect(frees('open p0 d0 -> f0', 'exit p0', 'gp', 'work')).toEqual([splat]);
    expect(frees('open p0 d0 -> f0', 'close p0 f0', 'gp', 'work', 'exit p0')).toEqual([splat]);
  });
});

describe('counted holders (v5.11 to v5.17)', () => {
  it('free a PASID with the last put, which says so', () => {
    const { k, seen } = new Bench();
    ioasidAlloc(k, 1);
    ioasidGet(k, 1);
    expect(ioasidPut(k, 1)).toBe(false);
    expect(seen.pasidOwner(1)).toBe(1);
    expect(ioasidPut(k, 1)).toBe(true);
    expect(seen.pasidOwner(1)).toBe(0);
  });
});

describe('a PASID that is not allocated', () => {
  it.each([
    ['ioasid_get', ioasidGet],
    ['ioasid_put', ioasidPut],
    ['ioasid_free', ioasidFree],
  ])('is warned about by %s', (name, call) => {
    const bench = new Bench();
    call(bench.k, 2);
    call(bench.k, -1);
    expect(bench.log).toEqual([
      `warning in ${name}: PASID 2 is not allocated`,
      `warning in ${name}: PASID -1 is not allocated`,
    ]);
  });
});
