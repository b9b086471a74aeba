import { describe, expect, it } from 'vitest';
import { stateLineText } from '../../../model/state-line.ts';
import { Bench, journal } from '../../../testing/kernel.ts';
import { play } from '../../../testing/overlapping.ts';
import { threads } from '../../../testing/threads.ts';
import { findWorld } from '../../../model/worlds.ts';
import { fdget, fdput, fdsOf } from '../fs/fdtable.ts';
import { findFile } from '../fs/file-table.ts';
import { groupLeader } from './thread.ts';

/** p0 has a queue open, mapped and running, and p1 is a thread of it. */
function busy(...more: readonly string[]) {
  const bench = new Bench({}, threads);
  bench.run('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'start p0 f0', 'thread p0 -> p1', ...more);
  return bench;
}

/** Of what this task is a thread, and how often its table is used. */
function groupOf(bench: Bench, p: number) {
  const { name, isZombie } = groupLeader(bench.k, bench.task(p));
  const { files } = bench.k.threads![bench.task(p).index]!;
  return { name, isZombie, count: bench.k.filesStructs!.at(files, 'test').count };
}

/** Nobody is left, and nothing of anybody. */
function expectNothingLeft(bench: Bench) {
  expect(bench.settle().seen.leftovers()).toEqual([]);
  expect(bench.k.filesStructs!.live).toBe(0);
  for (const t of bench.k.threads!)
    expect([t.live, t.files, t.owner, t.killed]).toEqual([0, 0, 0, 0]);
  expect(bench.log).toEqual([]);
}

describe('clone with CLONE_THREAD', () => {
  it('makes one more user of the mm and of the descriptor table, and takes no memory', () => {
    const bench = new Bench({}, threads);
    bench.run('open p0 d0 -> f0');
    const { cpu } = bench.k.machine;
    const before = cpu.allocations;
    expect(bench.run('thread p0 -> p1', 'thread p1 -> p2')).toEqual(['success', 'success']);
    expect(cpu.allocations).toBe(before);
    expect(bench.k.mms.live).toBe(1);
    expect(bench.mm(2)).toMatchObject({ users: 3, pasid: 1 });
    expect(bench.k.files.rows[0]!.refs).toBe(1);
    expect(groupOf(bench, 2)).toEqual({ name: 0, isZombie: false, count: 3 });
  });

  it('lets either open and close for both', () => {
    const bench = busy('open p1 d0 -> f1');
    expect(fdsOf(bench.k, bench.task(0))).toBe(0b11);
    expect(bench.run('close p0 f1', 'close p1 f1', 'putq p1 f0')).toEqual([
      'success',
      'EBADF',
      'success',
    ]);
    expect(bench.run('munmap p1 f0 mmio', 'close p1 f0', 'close p0 f0')).toEqual([
      'success',
      'success',
      'EBADF',
    ]);
    expect(bench.k.files.live).toBe(0);
    expect(bench.log).toEqual([]);
  });
});

describe('the exit of a thread', () => {
  it('takes it from the mm and from the table, and nothing else', () => {
    const bench = busy();
    const { count } = bench.mm(0);
    bench.run('exit p1');
    bench.settle();
    expect(bench.mm(0)).toMatchObject({ users: 1, count });
    expect(groupOf(bench, 0)).toEqual({ name: 0, isZombie: false, count: 1 });
    expect(bench.run('dma f0', 'touch p0 f0 mmio')).toEqual(['reaches mm0', 'success']);
    bench.run('exit p0');
    expectNothingLeft(bench);
  });

  it('that is the leader leaves a zombie, and the process continues', () => {
    const bench = busy('exit p0');
    expect(groupOf(bench, 1)).toEqual({ name: 0, isZombie: true, count: 1 });
    expect(groupLeader(bench.k, bench.task(1)).task).toBeUndefined();
    expect(bench.run('dma f0', 'touch p1 f0 mmio')).toEqual(['reaches mm0', 'success']);
    bench.run('thread p1 -> p2');
    expect(groupOf(bench, 2)).toEqual({ name: 0, isZombie: true, count: 2 });
    bench.run('exit p1', 'exit p2');
    expectNothingLeft(bench);
  });

  it('is in the description of the state, with the zombie that it leaves', () => {
    const lines = ['open p0 d0 -> f0', 'thread p0 -> p1'];
    expect(play(lines, {}, threads).kernel.describe().map(stateLineText).slice(0, 2)).toEqual([
      'p0: mm0, open f0',
      'p1: mm0, open f0, thread of p0',
    ]);
    expect(
      play([...lines, 'exit p0'], {}, threads)
        .kernel.describe()
        .map(stateLineText)[0],
    ).toBe('p1: mm0, open f0, thread of p0 (zombie)');
  });

  it('whose row a new process reuses is still the zombie leader', () => {
    const bench = busy();
    const { index } = bench.task(0);
    bench.run('exit p0', 'fork p1 -> p2');
    expect(bench.task(2).index).toBe(index);
    expect(groupOf(bench, 1)).toMatchObject({ name: 0, isZombie: true });
    expect(groupOf(bench, 2)).toEqual({ name: 2, isZombie: false, count: 1 });
    bench.run('exit p1', 'exit p2');
    expectNothingLeft(bench);
  });

  it('before it has left its table, still has the files open', () => {
    const bench = busy('exit p0 [stops at do_exit: mm left, files still open]');
    expect(bench.task(0).mm).toBe(0);
    expect(groupOf(bench, 0)).toMatchObject({ name: 0, isZombie: false, count: 2 });
    bench.run('continue p0');
    expect(groupOf(bench, 1)).toEqual({ name: 0, isZombie: true, count: 1 });
  });

  it('is out of its group before its last reference on the mm goes', () => {
    const bench = busy();
    const order = journal({
      thread: [bench.k.threads![bench.task(1).index]!, 'live'],
      mm_count: [bench.k.mms.rows[0]!, 'count'],
    });
    const { count } = bench.mm(0);
    bench.run('exit p1');
    expect(order).toEqual([`mm_count ${count + 1}`, 'thread 0', `mm_count ${count}`]);
  });

  it('that waits to release files has no table any more', () => {
    const bench = busy('exit p1', 'munmap p0 f0 mmio');
    bench.hold(bench.k.uacce.mutex);
    const order = journal({
      table: [bench.k.threads![bench.task(0).index]!, 'files'],
      refs: [bench.k.files.rows[0]!, 'refs'],
    });
    const { task } = bench.start('exit p0');
    expect(order).toEqual(['table 0', 'refs 0']);
    expect(task.live).toBe(1);
    expect(fdsOf(bench.k, task)).toBe(0);
    expect(bench.k.files.rows[0]).toMatchObject({ live: 1, refs: 0 });
  });
});

describe('fork by a thread', () => {
  it('makes a group of its own with a copy of the table', () => {
    const bench = busy('fork p1 -> p2');
    expect(groupOf(bench, 2)).toEqual({ name: 2, isZombie: false, count: 1 });
    expect(bench.k.files.rows[0]!.refs).toBe(3); // two tables, one mapping
    bench.run('close p0 f0');
    expect(bench.run('close p1 f0', 'close p2 f0')).toEqual(['EBADF', 'success']);
    bench.run('exit p0', 'exit p2', 'exit p1');
    expectNothingLeft(bench);
  });

  it('is no thread after clone with CLONE_VM alone', () => {
    const bench = busy('clone p1 -> p2');
    expect(groupOf(bench, 2)).toEqual({ name: 2, isZombie: false, count: 1 });
    bench.run('exec p0');
    expect(groupOf(bench, 2)).toMatchObject({ name: 2 });
    expect(bench.mm(2)).toMatchObject({ id: 1, users: 1 });
    bench.run('exit p0', 'exit p2');
    expectNothingLeft(bench);
  });
});

describe('exec with threads', () => {
  it.each([0, 1])('of p%s ends the others first, and makes it the leader', (p) => {
    const bench = busy('thread p1 -> p2', `exec p${p}`);
    expect(bench.k.tasks.rows.filter((t) => t.live !== 0).map((t) => t.name)).toEqual([p]);
    expect(bench.mm(p)).toMatchObject({ id: 2, users: 1, count: 1 });
    expect(groupOf(bench, p)).toEqual({ name: p, isZombie: false, count: 1 });
    expect(bench.k.files.live).toBe(0);
    bench.run(`exit p${p}`);
    expectNothingLeft(bench);
  });

  it('with a zombie leader makes the caller the leader', () => {
    const bench = busy('exit p0', 'exec p1');
    expect(groupOf(bench, 1)).toEqual({ name: 1, isZombie: false, count: 1 });
  });

  it('keeps the files without O_CLOEXEC', () => {
    const bench = new Bench({}, { ...threads, closeOnExec: false });
    bench.run('open p0 d0 -> f0', 'thread p0 -> p1', 'exec p1');
    expect(bench.k.files.rows[0]).toMatchObject({ live: 1, refs: 1 });
    expect(bench.run('close p1 f0')).toEqual(['success']);
  });

  it('that gets no new mm kills no thread', () => {
    const bench = busy();
    const { cpu } = bench.k.machine;
    cpu.failing = cpu.allocations + 1;
    expect(bench.run('exec p0', 'close p1 f0')).toEqual(['ENOMEM', 'success']);
  });

  it('waits for a thread that is in the kernel, which ends when it leaves it', () => {
    const bench = busy();
    bench.run('open p1 d0 -> f1 [stops at uacce_fops_open: bound, not yet listed]');
    const exec = bench.start('exec p0');
    expect(exec.waitsFor).toBe(`thread ${bench.task(1).index}`);
    expect(bench.task(0).mm).toBe(bench.task(1).mm);
    expect(bench.run('continue p1')).toEqual(['PASID 1']);
    expect(exec.resume().finish()).toBe('success');
    expect(bench.k.files.live).toBe(0);
    bench.run('exit p0');
    expectNothingLeft(bench);
  });

  it('waits for a thread that is about to exit by itself', () => {
    const bench = busy('exit p1 [stops at do_exit: mm left, files still open]');
    const exec = bench.start('exec p0');
    expect(exec.isDone).toBe(false);
    bench.run('continue p1');
    expect(exec.resume().finish()).toBe('success');
    bench.run('exit p0');
    expectNothingLeft(bench);
  });
});

describe('an exec that waits', () => {
  it('does not kill a new task in the row of a thread that exited by itself', () => {
    const { answers, broken } = play(
      [
        'thread p0 -> p1',
        'fork p0 -> p2',
        'exit p1 [stops at do_exit: mm left, files still open]',
        'exec p0',
        'continue p1',
        'fork p2 -> p3',
        'continue p0',
        'exec p3',
      ],
      {},
      threads,
    );
    expect(answers.slice(4)).toEqual(['success', 'success', 'success', 'success']);
    expect(broken).toEqual([]);
  });

  it('lets a thread that is killed make no other call', () => {
    const { answers, broken } = play(
      [
        'open p0 d0 -> f0',
        'thread p0 -> p1',
        'start p1 f0 [stops at uacce_fops_unl_ioctl: before uacce->mutex]',
        'exec p0',
        'continue p1',
        'fork p1 -> p2',
        'continue p0',
        'touch p1 f0 mmio',
      ],
      {},
      threads,
    );
    expect(answers).toEqual([
      'PASID 1',
      'success',
      'has not returned',
      'has not returned',
      'success',
      'ESRCH',
      'success',
    ]);
    expect(broken).toEqual([]);
  });
});

describe('a file in use', () => {
  it('is held only while another thread could close it', () => {
    const bench = busy();
    const { k } = bench;
    const file = findFile(k, 0);
    const refs = () => k.files.at(file, 'test').refs;
    const isHeld = fdget(k, bench.task(1), file);
    expect([isHeld, refs()]).toEqual([true, 3]);
    bench.run('munmap p0 f0 mmio', 'close p0 f0');
    expect(refs()).toBe(1);
    k.machine.cpu.current = bench.task(1).index;
    fdput(k, file, isHeld);
    expect([refs(), bench.task(1).works]).toEqual([0, file]);
  });

  it.each([threads, findWorld('sva')])('is not held otherwise ($name)', (world) => {
    const bench = new Bench({}, world);
    bench.run('open p0 d0 -> f0');
    const file = findFile(bench.k, 0);
    const isHeld = fdget(bench.k, bench.task(0), file);
    fdput(bench.k, file, isHeld);
    expect([isHeld, bench.k.files.rows[0]!.refs]).toEqual([false, 1]);
  });
});

describe('a system call about a file that another thread closes meanwhile', () => {
  it('still has it, and releases it at its end', () => {
    const bench = new Bench({}, threads);
    bench.run('open p0 d0 -> f0', 'thread p0 -> p1');
    bench.run('start p0 f0 [stops at uacce_fops_unl_ioctl: before uacce->mutex]', 'close p1 f0');
    expect(bench.k.files.rows[0]).toMatchObject({ live: 1, refs: 1 });
    expect(bench.run('continue p0')).toEqual(['success']);
    expect(bench.k.files.live).toBe(0);
    expect(bench.log).toEqual([]);
  });

  it('may map it, and then the mapping keeps it', () => {
    const bench = new Bench({}, threads);
    bench.run('open p0 d0 -> f0', 'thread p0 -> p1');
    bench.run('mmap p0 f0 mmio [stops at vm_mmap_pgoff: before mmap_lock]', 'close p1 f0');
    expect(bench.run('continue p0', 'touch p1 f0 mmio')).toEqual(['success', 'success']);
    expect(bench.k.files.rows[0]!.refs).toBe(1);
    bench.run('exit p0', 'exit p1');
    expectNothingLeft(bench);
  });
});

describe('in a world without threads', () => {
  it('each task is its own leader, and nothing is laid out for threads', () => {
    const bench = new Bench();
    bench.run('clone p0 -> p1');
    const task = bench.task(1);
    expect(groupLeader(bench.k, task)).toEqual({ name: 1, task, isZombie: false });
    const tables = bench.k.machine.layout.records.map((t) => t.name);
    expect(tables.filter((name) => name === 'thread' || name.startsWith('files_'))).toEqual([]);
  });
});
