import { describe, expect, it } from 'vitest';
import { VfioBench } from '../../../testing/vfio.ts';
import {
  getTaskMm,
  getTaskStruct,
  isCapable,
  leaderOf,
  mmOfTask,
  putTaskStruct,
  rlimitMemlock,
  structOf,
} from './task-struct.ts';

const threads = (...lines: readonly string[]) => new VfioBench({}, 'vfio-threads').and(...lines);
const struct = (bench: VfioBench, process: number) => structOf(bench.k, bench.task(process));
const limit = (bench: VfioBench, process: number) => rlimitMemlock(bench.k, struct(bench, process));

describe('a task', () => {
  it('refers to itself until it has exited', () => {
    const bench = VfioBench.after('fork p0 -> p1');
    const of = struct(bench, 1);
    expect(bench.k.structs!.slab.at(of, 'test').usage).toBe(1);
    bench.run('exit p1');
    expect(bench.k.structs!.slab.isLive(of)).toBe(false);
  });

  it('is kept by a reference, with its limit, but without mm', () => {
    const bench = VfioBench.after('fork p0 -> p1', 'setrlimit p1 1');
    const of = struct(bench, 1);
    const { slab, signals } = bench.k.structs!;
    const { signal } = slab.at(of, 'test');
    getTaskStruct(bench.k, of);
    bench.run('exit p1');
    expect(rlimitMemlock(bench.k, of)).toBe(1);
    expect([mmOfTask(bench.k, of, 'test'), getTaskMm(bench.k, of)]).toEqual([0, 0]);
    expect(signals.isLive(signal)).toBe(true);
    putTaskStruct(bench.k, of);
    expect([slab.isLive(of), signals.isLive(signal)]).toEqual([false, false]);
    expect(bench.log).toEqual([]);
  });

  it('has no mm from exit_mm on, while its files are still open', () => {
    const bench = VfioBench.after('fork p0 -> p1');
    const of = struct(bench, 1);
    bench.run('exit p1 [stops at do_exit: mm left, files still open]');
    expect(mmOfTask(bench.k, of, 'test')).toBe(0);
  });

  it('that is used after it was freed is noticed', () => {
    const bench = VfioBench.after('fork p0 -> p1');
    const of = struct(bench, 1);
    bench.run('exit p1');
    mmOfTask(bench.k, of, 'get_task_mm');
    expect(bench.log).toEqual(['use-after-free in get_task_mm: task_struct']);
  });
});

describe('get_task_mm', () => {
  it('takes a reference on the address space', () => {
    const bench = new VfioBench();
    expect(getTaskMm(bench.k, struct(bench, 0))).toBe(bench.task(0).mm);
    expect(bench.mm(0).users).toBe(2);
  });

  it('follows the task into its next program', () => {
    const bench = new VfioBench();
    const of = struct(bench, 0);
    const before = mmOfTask(bench.k, of, 'test');
    bench.run('exec p0');
    expect(mmOfTask(bench.k, of, 'test')).toBe(bench.task(0).mm);
    expect(bench.task(0).mm).not.toBe(before);
  });
});

describe('limit and capability', () => {
  it('are inherited by fork and kept by exec', () => {
    const bench = new VfioBench({}, 'vfio-capable').and(
      'setrlimit p0 1',
      'fork p0 -> p1',
      'exec p1',
    );
    expect([limit(bench, 1), isCapable(bench.k, struct(bench, 1))]).toEqual([1, true]);
  });

  it('change for the process alone that changes them', () => {
    const bench = new VfioBench({}, 'vfio-capable').and(
      'fork p0 -> p1',
      'setrlimit p1 1',
      'dropcap p1',
    );
    expect([limit(bench, 0), limit(bench, 1)]).toEqual([Infinity, 1]);
    expect([0, 1].map((p) => isCapable(bench.k, struct(bench, p)))).toEqual([true, false]);
  });

  it('are unlimited in the beginning, and can be so again', () => {
    const bench = VfioBench.after('setrlimit p0 1', 'setrlimit p0 unlimited');
    expect(limit(bench, 0)).toBe(Infinity);
  });
});

describe('a thread', () => {
  it('has the leader of its group, which it keeps, and the limit of all', () => {
    const bench = threads('thread p0 -> p1', 'setrlimit p1 1');
    const leader = struct(bench, 0);
    expect(leaderOf(bench.k, struct(bench, 1))).toBe(leader);
    expect(bench.k.structs!.slab.at(leader, 'test').usage).toBe(2);
    expect([limit(bench, 0), limit(bench, 1)]).toEqual([1, 1]);
  });

  it('keeps its leader after the exit of the leader: a zombie without mm, whose limit still holds', () => {
    const bench = threads('thread p0 -> p1', 'setrlimit p0 1');
    const leader = struct(bench, 0);
    bench.run('exit p0');
    expect(bench.k.structs!.slab.isLive(leader)).toBe(true);
    expect(mmOfTask(bench.k, leader, 'test')).toBe(0);
    expect(limit(bench, 1)).toBe(1);
    bench.run('exit p1');
    expect(bench.k.structs!.slab.live).toBe(0);
  });

  it('of a thread has the same leader', () => {
    const bench = threads('thread p0 -> p1', 'thread p1 -> p2');
    expect(leaderOf(bench.k, struct(bench, 2))).toBe(struct(bench, 0));
  });

  it('leads the group after its exec, with the limit that the group had', () => {
    const bench = threads('thread p0 -> p1', 'setrlimit p0 1', 'exec p1');
    const of = struct(bench, 1);
    expect([leaderOf(bench.k, of), limit(bench, 1)]).toEqual([of, 1]);
    expect(bench.k.structs!.slab.live).toBe(1);
  });

  it('that took the group over sets the limit that is read through the old leader', () => {
    const bench = threads('thread p0 -> p1');
    const old = struct(bench, 0);
    getTaskStruct(bench.k, old);
    bench.run('exec p1', 'setrlimit p1 1');
    expect(rlimitMemlock(bench.k, old)).toBe(1);
    expect([old, struct(bench, 1)].map((of) => leaderOf(bench.k, of))).toEqual([
      old,
      struct(bench, 1),
    ]);
    putTaskStruct(bench.k, old);
    expect([bench.k.structs!.signals.live, bench.log]).toEqual([1, []]);
  });

  it('that forks makes a process with a limit of its own', () => {
    const bench = threads(
      'thread p0 -> p1',
      'setrlimit p0 1',
      'fork p1 -> p2',
      'setrlimit p2 unlimited',
    );
    expect([limit(bench, 1), limit(bench, 2)]).toEqual([1, Infinity]);
    expect(leaderOf(bench.k, struct(bench, 2))).toBe(struct(bench, 2));
  });

  it('leaves no struct behind, in whichever order they exit', () => {
    for (const order of [
      ['exit p0', 'exit p1'],
      ['exit p1', 'exit p0'],
    ]) {
      const { k, log } = threads('thread p0 -> p1', ...order);
      expect([k.structs!.slab.live, k.structs!.signals.live, log]).toEqual([0, 0, []]);
    }
  });
});

describe('a world without VFIO', () => {
  it('has none of it', () => {
    expect(new VfioBench({}, 'sva').and('fork p0 -> p1', 'exit p1').k.structs).toBeUndefined();
  });
});
