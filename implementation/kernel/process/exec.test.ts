import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../model/worlds.ts';
import { Bench, journal } from '../../../testing/kernel.ts';
import { map, mediated, pin, VfioBench } from '../../../testing/vfio.ts';

describe('exec', () => {
  it('replaces the mm and ends the old one, then closes on exec, then releases on the way out', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'mmap p0 f0 mmio');
    const { k } = bench;
    const order = journal({
      'mm of p0': [bench.task(0), 'mm'],
      'old mm_users': [k.mms.rows[0]!, 'users'],
      'entry quiet': [k.smmu.contexts.rows[1]!, 'epd0'],
      mapping: [k.vmas.rows[0]!, 'live'],
      descriptors: [bench.task(0), 'fds'],
      'entry valid': [k.smmu.contexts.rows[1]!, 'valid'],
      file: [k.files.rows[0]!, 'live'],
    });
    bench.run('exec p0');
    expect(order.map((line) => line.replace(/(mm of p0) .*/, '$1'))).toEqual([
      'mm of p0',
      'old mm_users 0',
      'entry quiet 1',
      'mapping 0',
      'descriptors 0',
      'entry quiet 0',
      'entry valid 0',
      'file 0',
    ]);
  });

  it('already has the new mm when the notifiers of the old one run', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0');
    bench.hold(bench.k.smmu.svaLock);
    expect(bench.start('exec p0').waitsFor).toBe('sva_lock');
    expect(bench.mm(0).id).toBe(2);
  });

  it('keeps files without O_CLOEXEC, and the bond to the old mm, which stays quiet', () => {
    const bench = new Bench({}, findWorld('sva-keep-on-exec'));
    bench.run('open p0 d0 -> f0', 'start p0 f0', 'exec p0');
    bench.settle();
    expect(bench.entry(0, 1)).toBe('mm0 quiet');
    expect(bench.run('dma f0', 'open p0 d0 -> f1')).toEqual(['aborted', 'PASID 2']);
  });

  it('gives the new mm no PASID', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'exec p0');
    expect(bench.seen.mmPasid(2)).toBe(0);
  });

  it('maps the new program when the old mm has ended: a pin in between finds nothing in the new mm', () => {
    const bench = new VfioBench({ dmaOwner: 'group-leader' }, 'vfio-keep-on-exec');
    bench.run(...mediated, map);
    expect(
      bench.last('exec p0 [stops at mmput: last user gone, notifiers not yet told]', pin),
    ).toBe('EFAULT');
    expect(bench.pfn(0, 0)).toBe(0);
    bench.run('continue p0');
    expect(bench.pfn(0, 0)).not.toBe(0);
  });

  it('that gets no new mm changes nothing', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0');
    const { cpu } = bench.k.machine;
    cpu.failing = cpu.allocations + 1;
    expect(bench.run('exec p0', 'close p0 f0')).toEqual(['ENOMEM', 'success']);
  });
});
