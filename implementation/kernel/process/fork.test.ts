import { describe, expect, it } from 'vitest';
import { Bench } from '../../../testing/kernel.ts';

describe('fork', () => {
  it('gives the child every descriptor, and each file one more reference', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'close p0 f0', 'fork p0 -> p1');
    expect(bench.task(1).fds).toBe(bench.task(0).fds);
    expect(bench.k.files.rows[1]!.refs).toBe(2);
    expect(bench.run('close p1 f1', 'close p0 f1')).toEqual(['success', 'success']);
    expect(bench.k.files.live).toBe(0);
  });

  it('adds no reference to a file that the parent does not have', () => {
    const bench = new Bench();
    bench.run('fork p0 -> p1', 'open p1 d0 -> f0', 'fork p0 -> p2');
    expect(bench.k.files.rows[0]!.refs).toBe(1);
    expect(bench.run('close p2 f0')).toEqual(['EBADF']);
  });

  it('gives the child a fresh mm: its own users, no PASID, no bond, no notifier, no mapping', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'fork p0 -> p1');
    expect(bench.mm(1)).toMatchObject({ users: 1, count: 1 });
    expect(bench.seen.mmPasid(2)).toBe(0);
    const p1 = bench.task(1).mm;
    expect(bench.k.bonds.rows.some((b) => b.live !== 0 && b.mm === p1)).toBe(false);
    expect(bench.k.notifiers.rows.some((n) => n.live !== 0 && n.mm === p1)).toBe(false);
    expect(bench.k.vmas.rows.some((v) => v.live !== 0 && v.mm === p1)).toBe(false);
  });

  it('copied mm->pasid as well before commit 82e69a121be4', () => {
    const bench = new Bench({ forkPasid: 'copied' });
    bench.run('open p0 d0 -> f0', 'fork p0 -> p1');
    expect(bench.seen.mmPasid(2)).toBe(1);
    // so that the child is told its parent’s PASID, and its exit takes that away
    expect(bench.run('open p1 d0 -> f1')).toEqual(['PASID 1']);
    bench.run('exit p1');
    bench.settle();
    expect(bench.seen.pasidOwner(1)).toBe(0);
    expect(bench.seen.mmPasid(1)).toBe(1);
  });

  it('that copies mm->pasid does not count it: the child’s exit takes nothing where bonds are counted', () => {
    const bench = new Bench({ forkPasid: 'copied', pasidFreeAt: 'last-unbind' });
    bench.run('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p1');
    bench.settle();
    expect(bench.seen.pasidOwner(1)).toBe(1);
  });

  it('that counts what it copies keeps the PASID for ever: nobody puts the child’s reference', () => {
    const bench = new Bench({ forkPasid: 'copied-with-reference', pasidFreeAt: 'last-unbind' });
    bench.run('open p0 d0 -> f0', 'fork p0 -> p1');
    expect(bench.k.ioasids.rows[1]!.refs).toBe(2);
    expect(bench.run('open p1 d0 -> f1')).toEqual(['PASID 1']);
    expect(bench.entry(0, 1)).toBe('mm1 present');
    bench.run('exit p0', 'exit p1');
    expect(bench.settle().seen.pasidOwner(1)).toBe(1);
  });

  it('of a process without a PASID has nothing to copy or count', () => {
    const bench = new Bench({ forkPasid: 'copied-with-reference', pasidFreeAt: 'last-unbind' });
    bench.run('fork p0 -> p1');
    expect(bench.seen.mmPasid(2)).toBe(0);
    expect(bench.log).toEqual([]);
  });

  it('that gets no mm makes no child', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0');
    const { cpu } = bench.k.machine;
    cpu.failing = cpu.allocations + 1;
    expect(bench.run('fork p0 -> p1')).toEqual(['ENOMEM']);
    expect(bench.k.files.rows[0]!.refs).toBe(1);
    expect(bench.k.tasks.rows.filter((t) => t.live !== 0).length).toBe(1);
  });
});
