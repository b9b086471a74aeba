import { describe, expect, it } from 'vitest';
import { Machine } from './machine.ts';

describe('might_sleep', () => {
  it('is silent if sleeping is allowed', () => {
    const m = new Machine();
    m.mightSleep('mutex_lock');
    expect(m.splats).toEqual([]);
  });

  it('notices a sleep in atomic context, and how deep that is', () => {
    const m = new Machine();
    m.cpu.atomic = 2;
    m.mightSleep('mutex_lock');
    expect(m.splats).toEqual([
      { kind: 'sleeping in atomic context', where: 'mutex_lock', what: 'depth 2' },
    ]);
  });
});

describe('allocations', () => {
  it('are numbered from 1; the one that is to fail does, and no other', () => {
    const m = new Machine();
    m.cpu.failing = 2;
    expect([
      m.allocationFails('test'),
      m.allocationFails('test'),
      m.allocationFails('test'),
    ]).toEqual([false, true, false]);
  });

  it('all succeed by default', () => {
    const m = new Machine();
    expect(Array.from({ length: 50 }, () => m.allocationFails('test'))).not.toContain(true);
  });
});

describe('a machine', () => {
  it('counts its ticks, so that queues keep their order', () => {
    const m = new Machine();
    expect([m.tick(), m.tick(), m.tick()]).toEqual([1, 2, 3]);
  });

  it('forgets its log and its memory when it is reset', () => {
    const m = new Machine();
    m.tick();
    m.splat('warning', 'test', 'something');
    m.reset();
    expect(m.splats).toEqual([]);
    expect(m.tick()).toBe(1);
  });
});
