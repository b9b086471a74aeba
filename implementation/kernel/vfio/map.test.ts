import { describe, expect, it } from 'vitest';
import { journal } from '../../../testing/kernel.ts';
import { container, map, mediated, passthrough, shared, VfioBench } from '../../../testing/vfio.ts';

/** Three pages of IOVA space, containers of both versions. */
const wide = (version: 'type1v2' | 'type1', ...lines: readonly string[]) =>
  new VfioBench({}, 'vfio').and(`container p0 ${version} -> c0`, 'attach p0 c0 g1', ...lines);

describe('a run at whose later page there is nothing', () => {
  const holeBehind = ['munmap-page p0 a1', 'map p0 c0 i0 a0 2 rw'];

  it('is given back before it is charged, so a full IOMMU is not asked', () => {
    const bench = VfioBench.after(...passthrough, ...holeBehind.slice(0, 1));
    expect(bench.last(`${holeBehind[1]!} [allocation 3 fails]`)).toBe('EFAULT');
    expect([bench.pins(0, 0), bench.locked()]).toEqual([0, 0]);
  });

  it('was charged and mapped until v5.11, and undone by the next call', () => {
    const bench = new VfioBench({ laterPage: 'ends-run' }).and(...passthrough, holeBehind[0]!);
    expect(bench.run(holeBehind[1]!, `${holeBehind[1]!} [allocation 3 fails]`)).toEqual([
      'EFAULT',
      'ENOMEM',
    ]);
    expect([bench.pins(0, 0), bench.locked()]).toEqual([0, 0]);
  });
});

describe('map', () => {
  it('pins, charges and translates if the container has an IOMMU', () => {
    const bench = VfioBench.after(...passthrough, map);
    expect([bench.pins(0, 0), bench.locked(), bench.translated]).toEqual([1, 1, [0]]);
  });

  it('does none of that if all devices are mediated', () => {
    const bench = VfioBench.after(...mediated, map);
    expect([bench.pins(0, 0), bench.locked(), bench.translated]).toEqual([0, 0, []]);
    expect(bench.dma()).toMatchObject({ mapped: 0, lockedVm: 0 });
  });

  it('charges before it translates', () => {
    const bench = VfioBench.after(...passthrough);
    const { k } = bench;
    const order = journal({
      'pins of a1': [k.ram!.pages.rows[1]!, 'pins'],
      'pins of a2': [k.ram!.pages.rows[2]!, 'pins'],
      charged: [k.ram!.accounts[0]!, 'lockedVm'],
      i0: [k.vfio.iommuPtes[0]!, 'page'],
      i1: [k.vfio.iommuPtes[1]!, 'page'],
    });
    bench.run('map p0 c0 i0 a1 2 rw');
    const [a1, a2] = [1, 2].map((a) => bench.pfn(0, a));
    // a2 ends the run of a1, and stays in the batch for the next run.
    const first = ['pins of a1 1', 'pins of a2 1', 'charged 1', `i0 ${a1}`];
    expect(order).toEqual([...first, 'charged 2', `i1 ${a2}`]);
  });

  it.each([
    [
      'without a descriptor of the container',
      [...shared, 'attach p0 c0 g1', 'close-container p0 c0'],
      map,
      'EBADF',
    ],
    ['before there is a device', [container], map, 'EINVAL'],
    ['of no page', passthrough, 'map p0 c0 i0 a0 0 rw', 'EINVAL'],
    ['over the end of the IOVA space', passthrough, 'map p0 c0 i1 a0 2 rw', 'EINVAL'],
    ['over another one', [...passthrough, map], 'map p0 c0 i0 a2 1 rw', 'EEXIST'],
    ['of a hole', [...passthrough, 'munmap-page p0 a0'], map, 'EFAULT'],
    ['behind the last address', passthrough, 'map p0 c0 i0 a3 2 rw', 'EFAULT'],
    ['over the limit', [...passthrough, 'setrlimit p0 1'], 'map p0 c0 i0 a0 2 rw', 'ENOMEM'],
  ])('is refused %s, and changes nothing', (_why, before, line, answer) => {
    const bench = VfioBench.after(...before);
    const state = () => {
      const { dmas, iommus } = bench.k.vfio;
      const { dmaAvail } = iommus.all[0]!;
      return [dmas.live, dmaAvail, bench.locked(), bench.seen.pinReferences(), bench.translated];
    };
    const was = state();
    expect(bench.last(line)).toBe(answer);
    expect(state()).toEqual(was);
  });

  it('takes the last page of 64 bits, but no empty range and none that wraps', () => {
    const bench = new VfioBench({}, 'vfio-top').and(...mediated);
    const lines = ['map p0 c0 i0 a0 0 rw', 'map p0 c0 i1 a0 2 rw', 'map p0 c0 i1 a0 1 rw'];
    expect(bench.run(...lines)).toEqual(['EINVAL', 'EINVAL', 'success']);
  });

  it('gives the run back if the charge itself is refused', () => {
    const bench = VfioBench.after(...passthrough, 'setrlimit p0 1', 'clone p0 -> p1');
    bench.run(`${map} [stops at vfio_lock_acct: before mmap_lock]`, 'mlock p1 a2');
    expect(bench.last('continue p0')).toBe('ENOMEM');
    expect([bench.pins(0, 0), bench.locked(), bench.translated]).toEqual([0, 1, []]);
  });

  it('finds an overlap before it counts the mappings', () => {
    const bench = wide('type1v2', map, 'map p0 c0 i1 a0 1 rw');
    expect(bench.run(map, 'map p0 c0 i2 a0 1 rw')).toEqual(['EEXIST', 'ENOSPC']);
  });

  it('may make another mapping after one was removed', () => {
    const bench = wide('type1v2', map);
    const third = 'map p0 c0 i2 a0 1 rw';
    expect(bench.last('map p0 c0 i1 a0 1 rw [allocation 1 fails]')).toBe('ENOMEM'); // counts for nothing
    expect(bench.run('map p0 c0 i1 a0 1 rw', third)).toEqual(['success', 'ENOSPC']);
    expect(bench.run('unmap p0 c0 i1 1', third)).toEqual(['1 page', 'success']);
  });

  it('may make another mapping after one failed', () => {
    const bench = wide('type1v2', map);
    expect(bench.run('map p0 c0 i1 a3 2 rw', 'map p0 c0 i1 a2 1 rw')).toEqual([
      'EFAULT',
      'success',
    ]);
  });

  it.each([1, 2, 4, 5])('undoes everything where allocation %i fails', (n) => {
    const bench = VfioBench.after(...passthrough, 'setrlimit p0 2');
    // The third allocation ends only the first batch of pages; the last two are those of the IOMMU for each run.
    const runs = 'map p0 c0 i0 a1 2 rw';
    expect(bench.last(`${runs} [allocation ${n} fails]`)).toBe('ENOMEM');
    expect([bench.pins(0, 1), bench.pins(0, 2), bench.locked()]).toEqual([0, 0, 0]);
    expect(bench.translated).toEqual([]);
    expect(bench.last(runs)).toBe('success');
  });
});

/** Changes of locked_vm, one after the other, when two pages from an address on are mapped. */
const charges = (...lines: readonly string[]) => {
  const bench = VfioBench.after(...passthrough);
  const changes = journal({ locked: [bench.k.ram!.accounts[0]!, 'lockedVm'] });
  bench.run(...lines);
  return changes;
};

const stops = (where: string) => `[stops at ${where}: before mmap_lock]`;

describe('adjacent pages', () => {
  it('are charged together', () => {
    expect(charges('map p0 c0 i0 a0 2 rw')).toEqual(['locked 2']);
  });

  it('make a run that ends where one lies elsewhere', () => {
    expect(charges('map p0 c0 i0 a0 2 rw')).toEqual(['locked 2']);
    expect(charges('map p0 c0 i0 a1 2 rw')).toEqual(['locked 1', 'locked 2']);
  });

  it('make a run that ends where one is reserved', () => {
    expect(charges('map p0 c0 i0 a2 2 rw')).toEqual(['locked 1']);
    // The reserved one is not tested against the limit either.
    expect(charges('setrlimit p0 1', 'map p0 c0 i0 a2 2 rw')).toEqual(['locked 1']);
  });

  it('are pinned once each, also the one with which a run ended', () => {
    const bench = VfioBench.after(...passthrough, 'map p0 c0 i0 a1 2 rw');
    expect([bench.pins(0, 1), bench.pins(0, 2)]).toEqual([1, 1]);
  });

  it('are looked up under one mmap_lock since v5.12, before each under its own', () => {
    const first = stops('vaddr_get_pfn');
    const lines = [`map p0 c0 i0 a0 2 rw ${first}`, `continue p0 ${first}`];
    const answers = (pageLookup: 'one-call' | 'page-by-page') =>
      new VfioBench({ pageLookup }).and(...passthrough).run(...lines);
    expect(answers('one-call')).toEqual(['PAUSED', 'success']);
    expect(answers('page-by-page')).toEqual(['PAUSED', 'PAUSED']);
  });

  it.each([
    ['that is not there', 'map p0 c0 i0 a0 2 rw', 'munmap-page p0 a1'],
    ['without struct page', 'map p0 c0 i0 a2 2 rw', 'dirty p0 c0 stop'],
  ])('are asked for by another call after a page %s', (_page, mapsTwo, before) => {
    const bench = VfioBench.after(...passthrough, 'clone p0 -> p1', before);
    const first = stops('vaddr_get_pfn');
    expect(bench.run(`${mapsTwo} ${first}`, `continue p0 ${first}`)).toEqual(['PAUSED', 'PAUSED']);
  });

  it('of which the first call has not found all may be there for the next call', () => {
    const bench = VfioBench.after(...passthrough, 'clone p0 -> p1', 'munmap-page p0 a1');
    bench.run(`map p0 c0 i0 a0 2 rw ${stops('vaddr_get_pfn')}`);
    bench.run(`continue p0 ${stops('vaddr_get_pfn')}`, 'mmap-page p1 a1 ram');
    expect([bench.last('continue p0'), bench.locked()]).toEqual(['success', 2]);
  });

  it('for which there is no memory at first are asked for again, unless they are the first of a call', () => {
    const bench = VfioBench.after(...passthrough);
    expect(bench.last('map p0 c0 i0 a0 2 rw [allocation 3 fails]')).toBe('success');
    expect(
      new VfioBench({ pageLookup: 'page-by-page' })
        .and(...passthrough)
        .last('map p0 c0 i0 a0 2 rw [allocation 3 fails]'),
    ).toBe('ENOMEM');
  });

  it.each([
    ['one-call', 'success', 1],
    ['page-by-page', 'EFAULT', 0],
  ] as const)(
    'that one call has found stay pinned while the run before them is charged (%s)',
    (pageLookup, answer, pins) => {
      const bench = new VfioBench({ pageLookup }).and(...passthrough, 'clone p0 -> p1');
      const page = bench.k.ram!.pages.at(bench.pfn(0, 2), 'test');
      bench.run(`map p0 c0 i0 a1 2 rw ${stops('vfio_lock_acct')}`);
      expect([bench.pins(0, 1), page.pins]).toEqual([1, pins]);
      expect(bench.run('munmap-page p1 a2', 'continue p0')[1]).toBe(answer);
      expect([page.pins, bench.translated.length]).toEqual([pins, 2 * pins]);
    },
  );

  it('of which the second is alone in its call stay pinned during the charge too; then it is put, and found again', () => {
    const bench = VfioBench.after(...passthrough, 'clone p0 -> p1', 'munmap-page p0 a2');
    bench.run(`map p0 c0 i0 a1 2 rw ${stops('vaddr_get_pfn')}`);
    bench.run(`continue p0 ${stops('vaddr_get_pfn')}`, 'mmap-page p1 a2 ram');
    const page = bench.k.ram!.pages.at(bench.pfn(0, 2), 'test');
    bench.run(`continue p0 ${stops('vfio_lock_acct')}`);
    expect([page.pins, bench.pins(0, 1)]).toEqual([1, 1]);
    expect(bench.run('munmap-page p1 a2', 'continue p0')[1]).toBe('EFAULT');
    expect([page.pins, bench.pins(0, 1)]).toEqual([0, 0]);
  });

  it.each([1, 2, 4, 5])(
    'are all unpinned if allocation %i fails, also one that is left over',
    (n) => {
      const bench = VfioBench.after(...passthrough, 'setrlimit p0 2');
      expect(bench.last(`map p0 c0 i0 a1 2 rw [allocation ${n} fails]`)).toBe('ENOMEM');
      expect([bench.pins(0, 1), bench.pins(0, 2), bench.locked()]).toEqual([0, 0, 0]);
    },
  );

  it('are all unpinned if the charge of their run is refused, also one that is left over', () => {
    const bench = VfioBench.after(...passthrough, 'setrlimit p0 1', 'clone p0 -> p1');
    bench.run(`map p0 c0 i0 a1 2 rw ${stops('vfio_lock_acct')}`, 'mlock p1 a0');
    expect(bench.last('continue p0')).toBe('ENOMEM');
    expect([bench.pins(0, 1), bench.pins(0, 2), bench.locked()]).toEqual([0, 0, 1]);
  });

  it('are credited together with pages that are not adjacent, when the mapping is removed', () => {
    expect(charges('map p0 c0 i0 a1 2 rw', 'unmap p0 c0 i0 2').slice(2)).toEqual(['locked 0']);
  });

  it('are all unpinned if the last of their run is over the limit', () => {
    const bench = VfioBench.after(...passthrough, 'setrlimit p0 1');
    expect(bench.last('map p0 c0 i0 a0 2 rw')).toBe('ENOMEM');
    expect([bench.pins(0, 0), bench.pins(0, 1), bench.locked()]).toEqual([0, 0, 0]);
  });

  it('are never charged if the last of their run is over the limit', () => {
    expect(charges('setrlimit p0 1', 'map p0 c0 i0 a0 2 rw')).toEqual([]);
    const bench = VfioBench.after(...passthrough, 'setrlimit p0 1', 'map p0 c0 i0 a0 2 rw');
    expect([bench.pins(0, 0), bench.pins(0, 1)]).toEqual([0, 0]);
  });

  it('were charged and mapped until v4.11 if the next one is over the limit, and undone by the next call', () => {
    const bench = new VfioBench({ limitTest: 'before' }).and(...passthrough, 'setrlimit p0 1');
    const changes = journal({
      locked: [bench.k.ram!.accounts[0]!, 'lockedVm'],
      i0: [bench.k.vfio.iommuPtes[0]!, 'page'],
    });
    expect(bench.last('map p0 c0 i0 a0 2 rw')).toBe('ENOMEM');
    expect(changes).toEqual(['locked 1', `i0 ${bench.pfn(0, 0)}`, 'i0 0', 'locked 0']);
  });

  it('were mixed up with the next run if that began with one without a struct page', () => {
    const bench = new VfioBench({ batchLeftover: 'kept' }).and(...passthrough);
    bench.run('map p0 c0 i0 a2 2 rw');
    expect([bench.pins(0, 2), bench.locked()]).toEqual([1, 2]);
  });
});
