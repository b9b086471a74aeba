import { describe, expect, it } from 'vitest';
import { map, mediated, passthrough, VfioBench } from '../../../testing/vfio.ts';

describe('dirty page tracking', () => {
  it('gives each mapping a bitmap, once', () => {
    const bench = VfioBench.after(...mediated, map, 'dirty p0 c0 start', 'dirty p0 c0 start');
    expect(bench.k.vfio.bitmaps.live).toBe(1);
  });

  it('starts under iommu->lock', () => {
    const starts = 'dirty p0 c0 start [stops at vfio_iommu_type1_dirty_pages: before iommu->lock]';
    expect(VfioBench.after(...mediated, map).run(starts, 'continue p0')).toEqual([
      'PAUSED',
      'success',
    ]);
  });

  it('gives a bitmap to a mapping that is made meanwhile', () => {
    const bench = VfioBench.after(...mediated, 'dirty p0 c0 start', map);
    expect(bench.k.vfio.bitmaps.live).toBe(1);
    expect(bench.and('unmap p0 c0 i0 1').k.vfio.bitmaps.live).toBe(0);
  });

  it('takes them all when it stops, and can stop before it starts', () => {
    const bench = VfioBench.after(...mediated, map, 'dirty p0 c0 start');
    expect(bench.last('dirty p0 c0 start')).toBe('success'); // a second time, which changes nothing
    expect(bench.k.vfio.bitmaps.live).toBe(1);
    expect(bench.run('dirty p0 c0 stop', 'dirty p0 c0 stop')).toEqual(['success', 'success']);
    expect(bench.k.vfio.bitmaps.live).toBe(0);
    expect([bench.last('unmap p0 c0 i0 1'), bench.log]).toEqual(['1 page', []]); // nor frees it again
    expect(bench.and(map).k.vfio.bitmaps.live).toBe(0); // nothing is tracked any more
    const v1 = new VfioBench({}, 'vfio').and('container p0 type1 -> c0', 'attach p0 c0 g0');
    expect(v1.run('dirty p0 c0 start', 'dirty p0 c0 stop')).toEqual(['EACCES', 'EACCES']);
  });

  it('takes those back that it gave if there is no memory for all', () => {
    const bench = VfioBench.after(...mediated, map, 'map p0 c0 i1 a0 1 rw');
    expect(bench.last('dirty p0 c0 start [allocation 2 fails]')).toBe('ENOMEM');
    expect(bench.k.vfio.bitmaps.live).toBe(0);
    expect(bench.last('dirty p0 c0 start')).toBe('success');
  });

  it('left them until the next start, which lost them, in v5.8', () => {
    const bench = new VfioBench({ dirtyUnwind: 'failing-one' }).and(...mediated, map);
    bench.run('map p0 c0 i1 a0 1 rw', 'dirty p0 c0 start [allocation 2 fails]');
    expect(bench.k.vfio.bitmaps.live).toBe(1);
    bench.run('dirty p0 c0 stop');
    expect(bench.k.vfio.bitmaps.live).toBe(1);
    bench.run('dirty p0 c0 start', 'dirty p0 c0 stop');
    expect(bench.k.vfio.bitmaps.live).toBe(1);
  });

  it('makes map fail if a bitmap cannot be allocated, and map undoes its work', () => {
    const bench = VfioBench.after(...passthrough, 'dirty p0 c0 start');
    const sites: string[] = (bench.k.machine.sites = []);
    expect(bench.last(`${map} [allocation 4 fails]`)).toBe('ENOMEM');
    expect(sites.at(-1)).toBe('dirty bitmap');
    expect([bench.locked(), bench.k.vfio.dmas.live]).toEqual([0, 0]);
  });
});
