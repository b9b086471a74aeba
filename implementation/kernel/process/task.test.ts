import { describe, expect, it } from 'vitest';
import { Bench, journal } from '../../../testing/kernel.ts';
import { hotplugThreads } from '../pci/hotplug-threads.ts';
import { findProcess, isKernelThread, kthread, kworker, taskName } from './task.ts';

describe('task work', () => {
  it('runs when the task leaves the kernel, newest first', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'open p0 d0 -> f1', 'open p0 d0 -> f2');
    const [f0, f1, f2] = bench.k.files.rows as [object, object, object];
    const order = journal({
      'refs of f0': [f0, 'refs'],
      'refs of f1': [f1, 'refs'],
      'refs of f2': [f2, 'refs'],
      f0: [f0, 'live'],
      f1: [f1, 'live'],
      f2: [f2, 'live'],
    });
    bench.run('exec p0');
    expect(order).toEqual(['refs of f0 0', 'refs of f1 0', 'refs of f2 0', 'f2 0', 'f1 0', 'f0 0']);
  });

  it('is done before the next command of the task', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'close p0 f0');
    expect(bench.task(0).works).toBe(0);
    expect(bench.k.files.live).toBe(0);
  });
});

describe('tasks', () => {
  it('are the processes of the world, and the kernel’s own: a worker, and a hot-plug thread for each device', () => {
    const { k } = new Bench();
    const hotplug = (device: number) => kthread(k, hotplugThreads, { kind: 'hotplug', device });
    expect(k.tasks.rows.map((_, i) => taskName(k, i)).slice(k.world.processes)).toEqual([
      'kworker',
      'hotplug d0',
      'hotplug d1',
      'nobody',
    ]);
    expect(isKernelThread(k, kworker(k))).toBe(true);
    expect(isKernelThread(k, hotplug(1))).toBe(true);
    expect(kworker(k)).not.toBe(hotplug(0));
    expect(isKernelThread(k, findProcess(k, 0)!)).toBe(false);
  });

  it('are found by the name of their process, while that lives', () => {
    const bench = new Bench();
    bench.run('fork p0 -> p1', 'exit p0');
    expect(findProcess(bench.k, 0)).toBeUndefined();
    expect(findProcess(bench.k, 1)!.name).toBe(1);
  });
});
