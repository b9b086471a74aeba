import { describe, expect, it } from 'vitest';
import { Bench, journal } from '../../../testing/kernel.ts';
import { kworker } from '../process/task.ts';
import { findFile, fput } from './file-table.ts';

describe('fput', () => {
  it('of a reference that is not the last changes the count and nothing else', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'fork p0 -> p1', 'close p0 f0');
    expect(bench.k.files.rows[0]).toMatchObject({ live: 1, refs: 1 });
    expect(bench.k.works.live).toBe(0);
  });

  it('of the last one by a user task leaves the release to task work', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0');
    const letGo = bench.hold(bench.k.uacce.mutex);
    const close = bench.start('close p0 f0');
    expect(close.waitsFor).toBe('uacce->mutex 0');
    expect(bench.k.files.rows[0]).toMatchObject({ live: 1, refs: 0 });
    expect(bench.task(0).fds).toBe(0);
    letGo();
    expect(close.resume().finish()).toBe('success');
    expect(bench.k.files.live).toBe(0);
  });

  it('of a descriptor that is closed comes after the descriptor has left the table', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0');
    const order = journal({
      table: [bench.task(0), 'fds'],
      'file refs': [bench.k.files.rows[0]!, 'refs'],
    });
    bench.run('close p0 f0');
    expect(order.slice(0, 2)).toEqual(['table 0', 'file refs 0']);
  });

  it('of the last one by a kernel thread leaves the release to a work item', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0');
    bench.k.machine.cpu.current = kworker(bench.k).index;
    fput(bench.k, bench.k.files.pointer(bench.k.files.rows[0]!));
    expect(bench.k.works.live).toBe(1);
    expect(kworker(bench.k).works).toBe(0);
    expect(bench.k.files.live).toBe(1);
    bench.run('work');
    expect(bench.k.files.live).toBe(0);
    expect(bench.entry(0, 1)).toBe('absent');
  });

  it('of several by kernel threads leaves them to one work item, which begins with the last', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'open p0 d0 -> f1', 'open p0 d0 -> f2');
    const { files, machine, works } = bench.k;
    machine.cpu.current = kworker(bench.k).index;
    for (const i of [1, 0]) fput(bench.k, files.pointer(files.rows[i]!));
    expect([works.live, files.live]).toEqual([1, 3]);
    const order = journal({ f0: [files.rows[0]!, 'live'], f1: [files.rows[1]!, 'live'] });
    bench.run('work');
    expect([order, works.live, files.live]).toEqual([['f0 0', 'f1 0'], 0, 1]);
    machine.cpu.current = kworker(bench.k).index;
    fput(bench.k, files.pointer(files.rows[2]!));
    expect(works.live).toBe(1);
  });

  it('of one that is not there is a refcount underflow', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0');
    const file = bench.k.files.pointer(bench.k.files.rows[0]!);
    bench.k.files.at(file, 'test').refs = 0;
    fput(bench.k, file);
    expect(bench.log).toEqual(['refcount underflow in fput: f_count']);
  });

  it('of a file that was freed is a use after free', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0');
    const file = bench.k.files.pointer(bench.k.files.rows[0]!);
    bench.run('close p0 f0');
    fput(bench.k, file);
    expect(bench.log).toContain('use-after-free in fput: file');
  });
});

describe('a file', () => {
  it('can no longer be found by its name once nothing refers to it', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0');
    expect(findFile(bench.k, 0)).not.toBe(0);
    bench.hold(bench.k.uacce.mutex);
    bench.start('close p0 f0');
    expect(bench.k.files.live).toBe(1);
    expect(findFile(bench.k, 0)).toBe(0);
  });

  it('is released once, after the last descriptor and the last mapping', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'fork p0 -> p1');
    expect(bench.k.files.rows[0]!.refs).toBe(3);
    bench.run('close p0 f0', 'exit p1');
    expect(bench.k.files.rows[0]!.refs).toBe(1);
    bench.run('munmap p0 f0 mmio');
    expect(bench.k.files.live).toBe(0);
    expect(bench.log).toEqual([]);
  });
});

describe('the files of a task that exits', () => {
  it('are put, each once, and those of other tasks are not', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'open p0 d0 -> f1', 'fork p0 -> p1', 'close p1 f0', 'exit p1');
    expect(bench.k.files.rows.slice(0, 2).map((f) => f.refs)).toEqual([1, 1]);
    expect(bench.log).toEqual([]);
  });

  it('are released on the way out, the last that was put first', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1');
    const [first, second] = bench.k.uacce.queues.rows;
    const order = journal({ f0: [first!, 'live'], f1: [second!, 'live'] });
    bench.run('exit p0');
    expect(order).toEqual(['f1 0', 'f0 0']);
  });

  it('are released before one that their release puts', () => {
    // The bond of f2 is the last user of the mm in which f0 is mapped.
    const bench = new Bench({ bondPins: 'mm_users' });
    bench.run('open p0 d0 -> f0', 'open p0 d0 -> f1', 'fork p0 -> p1', 'exit p0');
    bench.run('mmap p1 f0 mmio', 'open p1 d0 -> f2');
    const [f0, f1, f2] = bench.k.files.rows;
    const order = journal({ f0: [f0!, 'live'], f1: [f1!, 'live'], f2: [f2!, 'live'] });
    bench.run('exit p1');
    expect(order).toEqual(['f2 0', 'f1 0', 'f0 0']);
  });
});
