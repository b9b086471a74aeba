import { describe, expect, it } from 'vitest';
import { journal } from '../../../testing/kernel.ts';
import { structOf } from '../process/task-struct.ts';
import { map, mediated, passthrough, pin, shared, VfioBench } from '../../../testing/vfio.ts';

const give = 'unmap-vaddr p0 c0 i0';
const take = 'map-vaddr p1 c0 i0 a1';
/** p0’s mapping, whose address p1 is to take over. */
const given = [...shared, 'attach p0 c0 g1', map, give];

describe('handing over the virtual address of a mapping', () => {
  it('leaves everything pinned, charged and translated', () => {
    const bench = VfioBench.after(...given);
    expect([bench.pins(0, 0), bench.locked(), bench.translated]).toEqual([1, 1, [0]]);
    expect(bench.dma().vaddrInvalid).toBe(1);
    expect(bench.k.vfio.iommus.rows[0]!.vaddrInvalid).toBe(1);
  });

  it.each([
    [
      'without a descriptor of the container',
      [...shared, 'attach p0 c0 g1', 'close-container p0 c0'],
      'EBADF',
    ],
    ['where there is no device', ['container p0 type1v2 -> c0'], 'EINVAL'],
    ['while there is a mediated device', [...mediated, map], 'EBUSY'],
    ['a second time', [...passthrough, map, give], 'EINVAL'],
  ])('is refused %s', (_why, before, answer) => {
    expect(VfioBench.after(...before).last(give)).toBe(answer);
  });

  it('was possible beside a mediated device until v6.2', () => {
    const off = { vaddrWithMediated: 'waited-for' } as const;
    expect(new VfioBench(off).and(...mediated, map).last(give)).toBe('success');
    expect(VfioBench.after(...mediated, map).last(give)).toBe('EBUSY');
    // That comes before the question whether anything is mapped there.
    expect(VfioBench.after(...mediated).last(give)).toBe('EBUSY');
  });

  it('waits for iommu->lock, as the new address does', () => {
    const before = 'before iommu->lock]';
    const bench = VfioBench.after(...passthrough, map);
    expect(bench.run(`${give} [stops at vfio_dma_do_unmap: ${before}`, 'continue p0')).toEqual([
      'PAUSED',
      'success',
    ]);
    const lines = [`map-vaddr p0 c0 i0 a1 [stops at vfio_dma_do_map: ${before}`, 'continue p0'];
    expect(bench.run(...lines)).toEqual(['PAUSED', 'success']);
  });

  it('does nothing where nothing is mapped', () => {
    expect(VfioBench.after(...passthrough).last(give)).toBe('success');
  });

  it('is refused in the midst of a mapping by v2; v1 does nothing there', () => {
    const inside = 'unmap-vaddr p0 c0 i1';
    const two = 'map p0 c0 i0 a0 2 rw';
    expect(VfioBench.after(...passthrough, two).last(inside)).toBe('EINVAL');
    const v1 = new VfioBench({}, 'vfio').and('container p0 type1 -> c0', 'attach p0 c0 g1', two);
    expect([v1.last(inside), v1.dma().vaddrInvalid]).toEqual(['success', 0]);
  });

  it('ends when the mapping is removed', () => {
    const bench = VfioBench.after(...passthrough, map, give, 'unmap p0 c0 i0 1');
    expect(bench.k.vfio.iommus.rows[0]!.vaddrInvalid).toBe(0);
    expect(bench.last('attach p0 c0 g0')).toBe('success');
  });
});

describe('giving the mapping another address', () => {
  it.each([
    ['where nothing is mapped', [...shared, 'attach p0 c0 g1'], 'ENOENT'],
    ['whose address is known', [...shared, 'attach p0 c0 g1', map], 'EINVAL'],
  ])('is refused %s', (_why, before, answer) => {
    expect(VfioBench.after(...before).last(take)).toBe(answer);
  });

  it('is refused in the midst of a mapping', () => {
    const bench = VfioBench.after(...shared, 'attach p0 c0 g1', 'map p0 c0 i0 a0 2 rw', give);
    expect(bench.last('map-vaddr p1 c0 i1 a1')).toBe('EINVAL');
    // The whole one has an address again after that, and nothing is mapped once it is gone.
    expect(bench.run(take, take)).toEqual(['success', 'EINVAL']);
    expect(bench.last('unmap p0 c0 i0 2', take)).toBe('ENOENT');
  });

  it('makes the caller’s mm its owner, which is charged in the place of the old one', () => {
    const bench = VfioBench.after(...given, take);
    expect(bench.dma()).toMatchObject({ mm: bench.task(1).mm, address: 1, vaddrInvalid: 0 });
    expect([bench.locked(0), bench.locked(1)]).toEqual([0, 1]);
  });

  it('charges the new owner before it credits the old one', () => {
    const bench = VfioBench.after(...given);
    const { accounts } = bench.k.ram!;
    const order = journal({ old: [accounts[0]!, 'lockedVm'], new: [accounts[1]!, 'lockedVm'] });
    bench.run(take);
    expect(order).toEqual(['new 1', 'old 0']);
  });

  it('credits the old owner with a reference on its mm, and not at all once that has ended', () => {
    const stops = '[stops at vfio_change_dma_owner: before mmap_lock]';
    const bench = VfioBench.after(...given);
    expect(bench.run(`${take} ${stops}`, `continue p1 ${stops}`)).toEqual(['PAUSED', 'PAUSED']);
    bench.run('exit p0');
    expect(bench.k.mms.rows[0]!.users).toBe(1);
    expect(bench.last('continue p1')).toBe('success');
    expect([bench.log, bench.k.mms.rows[0]!.users]).toEqual([[], 0]);
    const dead = VfioBench.after(...shared, 'attach p1 c0 g1', map, give, 'exit p0');
    expect(dead.run(`${take} ${stops}`, `continue p1 ${stops}`)).toEqual(['PAUSED', 'success']);
  });

  it('makes the leader of the caller’s thread group, its mm and its capability those of the mapping', () => {
    const capable = new VfioBench({}, 'vfio-capable').and(...given, 'dropcap p1', take);
    const { mm } = capable.task(1);
    const leader = structOf(capable.k, capable.task(1));
    expect(capable.dma()).toMatchObject({ task: leader, mm, lockCap: 0 });
    expect(capable.k.structs!.slab.at(leader, 'test').usage).toBe(2);
    expect(capable.and('exit p0', 'exit p1').seen.leftovers()).toEqual([]);
    expect(capable.log).toEqual([]);
    const bench = new VfioBench({}, 'vfio-threads').and(...given, 'thread p1 -> p2');
    bench.run('map-vaddr p2 c0 i0 a1');
    expect(bench.dma().task).toBe(structOf(bench.k, bench.task(1)));
  });

  it('uses from then on the limit of the task that took it over', () => {
    const bench = VfioBench.after(...given, take);
    expect(bench.dma().task).toBe(structOf(bench.k, bench.k.tasks.rows[1]!));
  });

  it('keeps the pages that are pinned: those of the old owner', () => {
    const bench = VfioBench.after(...given, take);
    expect([bench.pins(0, 0), bench.pins(1, 1)]).toEqual([1, 0]);
  });

  it('credits the owner at the time of the unmap', () => {
    const bench = VfioBench.after(...given, take, 'unmap p0 c0 i0 1');
    expect([bench.locked(0), bench.locked(1)]).toEqual([0, 0]);
  });

  it('changes no owner within one mm', () => {
    const bench = VfioBench.after(...passthrough, map, give);
    const stops = 'map-vaddr p0 c0 i0 a1 [stops at vfio_change_dma_owner: before mmap_lock]';
    expect(bench.last(stops)).toBe('success');
    expect([bench.locked(), bench.dma().address]).toEqual([1, 1]);
  });

  it('credits nobody if the old owner has ended', () => {
    const bench = VfioBench.after(...shared, 'attach p1 c0 g1', map, give, 'exit p0', take);
    expect([bench.locked(1), bench.log]).toEqual([1, []]);
  });

  it('is refused over the limit of the new owner, and changes nothing', () => {
    const bench = VfioBench.after(...given, 'setrlimit p1 1', 'mlock p1 a0');
    const stops = '[stops at vfio_change_dma_owner: before mmap_lock]';
    expect(bench.run(`${take} ${stops}`, `continue p1 ${stops}`)).toEqual(['PAUSED', 'ENOMEM']);
    expect([bench.locked(0), bench.locked(1)]).toEqual([1, 1]);
    expect(bench.dma()).toMatchObject({ mm: bench.task(0).mm, vaddrInvalid: 1 });
  });

  it('is at the limit of the old owner of no account', () => {
    expect(VfioBench.after(...given, 'setrlimit p0 1').last(take)).toBe('success');
  });

  it('checks the capability of the new owner, at that time', () => {
    const capable = new VfioBench({}, 'vfio-capable').and(...given);
    expect(capable.run('dropcap p1', take)).toEqual(['success', 'success']);
    expect(capable.dma().lockCap).toBe(0);
  });

  describe('whose count is below zero', () => {
    /** A driver has a reserved page, which never counts; then memory is there, which the IOMMU pins and credits. */
    const below = [
      ...shared,
      'attach p0 c0 g0',
      'map p0 c0 i0 a3 1 rw',
      'pin g0 i0 1',
      'munmap-page p0 a3',
      'mmap-page p0 a3 ram',
      'attach p0 c0 g1',
      'detach p0 g1',
      'attach p0 c0 g1',
      'detach p0 g0',
      give,
    ];
    const off = { pageCounts: 'by-who-pins' } as const;

    it('credits the caller, so no limit is tested', () => {
      const bench = new VfioBench(off).and(...below, 'setrlimit p1 0');
      expect(bench.dma().lockedVm).toBe(-1);
      expect(bench.last('map-vaddr p1 c0 i0 a0')).toBe('success');
      expect([bench.locked(0), bench.locked(1)]).toEqual([0, -1]);
    });

    it('charges the old owner within its limit, and ignores a refusal', () => {
      const bench = new VfioBench(off).and(
        ...below,
        'mlock p0 a0',
        'mlock p0 a1',
        'setrlimit p0 0',
      );
      expect(bench.locked(0)).toBe(1);
      expect(bench.last('map-vaddr p1 c0 i0 a0')).toBe('success');
      expect([bench.locked(0), bench.locked(1)]).toEqual([1, -1]);
    });
  });

  it('waits for the mmap_lock of the new mm, also if no page has to change its owner', () => {
    const bench = VfioBench.after(...shared, 'attach p0 c0 g1', 'map p0 c0 i0 a3 1 rw', give);
    expect(bench.dma().lockedVm).toBe(0);
    const stops = `${take} [stops at vfio_change_dma_owner: before mmap_lock]`;
    expect(bench.run(stops, 'continue p1')).toEqual(['PAUSED', 'success']);
  });

  it('leaves the references on mms and tasks even', () => {
    const bench = VfioBench.after(...given, take, 'exit p0', 'exit p1');
    expect([bench.seen.leftovers(), bench.log]).toEqual([[], []]);
  });

  it('left owner and charge until v6.2', () => {
    const bench = new VfioBench({ vaddrUpdate: 'leaves-charge' }).and(...given, take);
    expect([bench.locked(0), bench.locked(1)]).toEqual([1, 0]);
    expect(bench.dma()).toMatchObject({ mm: bench.task(0).mm, address: 1 });
  });
});

/** The driver of a device behind the IOMMU has pinned while an address is invalid. */
const late = (off = {}) =>
  new VfioBench(off, 'vfio-pinning').and(...passthrough, map, give, 'pin g1 i0 1');

describe('a driver that pins while an address is invalid', () => {
  it('is refused', () => {
    expect(late().last('pin g1 i0 1')).toBe('EBUSY');
    expect(late().log).toEqual([]);
  });

  it('is refused by v6.3 with a warning', () => {
    const bench = late({ vaddrWithMediated: 'refused-with-warning' });
    expect(bench.last('pin g1 i0 1')).toBe('EBUSY');
    expect(bench.log[0]).toBe(
      'warning in vfio_iommu_type1_pin_pages: a virtual address is invalid',
    );
  });
});

/** The driver of g0 cannot pin until there is an address again. */
const waiting = () =>
  new VfioBench({ vaddrWithMediated: 'waited-for' }).and(...mediated, map, give);

describe('v5.12 let addresses go while there is a mediated device', () => {
  it('so that its driver waits to pin until there is one again', () => {
    const bench = waiting();
    const pinning = bench.start(pin);
    expect(pinning.waitsFor).toBe('vaddr_wait 0');
    bench.run('map-vaddr p0 c0 i0 a2');
    expect(pinning.resume().finish()).toBe('1 page');
    expect(bench.pins(0, 2)).toBe(1);
  });

  it('and so waits a device behind the IOMMU that is to be attached, but no mediated one', () => {
    const bench = waiting();
    bench.run('fork p0 -> p1');
    const attach = bench.start('attach p0 c0 g1');
    expect(attach.waitsFor).toBe('vaddr_wait 0');
    expect(bench.k.vfio.iommus.rows[0]!.owner).toBe(0);
    const other = new VfioBench({ vaddrWithMediated: 'waited-for' }, 'vfio');
    expect(other.and(...mediated, map, give).last('attach p0 c0 g2')).toBe('success');
  });

  it('which no program has to set', () => {
    expect(waiting().last(pin)).toBe('HUNG');
  });

  it('or until the mapping is removed', () => {
    const bench = waiting();
    const pinning = bench.start(pin);
    bench.run('unmap p0 c0 i0 1');
    expect(pinning.resume().finish()).toBe('EINVAL');
  });
});
