import { describe, expect, it } from 'vitest';
import { journal } from '../../../testing/kernel.ts';
import { container, map, mediated, pin, shared, VfioBench } from '../../../testing/vfio.ts';

describe('replay, when an IOMMU joins a container that has mappings', () => {
  const two = [...mediated, map, 'map p0 c0 i1 a2 1 rw'];

  it('pins, charges and translates them all', () => {
    const bench = VfioBench.after(...two, 'attach p0 c0 g1');
    expect([bench.locked(), bench.translated]).toEqual([2, [0, 1]]);
    expect(bench.dma(1).mapped).toBe(1);
    const other = VfioBench.after(...mediated, 'map p0 c0 i1 a2 1 rw', map);
    const [i0, i1] = other.k.vfio.iommuPtes;
    const order = journal({ i0: [i0!, 'page'], i1: [i1!, 'page'] });
    other.run('attach p0 c0 g1');
    expect(order.map((line) => line.split(' ')[0])).toEqual(['i0', 'i1']);
  });

  it('is made for the first IOMMU alone', () => {
    const bench = new VfioBench({}, 'vfio-passthrough');
    bench.run(container, 'attach p0 c0 g0', map, 'attach p0 c0 g1');
    expect([bench.locked(), bench.pins(0, 0)]).toEqual([1, 1]);
    // The second group joins the domain of the first, which stays until both have left.
    expect(bench.k.vfio.domains.live).toBe(1);
    expect(bench.and('detach p0 g0').translated).toEqual([0]);
    expect([bench.k.vfio.domains.live, bench.locked(), bench.pins(0, 0)]).toEqual([1, 1, 1]);
    expect(bench.and('detach p0 g1').k.vfio.domains.live).toBe(0);
  });

  it('looks up the pages in the mm that mapped, and charges that mm', () => {
    const bench = VfioBench.after(...shared, 'attach p0 c0 g0', map, 'attach p1 c0 g1');
    expect([bench.pins(0, 0), bench.pins(1, 0)]).toEqual([1, 0]);
    expect([bench.locked(0), bench.locked(1)]).toEqual([1, 0]);
  });

  it('looked them up in the mm of the caller, in Linux', () => {
    const bench = new VfioBench({ replayMm: 'of-current' });
    bench.run(...shared, 'attach p0 c0 g0', map, 'attach p1 c0 g1');
    expect([bench.pins(0, 0), bench.pins(1, 0)]).toEqual([0, 1]);
    expect([bench.locked(0), bench.locked(1)]).toEqual([1, 0]);
  });

  it('is refused if that mm has ended', () => {
    const bench = VfioBench.after(...shared, 'attach p1 c0 g0', map, 'exit p0');
    expect(bench.last('attach p1 c0 g1')).toBe('ESRCH');
  });

  it('was refused in v4.18 after the caller’s pages were pinned, because the owner’s task has no mm', () => {
    const bench = new VfioBench({
      dmaOwner: 'group-leader',
      pinOwnerMm: 'of-task',
      replayMm: 'of-current',
      replayDeadOwner: 'charged',
    });
    bench.run(...shared, 'attach p1 c0 g0', map, 'exit p0');
    const pins = journal({ pins: [bench.k.ram!.pages.at(bench.pfn(1, 0), 'test'), 'pins'] });
    expect(bench.last('attach p1 c0 g1')).toBe('ESRCH');
    expect([pins, bench.locked(1)]).toEqual([['pins 1', 'pins 0'], 0]);
  });

  it('skipped a mapping that ends with the last page of 64 bits', () => {
    const bench = new VfioBench({ rangeEnd: 'exclusive-end' }, 'vfio-top').and(...mediated);
    bench.run(map, 'map p0 c0 i1 a1 1 rw');
    expect(bench.last('attach p0 c0 g1')).toBe('success');
    expect([bench.translated, bench.dma(1).mapped]).toEqual([[0], 1]);
  });

  it('was not refused so once: the caller’s pages were pinned, and charged to the dead mm', () => {
    const bench = new VfioBench({ replayDeadOwner: 'charged' });
    bench.run(...shared, 'attach p1 c0 g0', map, 'exit p0', 'attach p1 c0 g1');
    expect([bench.pins(1, 0), bench.locked(1), bench.k.ram!.accounts[0]!.lockedVm]).toEqual([
      1, 0, 1,
    ]);
    expect(bench.dma().lockedVm).toBe(1);
    bench.run('unmap p1 c0 i0 1'); // a credit looks whether the mm is in use
    expect(bench.log).toEqual([]);
  });

  it('looked in the right memory even then, while there was one', () => {
    const bench = new VfioBench({ replayDeadOwner: 'charged' });
    bench.run(...shared, 'attach p0 c0 g0', map, 'attach p1 c0 g1');
    expect([bench.pins(0, 0), bench.pins(1, 0)]).toEqual([1, 0]);
  });

  it('uses the limit of the process that mapped', () => {
    const bench = VfioBench.after(...shared, 'attach p0 c0 g0', 'map p0 c0 i0 a0 2 rw');
    expect(bench.run('setrlimit p0 1', 'attach p1 c0 g1')).toEqual(['success', 'ENOMEM']);
  });

  it('also uses the limit of the caller if it runs in the same mm', () => {
    const bench = VfioBench.after(container, 'clone p0 -> p1', 'attach p1 c0 g0');
    bench.run('map p0 c0 i0 a0 2 rw', 'setrlimit p1 1');
    expect(bench.last('attach p1 c0 g1')).toBe('ENOMEM');
  });

  it('undoes the mappings before the one at which it fails as well (v5.9)', () => {
    const bench = VfioBench.after(...two, 'munmap-page p0 a2');
    expect(bench.last('attach p0 c0 g1')).toBe('EFAULT');
    expect([bench.locked(), bench.pins(0, 0), bench.translated]).toEqual([0, 0, []]);
    expect(bench.dma(0)).toMatchObject({ mapped: 0, lockedVm: 0 });
    const full = VfioBench.after(...two); // the seventh allocation is that of the IOMMU for the second mapping
    expect(full.last('attach p0 c0 g1 [allocation 7 fails]')).toBe('ENOMEM');
    expect([full.locked(), full.pins(0, 0), full.pins(0, 2), full.translated]).toEqual([
      0,
      0,
      0,
      [],
    ]);
  });

  it('undoes the runs of a mapping before the one at which it fails', () => {
    const bench = VfioBench.after(...mediated, 'map p0 c0 i0 a1 2 rw', 'setrlimit p0 1');
    expect(bench.last('attach p0 c0 g1')).toBe('ENOMEM');
    expect([bench.locked(), bench.pins(0, 1)]).toEqual([0, 0]);
  });

  it('leaves a driver’s pins when it is undone', () => {
    const bench = VfioBench.after(...two, pin, 'munmap-page p0 a2', 'attach p0 c0 g1');
    expect([bench.locked(), bench.pins(0, 0), bench.nodes]).toEqual([1, 1, ['i0 x1']]);
  });

  it('undid nothing before: the next attach finds mappings that are called mapped', () => {
    const bench = new VfioBench({ replayUnwind: 'none' }).and(...two, 'munmap-page p0 a2');
    expect(bench.run('attach p0 c0 g1', 'attach p0 c0 g1')).toEqual(['EFAULT', 'EINVAL']);
    expect([bench.locked(), bench.pins(0, 0)]).toEqual([1, 1]);
    expect(bench.log).toEqual(['out of bounds in vfio_iommu_replay: domain_list is empty']);
  });
});

describe('a replay whose owner exits between two runs', () => {
  it('is refused, and gives back the page that the batch holds for the second', () => {
    const bench = VfioBench.after(...shared, 'attach p0 c0 g0', 'map p0 c0 i0 a1 2 rw');
    bench.run('attach p1 c0 g1 [stops at vfio_lock_acct: before mmap_lock]', 'exit p0');
    expect(bench.last('continue p1')).toBe('ESRCH');
    expect(bench.seen.pinReferences()).toBe(0);
  });
});

describe('an IOMMU that cannot map what replay has pinned', () => {
  const one = [...mediated, map, 'attach p0 c0 g1 [allocation 5 fails]'];

  it('gives the pages back', () => {
    const bench = VfioBench.after(...one);
    expect([bench.locked(), bench.pins(0, 0)]).toEqual([0, 0]);
  });

  it('gives back the page that is left over for the next run as well', () => {
    const bench = VfioBench.after(...mediated, 'map p0 c0 i0 a1 2 rw');
    expect(bench.last('attach p0 c0 g1 [allocation 6 fails]')).toBe('ENOMEM');
    expect([bench.locked(), bench.pins(0, 1), bench.pins(0, 2)]).toEqual([0, 0, 0]);
  });

  it('left them pinned and charged until v5.8', () => {
    const bench = new VfioBench({ replayUnwind: 'none' }).and(...one);
    expect([bench.locked(), bench.pins(0, 0), bench.translated]).toEqual([1, 1, []]);
  });
});

/** Changes of locked_vm while the IOMMU leaves and a driver keeps one of two pages. */
