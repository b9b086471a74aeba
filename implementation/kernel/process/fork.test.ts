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
    expect(bench.k.smmu.bonds.rows.some((b) => b.live !== 0 && b.mm === p1)).toBe(false);
    expect(bench.k.smmu.notifiers.rows.some((n) => n.live !== 0 && n.mm === p1)).toBe(false);
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
    expect(bench.k.ioasid.rows[1]!.refs).toBe(2);
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

describe('clone with CLONE_VM, without CLONE_FILES', () => {
  it('makes no mm: the child is one more user of its parent’s, and needs no memory', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0');
    const count = bench.mm(0).count;
    const { cpu } = bench.k.machine;
    const before = cpu.allocations;
    expect(bench.run('clone p0 -> p1')).toEqual(['success']);
    expect(cpu.allocations).toBe(before);
    expect(bench.k.mms.live).toBe(1);
    expect(bench.task(1).mm).toBe(bench.task(0).mm);
    expect(bench.mm(1)).toMatchObject({ users: 2, count, pasid: 1 });
  });

  it('gives the child descriptors of its own, and each file one more reference', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'clone p0 -> p1');
    expect(bench.k.files.rows[0]!.refs).toBe(2);
    expect(bench.run('close p0 f0', 'close p0 f0')).toEqual(['success', 'EBADF']);
    expect(bench.run('open p0 d0 -> f1', 'close p1 f1')).toEqual(['PASID 1', 'EBADF']);
    expect(bench.run('close p1 f0', 'close p0 f1')).toEqual(['success', 'success']);
    expect(bench.k.files.live).toBe(0);
  });

  it('lets both use each mapping, and either unmap it', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'clone p0 -> p1', 'mmap p1 f0 dus');
    expect(bench.run('touch p0 f0 dus', 'touch p1 f0 mmio')).toEqual(['success', 'success']);
    expect(bench.run('munmap p1 f0 mmio', 'touch p0 f0 mmio')).toEqual(['success', 'SIGSEGV']);
    expect(bench.run('mmap p0 f0 mmio', 'touch p1 f0 mmio')).toEqual(['success', 'success']);
    expect(bench.log).toEqual([]);
  });

  it('lets both use one bond of the mm with a device', () => {
    const bench = new Bench();
    bench.run('clone p0 -> p1', 'open p0 d0 -> f0', 'open p1 d0 -> f1');
    expect(bench.k.smmu.bonds.live).toBe(1);
    expect(bench.k.smmu.bonds.rows[0]!.refs).toBe(2);
  });

  const shared = ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'start p0 f0', 'clone p0 -> p1'];

  it.each(['exit p0', 'exec p0', 'exit p1', 'exec p1'])(
    'is undone by %s: one user less, and nothing is torn down for the other',
    (line) => {
      const bench = new Bench();
      bench.run(...shared);
      const { count } = bench.mm(0);
      bench.run(line);
      bench.settle();
      const stays = line.endsWith('p0') ? 1 : 0;
      expect(bench.mm(stays)).toMatchObject({ id: 1, users: 1, count, pasid: 1 });
      expect(bench.entry(0, 1)).toBe('mm0 present');
      expect(bench.run(`touch p${stays} f0 mmio`, 'dma f0')).toEqual(['success', 'reaches mm0']);
      expect(bench.k.files.rows[0]!.refs).toBe(2); // a descriptor and the mapping
      expect(bench.log).toEqual([]);
    },
  );

  it('leaves the end of the mm to its last user', () => {
    const bench = new Bench();
    bench.run(...shared, 'exit p0', 'exit p1');
    expect(bench.settle().seen.leftovers()).toEqual([]);
    expect(bench.log).toEqual([]);
  });

  it('lets an exec of one go on in a fresh mm beside the other', () => {
    const bench = new Bench();
    bench.run(...shared, 'exec p0');
    expect(bench.mm(0)).toMatchObject({ id: 2, users: 1, count: 1 });
    expect(bench.run('touch p0 f0 mmio', 'open p0 d0 -> f1')).toEqual(['SIGSEGV', 'PASID 2']);
  });

  it('does not touch mm->pasid, wherever fork copied it', () => {
    for (const forkPasid of ['copied', 'copied-with-reference'] as const) {
      const bench = new Bench({ forkPasid, pasidFreeAt: 'last-unbind' });
      bench.run('open p0 d0 -> f0', 'clone p0 -> p1');
      expect(bench.k.ioasid.rows[1]!.refs).toBe(1);
    }
  });
});
