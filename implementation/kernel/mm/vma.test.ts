import { describe, expect, it } from 'vitest';
import { Bench, journal } from '../../../testing/kernel.ts';
import { mmPoints } from './points.ts';

const called = 'arm_smmu_mm_invalidate_range: called, ASID not yet read';

function mapped(switches = {}) {
  const bench = new Bench(switches);
  bench.run('open p0 d0 -> f0', 'mmap p0 f0 mmio');
  return bench;
}

describe('a mapping', () => {
  it('holds a reference on its file', () => {
    const bench = mapped();
    expect(bench.k.files.rows[0]!.refs).toBe(2);
    bench.run('close p0 f0');
    expect(bench.k.files.live).toBe(1);
    expect(bench.entry(0, 1)).toBe('mm0 present');
  });

  it('is removed by the driver’s close, the file’s fput and kfree, in that order', () => {
    const bench = mapped();
    const order = journal({
      region: [bench.k.uacce.qfrs.rows[0]!, 'live'],
      'file refs': [bench.k.files.rows[0]!, 'refs'],
      mapping: [bench.k.vmas.rows[0]!, 'live'],
    });
    bench.run('munmap p0 f0 mmio');
    expect(order).toEqual(['region 0', 'file refs 1', 'mapping 0']);
  });

  it('is not copied by fork', () => {
    const bench = mapped();
    expect(bench.run('fork p0 -> p1', 'touch p1 f0 mmio', 'touch p0 f0 mmio')).toEqual([
      'success',
      'SIGSEGV',
      'success',
    ]);
    expect(bench.k.vmas.live).toBe(1);
  });

  it('moved by mremap is a copy with a file reference of its own, and the old one is closed', () => {
    const bench = mapped({ uacceMremap: 'moved' });
    const [old] = bench.k.vmas.rows;
    // The copy has its reference before the entries move.
    bench.run(`mremap p0 f0 mmio [stops at ${called}]`);
    expect([bench.k.vmas.live, bench.k.files.rows[0]!.refs]).toEqual([2, 3]);
    expect(bench.run('continue p0')).toEqual(['success']);
    expect(old!.live).toBe(0);
    expect(bench.k.vmas.live).toBe(1);
    expect(bench.k.files.rows[0]!.refs).toBe(2);
    // the driver’s close has freed the region, though a mapping of it is left
    expect(bench.k.uacce.qfrs.live).toBe(0);
  });

  it('moved by mremap leads to the same memory, or is as severed as it was', () => {
    const bench = new Bench({ uacceMremap: 'moved', uaccePutQ: 'stop-and-put' });
    bench.run('open p0 d0 -> f0', 'mmap p0 f0 dus', 'mremap p0 f0 dus');
    expect(bench.run('touch p0 f0 dus', 'touch p0 f0 mmio')).toEqual(['success', 'SIGSEGV']);
    expect(bench.log).toEqual([]);
    bench.run('hotplug d0 remove', 'mremap p0 f0 dus');
    expect(bench.run('touch p0 f0 dus')).toEqual(['SIGBUS']);
  });

  it('that could not be copied stays where it was', () => {
    const bench = mapped({ uacceMremap: 'moved' });
    const { cpu } = bench.k.machine;
    cpu.failing = cpu.allocations + 1;
    expect(bench.run('mremap p0 f0 mmio', 'touch p0 f0 mmio')).toEqual(['ENOMEM', 'success']);
  });

  it('that the driver does not let move is as before, or its copy is closed', () => {
    const before = mapped({ mremapAsks: 'before-copy' });
    expect(before.run('mremap p0 f0 mmio', 'mmap p0 f0 mmio')).toEqual(['EPERM', 'EEXIST']);
    const after = mapped({ mremapAsks: 'after-copy' });
    const [old] = after.k.vmas.rows;
    expect(after.run('mremap p0 f0 mmio', 'touch p0 f0 mmio')).toEqual(['EPERM', 'success']);
    expect([after.k.vmas.live, after.k.files.rows[0]!.refs, after.k.uacce.qfrs.live]).toEqual([
      1, 2, 0,
    ]);
    expect(old!.live).toBe(1);
    expect(after.run('mmap p0 f0 mmio')).toEqual(['success']);
  });

  it('that is not mapped cannot be moved, which is found under mmap_lock, held over the whole call', () => {
    const bench = mapped({ uacceMremap: 'moved' });
    const { index } = bench.mm(0);
    const letGo = bench.hold(bench.k.mmapLock, index);
    const mremap = bench.start('mremap p0 f0 dus');
    expect(mremap.waitsFor).toBe(`mmap_lock ${index}`);
    letGo();
    expect(mremap.resume().finish()).toBe('EFAULT');
    bench.run(`mremap p0 f0 mmio [stops at ${called}]`);
    expect(bench.k.mmapLock.locks[index]!.owner).toBe(1);
  });

  it('is looked for under mmap_lock, so two calls do not remove one area', () => {
    const bench = mapped();
    bench.run('clone p0 -> p1', 'munmap p0 f0 mmio [stops at vm_munmap: before mmap_lock]');
    expect(bench.run('munmap p1 f0 mmio', 'continue p0')).toEqual(['success', 'success']);
    expect([bench.log, bench.k.files.rows[0]!.refs]).toEqual([[], 2]);
  });

  it('is made and linked under mmap_lock, which is held meanwhile', () => {
    const bench = new Bench({ vmaLink: 'after-driver' });
    bench.run('open p0 d0 -> f0');
    const owner = () => bench.k.mmapLock.locks[bench.mm(0).index]!.owner;
    bench.run(`mmap p0 f0 mmio [stops at ${mmPoints.mmapMapped.at}]`);
    expect([owner(), bench.k.vmas.rows[0]!.mm]).toEqual([1, 0]);
    bench.run('continue p0');
    expect([owner(), bench.k.vmas.rows[0]!.mm]).toEqual([0, bench.task(0).mm]);
  });

  it('is made, moved and removed under mmap_lock', () => {
    for (const line of ['mmap p0 f0 dus', 'mremap p0 f0 mmio', 'munmap p0 f0 mmio']) {
      const bench = mapped();
      bench.hold(bench.k.mmapLock);
      expect(bench.start(line).waitsFor).toBe('mmap_lock 0');
    }
  });

  it('keeps mmap_lock until it is closed', () => {
    const bench = mapped();
    const order = journal({
      mmap_lock: [bench.k.mmapLock.locks[0]!, 'owner'],
      region: [bench.k.uacce.qfrs.rows[0]!, 'live'],
      mapping: [bench.k.vmas.rows[0]!, 'live'],
    });
    bench.run('munmap p0 f0 mmio');
    expect(order).toEqual(['mmap_lock 1', 'region 0', 'mapping 0', 'mmap_lock 0']);
  });
});

describe('an access', () => {
  it('takes no lock while there is an entry, and waits for mmap_lock if there is none', () => {
    const bench = mapped();
    bench.hold(bench.k.mmapLock);
    expect(bench.start('touch p0 f0 mmio').finish()).toBe('success');
    expect(bench.start('touch p0 f0 dus').waitsFor).toBe('mmap_lock 0');
  });

  it('waits for a munmap that has removed the entries, and then finds no area', () => {
    const bench = mapped();
    bench.run('clone p0 -> p1');
    bench.run(
      'munmap p0 f0 mmio [stops at arm_smmu_mm_invalidate_range: called, ASID not yet read]',
    );
    const touch = bench.start('touch p1 f0 mmio');
    expect(touch.waitsFor).toBe('mmap_lock 0');
    bench.run('continue p0');
    expect(touch.resume().finish()).toBe('SIGSEGV');
  });
});
