import { describe, expect, it } from 'vitest';
import { journal } from '../../../testing/kernel.ts';
import { vfioMdevV9 } from '../../versions/vfio-mdev-v9.ts';
import { vfioDeviceFops, vfioGroupFops } from './group.ts';
import { both, map, mediated, passthrough, pin, VfioBench } from '../../../testing/vfio.ts';

/** How often the driver of g0 has recorded each page. */
const recorded = ({ k }: VfioBench): number[] =>
  k.vfio.driverPins.slice(0, k.vfio.iovas).map((row) => row.count);

describe('a driver', () => {
  it('records the number of its pins of each page', () => {
    const bench = VfioBench.after(
      ...mediated,
      'map p0 c0 i0 a0 2 rw',
      'pin g0 i0 2',
      'pin g0 i1 1',
    );
    expect(recorded(bench)).toEqual([1, 2]);
    expect(recorded(bench.and('unpin g0 i0 2'))).toEqual([0, 1]);
  });

  it('records no pin that was refused', () => {
    const bench = VfioBench.after(...mediated, 'map p0 c0 i0 a0 1 rw', 'pin g0 i0 2');
    expect(recorded(bench)).toEqual([0, 0]);
  });

  it('can also pin for a device behind the IOMMU', () => {
    const bench = new VfioBench({}, 'vfio-pinning').and(...passthrough, map);
    expect(bench.last('pin g1 i0 1')).toBe('1 page');
    expect([bench.pins(0, 0), bench.locked()]).toEqual([2, 1]);
  });

  it('could so once only beside a mediated device', () => {
    const off = { pinBehindIommu: 'with-mediated' } as const;
    const bench = new VfioBench(off, 'vfio-pinning').and(...passthrough, map);
    expect(bench.run('pin g1 i0 1', 'attach p0 c0 g0', 'pin g1 i0 1')).toEqual([
      'EINVAL',
      'success',
      '1 page',
    ]);
  });

  it('could not before v4.10 either, where the list of pages is in the domain of mediated devices', () => {
    const bench = new VfioBench(vfioMdevV9.switches, 'vfio-pinning').and(...passthrough, map);
    expect([bench.last('pin g1 i0 1'), bench.log]).toEqual(['EINVAL', []]);
  });

  it('could then not unpin once the mediated device had left', () => {
    const off = { pinBehindIommu: 'with-mediated' } as const;
    const bench = new VfioBench(off, 'vfio-pinning').and(...both, map, 'pin g1 i0 1');
    expect(bench.run('detach p0 g0', 'unpin g1 i0 1')).toEqual(['success', 'EINVAL']);
    expect([bench.nodes, bench.pins(0, 0)]).toEqual([['i0 x1'], 2]);
    expect(bench.last('unmap p0 c0 i0 1')).toBe('EDEADLOCK');
  });
});

const second = (off = {}) => new VfioBench(off, 'vfio').and(...mediated, 'attach p0 c0 g2');

describe('the second mediated device', () => {
  it('joins the domain of the first, or in v9 one that was freed', () => {
    const { groups } = second().k.vfio;
    expect(groups[2]!.domain).toBe(groups[0]!.domain);
    expect(second({ secondMediated: 'joins-freed' }).log).toEqual([
      'use-after-free in list_add: vfio_domain',
    ]);
  });
});

describe('a step of the driver that fails after the pin', () => {
  const failing = `${pin} [allocation 3 fails]`;

  it('lets it unpin, and record nothing', () => {
    const bench = VfioBench.after(...mediated, map);
    expect(bench.last(failing)).toBe('ENOMEM');
    expect([recorded(bench), bench.nodes, bench.locked()]).toEqual([[0, 0], [], 0]);
  });

  it('left the page pinned for ever if the driver forgot it', () => {
    const bench = new VfioBench({ driverUnwind: 'forgets' }).and(...mediated, map, failing);
    expect([recorded(bench), bench.nodes]).toEqual([[0, 0], ['i0 x1']]);
    bench.run('map p0 c0 i1 a1 1 rw', 'exit p0'); // nobody pinned the second mapping
    expect(bench.log).toEqual([
      'warning in vfio_remove_dma: a driver has pages of the mapping pinned',
    ]);
    expect(bench.seen.leftovers().map(({ says }) => says)).toEqual([
      'vfio_pfn (refs 1), held by nothing that is left',
      'page of mm0 (pins 1), held by vfio_pfn',
    ]);
  });
});

describe('a driver that is notified of an unmap', () => {
  it('unpins as often as it pinned, only in the range', () => {
    const two = ['map p0 c0 i0 a0 1 rw', 'map p0 c0 i1 a0 1 rw'];
    const bench = VfioBench.after(...mediated, ...two, pin, pin, 'pin g0 i1 1');
    const told = 'vfio_notify_dma_unmap: iommu->lock dropped, drivers not yet told';
    bench.run('unmap p0 c0 i0 1 [stops at dma_unmap: before driver lock]');
    // It is told once.
    expect(bench.last(`continue p0 [stops at ${told}]`)).toBe('1 page');
    expect([recorded(bench), bench.nodes]).toEqual([[0, 1], ['i1 x1']]);
  });

  it('does so before the mapping is removed', () => {
    const bench = VfioBench.after(...mediated, map, pin);
    const { driverPins, pfns, dmas } = bench.k.vfio;
    const order = journal({
      recorded: [driverPins[0]!, 'count'],
      node: [pfns.all[0]!, 'live'],
      mapping: [dmas.all[0]!, 'live'],
    });
    bench.run('unmap p0 c0 i0 1');
    expect(order).toEqual(['recorded 0', 'node 0', 'mapping 0']);
  });

  it('waits for its pin that is under way, which is recorded by then', () => {
    const bench = VfioBench.after(...mediated, map);
    bench.run(`${pin} [stops at driver: pages pinned, not yet recorded]`);
    const unmap = bench.start('unmap p0 c0 i0 1');
    expect(unmap.waitsFor).toBe('driver lock 0');
    expect(bench.last('continue-driver g0')).toBe('1 page');
    expect(unmap.resume().finish()).toBe('1 page');
    expect(bench.nodes).toEqual([]);
  });

  it('waits for its own unpin as well', () => {
    const bench = VfioBench.after(...mediated, map, pin);
    bench.run('unmap p0 c0 i0 1 [stops at vfio_iommu_type1_unpin_pages: before iommu->lock]');
    expect(bench.start('unpin g0 i0 1').waitsFor).toBe('driver lock 0');
  });

  it('finds nothing to unpin if it records after the pin, without its lock', () => {
    const bench = new VfioBench({ driverRecord: 'after-pin' }).and(...mediated, map);
    bench.run(`${pin} [stops at driver: pages pinned, not yet recorded]`);
    expect(bench.last('unmap p0 c0 i0 1')).toBe('EDEADLOCK');
    expect(bench.nodes).toEqual(['i0 x1']);
  });
});

/** Nodes, pins one after the other, and charge where the driver leaves two pins of a page to the core. */
const left = (lastMediated: 'core-unpins' | 'core-unpins-without-credit') => {
  const byReference = { externalPin: 'per-reference', externalCharge: 'per-reference' } as const;
  const off = { ...byReference, driverClose: 'left-to-core', lastMediated } as const;
  const bench = new VfioBench(off).and(...mediated, map, pin, pin);
  const pins = journal({ pins: [bench.k.ram!.pages.rows[0]!, 'pins'] });
  bench.run('detach p0 g0');
  return [bench.nodes, pins, bench.locked()];
};

describe('when the last descriptor of a device is closed', () => {
  it('its driver unpins everything and gets no more notifications', () => {
    const bench = VfioBench.after(...both, map, pin, pin, 'detach p0 g0');
    expect([recorded(bench), bench.nodes, bench.pins(0, 0)]).toEqual([[0, 0], [], 1]);
    expect(bench.k.vfio.drivers[0]!.listens).toBe(0);
  });

  it('or is no longer told of an unmap before it has unpinned, so that unmap never ends', () => {
    const bench = new VfioBench({ driverClose: 'unregisters-first' });
    bench.run('container p0 type1v2 -> c0', 'clone p0 -> p1', 'attach p0 c0 g0', map, pin);
    bench.run('detach p0 g0 [stops at close_device: before driver lock]');
    expect(bench.last('unmap p1 c0 i0 1')).toBe('EDEADLOCK');
    expect(bench.and('continue p0').nodes).toEqual([]);
  });

  it('it can no longer pin: it is not registered for notifications', () => {
    const bench = new VfioBench({ driverAsks: 'any-time' }, 'vfio-keep-on-exec');
    bench.run(...mediated, 'exec p0', map);
    expect(bench.k.vfio.groups[0]).toMatchObject({ users: 1, devices: 0 });
    expect(bench.last(pin)).toBe('EINVAL');
  });

  it('and not before', () => {
    const bench = VfioBench.after(...mediated, map, pin, 'fork p0 -> p1', 'detach p0 g0');
    expect(bench.nodes).toEqual(['i0 x1']);
  });

  it('that happens before its group leaves the container', () => {
    const bench = VfioBench.after(...mediated, map, pin);
    const { drivers, groups } = bench.k.vfio;
    const order = journal({
      listens: [drivers[0]!, 'listens'],
      users: [groups[0]!, 'users'],
      container: [groups[0]!, 'container'],
    });
    bench.run('exit p0');
    expect(order).toEqual(['listens 0', 'users 1', 'users 0', 'container 0']);
  });

  it('that drops one user of the group, as the close of its file does, and the last one detaches the group', () => {
    for (const deviceFirst of [true, false]) {
      const { k } = VfioBench.after(...mediated);
      const [group] = k.vfio.groups;
      const order = [vfioDeviceFops, vfioGroupFops];
      for (const [i, fops] of (deviceFirst ? order : order.toReversed()).entries()) {
        const file = k.vfio.files.rows.find((f) => f.live !== 0 && f.group === 1);
        expect(fops.release(k, file!).next().done).toBe(true);
        expect([group!.users, group!.container === 0]).toEqual(i === 0 ? [1, false] : [0, true]);
      }
    }
  });

  it('v4.10 checked for pins of any driver, at the last mediated device', () => {
    const bench = new VfioBench({ sanityCheck: 'last-mediated' }, 'vfio-pinning').and(...both, map);
    expect(bench.and(pin, 'detach p0 g0').log).toEqual([]);
    bench.run('attach p0 c0 g0', 'pin g1 i0 1', 'detach p0 g0');
    expect(bench.log).toEqual(['warning in vfio_sanity_check_pfn_list: a driver has pages pinned']);
  });

  it('v4.10 did not look for pins in another container', () => {
    const bench = new VfioBench({ sanityCheck: 'last-mediated' }, 'vfio').and(...mediated);
    bench.run(
      'container p0 type1v2 -> c1',
      'attach p0 c1 g2',
      'map p0 c1 i0 a0 1 rw',
      'pin g2 i0 1',
    );
    expect(bench.and('detach p0 g0').log).toEqual([]);
  });

  it('v9 left the pins to the core, which unpinned them with the last mediated device', () => {
    const dropped = ['pins 1', 'pins 0'];
    expect(left('core-unpins')).toEqual([[], dropped, 0]);
    expect(left('core-unpins-without-credit')).toEqual([[], dropped, 2]);
  });
});
