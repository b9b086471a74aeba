import { describe, expect, it } from 'vitest';
import { Bench, journal } from '../../../testing/kernel.ts';
import { delayedFput } from '../fs/file-table.ts';
import { gracePeriodElapses } from './srcu.ts';
import { queueWork } from './workqueue.ts';

describe('a worker', () => {
  it('runs the oldest work item, one at a time, wherever in memory it lies', () => {
    const { k, ...bench } = withFiles();
    const releaseOf = (file: number) =>
      queueWork(k, delayedFput, k.files.pointer(k.files.rows[file]!));
    releaseOf(2);
    releaseOf(1);
    bench.run('work');
    releaseOf(0); // lies where f2’s work item lay, before that of f1
    bench.run('work');
    expect(bench.released).toEqual(['f2 0', 'f1 0']);
    bench.run('work');
    expect(bench.released).toEqual(['f2 0', 'f1 0', 'f0 0']);
  });

  it('has nothing to do when nothing is queued', () => {
    const { k, run } = withFiles();
    const before = k.machine.layout.snapshot();
    expect(run('work')).toEqual(['success']);
    // only who runs has changed
    expect(k.machine.layout.difference(before).map((d) => d.field)).toEqual(['cpu[0].current']);
  });
});

/** Three open files, and a list of those that were released. */
function withFiles() {
  const bench = new Bench();
  bench.run('open p0 d0 -> f0', 'open p0 d0 -> f1', 'open p0 d0 -> f2');
  const [f0, f1, f2] = bench.k.files.rows as [object, object, object];
  const released = journal({ f0: [f0, 'live'], f1: [f1, 'live'], f2: [f2, 'live'] });
  return { k: bench.k, run: (line: string) => bench.run(line), released };
}

describe('to queue a work item', () => {
  it('takes no memory, and is possible in atomic context', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'close p0 f0');
    const { cpu } = bench.k.machine;
    const { allocations } = cpu;
    cpu.failing = allocations + 1;
    cpu.atomic = 1;
    expect(gracePeriodElapses(bench.k)).toBe(0);
    cpu.atomic = 0;
    expect([cpu.allocations, bench.k.works.live, bench.log]).toEqual([allocations, 1, []]);
  });
});
