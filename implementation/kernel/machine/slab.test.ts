import { describe, expect, it } from 'vitest';
import { oopses } from '../../../testing/kernel.ts';
import { Machine } from './machine.ts';
import { Slab } from './slab.ts';
import { WorldFull } from './splat.ts';

function slabOf(count: number) {
  const machine = new Machine();
  const slab = new Slab(machine, 'mm_struct', count, ['users', 'pasid']);
  const log = () => machine.splats.map((s) => `${s.kind} in ${s.where}: ${s.what}`);
  return { machine, slab, log };
}

describe('an object of a slab', () => {
  it('comes zeroed, also where another has lain', () => {
    const { slab } = slabOf(1);
    const first = slab.alloc();
    slab.at(first, 'test').users = 7;
    slab.free(first, 'test');
    const second = slab.alloc();
    expect(slab.at(second, 'test')).toMatchObject({ users: 0, pasid: 0 });
  });

  it('has a pointer that is never NULL, and differs from that of whatever lay there before', () => {
    const { slab } = slabOf(1);
    const first = slab.alloc();
    slab.free(first, 'test');
    const second = slab.alloc();
    expect(first).not.toBe(0);
    expect(second).not.toBe(first);
    expect([slab.isLive(0), slab.isLive(first), slab.isLive(second)]).toEqual([false, false, true]);
  });

  it('is found again from its row', () => {
    const { slab } = slabOf(2);
    slab.alloc();
    const ptr = slab.alloc();
    expect(slab.pointer(slab.rows[1]!)).toBe(ptr);
  });

  it('is counted', () => {
    const { slab } = slabOf(3);
    const ptr = slab.alloc();
    slab.alloc();
    slab.free(ptr, 'test');
    expect([slab.live, slab.room]).toEqual([1, 2]);
  });

  it('can be used and freed without complaint', () => {
    const { slab, log } = slabOf(1);
    const ptr = slab.alloc();
    slab.at(ptr, 'mmget').users++;
    slab.free(ptr, '__mmdrop');
    expect(log()).toEqual([]);
  });
});

describe('the machine notices', () => {
  it('a use after free', () => {
    const { slab, log } = slabOf(1);
    const ptr = slab.alloc();
    slab.free(ptr, '__mmdrop');
    slab.at(ptr, 'mmget');
    expect(log()).toEqual(['use-after-free in mmget: mm_struct']);
  });

  it('a use after free also where another object lies by now, and reads what lies there', () => {
    const { slab, log } = slabOf(1);
    const old = slab.alloc();
    slab.free(old, '__mmdrop');
    slab.at(slab.alloc(), 'mm_init').pasid = 5;
    expect(slab.at(old, 'mmget').pasid).toBe(5);
    expect(log()).toEqual(['use-after-free in mmget: mm_struct']);
  });

  it('a double free, which then frees nothing', () => {
    const { slab, log } = slabOf(2);
    const ptr = slab.alloc();
    slab.alloc();
    slab.free(ptr, '__mmdrop');
    slab.free(ptr, '__mmdrop');
    expect(log()).toEqual(['double free in __mmdrop: mm_struct']);
    expect(slab.live).toBe(1);
  });

  it('a double free of what another object has become, and leaves that alone', () => {
    const { slab, log } = slabOf(1);
    const old = slab.alloc();
    slab.free(old, '__mmdrop');
    const fresh = slab.alloc();
    slab.free(old, '__mmdrop');
    expect(log()).toEqual(['double free in __mmdrop: mm_struct']);
    expect(slab.isLive(fresh)).toBe(true);
  });

  it('a null dereference, which ends the call', () => {
    const { slab, log } = slabOf(1);
    expect(oopses(() => slab.at(0, 'mmget'))).toBe(true);
    expect(log()).toEqual(['null dereference in mmget: mm_struct']);
  });

  it('nothing wrong with kfree(NULL)', () => {
    const { slab, log } = slabOf(1);
    slab.free(0, '__mmdrop');
    expect(log()).toEqual([]);
  });
});

describe('an allocation', () => {
  it('fails on request, with NULL and without a remainder', () => {
    const { machine, slab } = slabOf(4);
    machine.cpu.failing = 2;
    const got = [slab.alloc(), slab.alloc(), slab.alloc()];
    expect(got.map((ptr) => ptr !== 0)).toEqual([true, false, true]);
    expect(slab.live).toBe(2);
  });

  it('beyond the room of the world ends the trace, without a violation', () => {
    const { slab, log } = slabOf(1);
    slab.alloc();
    expect(() => slab.alloc()).toThrow(new WorldFull('mm_struct'));
    expect(log()).toEqual([]);
  });
});

describe('a slab', () => {
  it('cannot be made larger than a pointer can tell slots apart', () => {
    expect(() => slabOf(64)).toThrow(new RangeError('slab mm_struct: at most 63 objects'));
    expect(() => slabOf(63)).not.toThrow();
  });
});
