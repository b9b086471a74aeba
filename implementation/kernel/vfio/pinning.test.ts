import { describe, expect, it } from 'vitest';
import { journal } from '../../../testing/kernel.ts';
import { both, map, mediated, passthrough, pin, shared, VfioBench } from '../../../testing/vfio.ts';
import { EINVAL } from '../machine/errno.ts';
import type { Switches } from '../switches.ts';
import { vfioUnpinPages } from './pin-pages.ts';

const unpin = 'unpin g0 i0 1';
const plugIn = 'attach p0 c0 g1';
const plugOut = 'detach p0 g1';

describe('a page that a driver pins', () => {
  it('takes one reference, however often it is pinned', () => {
    const bench = VfioBench.after(...mediated, map, pin, pin, pin);
    expect([bench.pins(0, 0), bench.nodes]).toEqual([1, ['i0 x3']]);
  });

  it('is unpinned with the last unpin call', () => {
    const bench = VfioBench.after(...mediated, map, pin, pin, unpin);
    expect([bench.pins(0, 0), bench.nodes, bench.locked()]).toEqual([1, ['i0 x1'], 1]);
    bench.run(unpin);
    expect([bench.pins(0, 0), bench.nodes, bench.locked()]).toEqual([0, [], 0]);
    // Beside an IOMMU it is not credited.
    const behind = VfioBench.after(...both, map, pin, unpin);
    expect([behind.pins(0, 0), behind.locked()]).toEqual([1, 1]);
  });

  it('is counted with all drivers of the container', () => {
    const bench = new VfioBench({}, 'vfio').and(...mediated, 'attach p0 c0 g2', map, pin);
    expect(bench.and('pin g2 i0 1').nodes).toEqual(['i0 x2']);
    expect([bench.pins(0, 0), bench.locked()]).toEqual([1, 1]);
  });

  it('has two nodes if it is mapped at two IOVAs, and counts twice', () => {
    const bench = VfioBench.after(...mediated, map, 'map p0 c0 i1 a0 1 rw', pin, 'pin g0 i1 1');
    expect([bench.pins(0, 0), bench.locked()]).toEqual([2, 2]);
    expect(bench.nodes).toEqual(['i0 x1', 'i1 x1']);
  });

  it('is pinned, charged and counted on its own, also where the next page of the call lies elsewhere', () => {
    const bench = VfioBench.after(...mediated, 'map p0 c0 i0 a1 2 rw');
    const changes = journal({ locked: [bench.k.ram!.accounts[0]!, 'lockedVm'] });
    expect(bench.last('pin g0 i0 2')).toBe('2 pages');
    expect(changes).toEqual(['locked 1', 'locked 2']);
    expect([bench.pins(0, 1), bench.pins(0, 2), bench.nodes]).toEqual([1, 1, ['i0 x1', 'i1 x1']]);
  });

  it('is charged after the pin and before the node', () => {
    const bench = VfioBench.after(...mediated, map);
    const { k } = bench;
    const order = journal({
      pinned: [k.ram!.pages.rows[0]!, 'pins'],
      charged: [k.ram!.accounts[0]!, 'lockedVm'],
      node: [k.vfio.pfns.all[0]!, 'refs'],
    });
    bench.run(pin);
    expect(order).toEqual(['pinned 1', 'charged 1', 'node 1']);
  });

  it('keeps the address space no longer than to its charge, so if its node fails, an mm that ends in between is not credited', () => {
    const bench = new VfioBench({ dmaCounter: 'kept-while-alive' });
    bench.run(...shared, 'attach p1 c0 g0', map);
    bench.run(
      `${pin} [stops at vfio_lock_acct: before mmap_lock] [allocation 2 fails]`,
      'exit p0',
      'continue-driver g0',
    );
    expect([bench.nodes, bench.seen.pinReferences(), bench.log]).toEqual([[], 0, []]);
    expect(bench.dma().lockedVm).toBe(1);
  });

  it('belongs to the process that mapped, whichever process plugged the device in', () => {
    const bench = VfioBench.after(...shared, 'attach p1 c0 g0', map, pin);
    expect([bench.pins(0, 0), bench.pins(1, 0)]).toEqual([1, 0]);
  });

  it('belonged to the process that plugged the device in, in v9', () => {
    const bench = new VfioBench({ externalOwner: 'attacher' });
    bench.run(...shared, 'attach p1 c0 g0', map, pin);
    expect([bench.pins(0, 0), bench.pins(1, 0)]).toEqual([0, 1]);
    expect([bench.locked(0), bench.locked(1)]).toEqual([0, 1]);
    expect(bench.mm(1).users).toBe(1); // the reference for the charge is gone
  });
});

describe('a driver that pins is refused, in this order,', () => {
  it('if nothing is mapped', () => {
    expect(VfioBench.after(...mediated).last(pin)).toBe('EINVAL');
  });

  it('if the device may only read', () => {
    const bench = VfioBench.after(...mediated, 'map p0 c0 i0 a0 1 r');
    expect(bench.last('munmap-page p0 a0', pin)).toBe('EPERM');
    expect(bench.last('pin g0 i1 1')).toBe('EINVAL'); // nothing is mapped there
  });

  it('if the mm of the mapping has ended', () => {
    const bench = VfioBench.after(...shared, 'attach p1 c0 g0', map, 'exit p0');
    expect(bench.last(pin)).toBe('ENODEV');
  });

  it('if there is a hole', () => {
    const bench = VfioBench.after(...mediated, map, 'munmap-page p0 a0', 'setrlimit p0 1');
    expect(bench.last('mlock p0 a1', pin)).toBe('EFAULT');
  });

  it('over the limit', () => {
    const bench = VfioBench.after(...mediated, map, 'setrlimit p0 1', 'mlock p0 a1');
    const pins = journal({ pins: [bench.k.ram!.pages.rows[0]!, 'pins'] });
    expect(bench.last(pin)).toBe('ENOMEM');
    expect([pins, bench.locked(), bench.nodes]).toEqual([['pins 1', 'pins 0'], 1, []]);
  });

  it('where the limit is tested under mmap_lock, and until v4.11 before it is taken', () => {
    const stops = `${pin} [stops at vfio_lock_acct: before mmap_lock]`;
    const answers = (limitTest: 'when-charging' | 'before') => {
      const bench = new VfioBench({ limitTest }).and(
        ...mediated,
        map,
        'setrlimit p0 1',
        'mlock p0 a1',
      );
      return bench.run(stops, 'munlock p0 a1', 'continue-driver g0');
    };
    expect(answers('when-charging')).toEqual(['PAUSED', 'success', '1 page']);
    expect(answers('before')[0]).toBe('ENOMEM');
  });

  it.each([
    ['if-counted', '1 page', 2],
    ['always', 'ENOMEM', 1],
  ] as const)(
    'over the limit in v4.10 and v4.11 also for a page that counts already',
    (externalLimit, answer, pins) => {
      const bench = new VfioBench({ externalLimit, limitTest: 'before' }).and(...both, map);
      expect(bench.last('setrlimit p0 1', pin)).toBe(answer);
      expect(bench.pins(0, 0)).toBe(pins);
    },
  );

  it('but none of that is checked again for a page that a driver has pinned', () => {
    const bench = VfioBench.after(...mediated, map, pin, 'munmap-page p0 a0', 'setrlimit p0 1');
    expect(bench.last('mlock p0 a1', 'mlock p0 a2', pin)).toBe('1 page');
    expect(bench.nodes).toEqual(['i0 x2']);
  });

  it('nor the address space of its owner', () => {
    const bench = VfioBench.after(...shared, 'attach p1 c0 g0', map, pin, 'exit p0');
    expect(bench.last(pin)).toBe('1 page');
    expect(bench.nodes).toEqual(['i0 x2']);
  });

  it('and the pages before are unpinned again', () => {
    const bench = VfioBench.after(...mediated, 'map p0 c0 i0 a0 2 rw', 'munmap-page p0 a1');
    expect(bench.last('pin g0 i0 2')).toBe('EFAULT');
    expect([bench.pins(0, 0), bench.locked(), bench.nodes]).toEqual([0, 0, []]);
  });

  it.each([1, 2])('and if allocation %i fails, without a remainder', (n) => {
    const bench = VfioBench.after(...mediated, map);
    expect(bench.last(`${pin} [allocation ${n} fails]`)).toBe('ENOMEM');
    expect([bench.pins(0, 0), bench.locked(), bench.nodes]).toEqual([0, 0, []]);
  });
});

describe('a page whose node cannot be allocated', () => {
  it('was looked up by that node until v5.9, so it stays pinned and charged', () => {
    const bench = new VfioBench({ pinNodeUnwind: 'by-lookup' }).and(...mediated, map);
    expect(bench.last(`${pin} [allocation 2 fails]`)).toBe('ENOMEM');
    expect([bench.pins(0, 0), bench.locked(), bench.nodes]).toEqual([1, 1, []]);
  });
});

describe('unpinning for a driver', () => {
  it('goes from page to page until one is not mapped; one without a node counts as done', () => {
    const bench = new VfioBench({}, 'vfio').and(...mediated, 'map p0 c0 i0 a0 2 rw', 'pin g0 i1 1');
    const unpinned = (iova: number, pages: number) =>
      vfioUnpinPages(bench.k, 0, iova, pages).next().value;
    expect([unpinned(0, 3), bench.nodes, bench.locked()]).toEqual([2, [], 0]);
    expect(unpinned(0, 2)).toBe(2);
    expect(unpinned(2, 1)).toBe(EINVAL);
  });

  it('drops the pin of another driver of the container as well: a node has no owner', () => {
    const bench = new VfioBench({}, 'vfio').and(...mediated, 'attach p0 c0 g2', map, pin);
    expect(vfioUnpinPages(bench.k, 2, 0, 1).next().value).toBe(1);
    expect([bench.pins(0, 0), bench.nodes, bench.locked()]).toEqual([0, [], 0]);
  });

  it('could not find the first page of a mapping while it looked with size 0', () => {
    const bench = new VfioBench({ findDmaSize: 'zero' }).and(...mediated, 'map p0 c0 i0 a0 2 rw');
    expect(bench.run(pin, 'pin g0 i1 1')).toEqual(['EINVAL', '1 page']);
    const { value } = vfioUnpinPages(bench.k, 0, 0, 1).next();
    expect(value).toBe(EINVAL);
  });
});

/** What is charged after each of these. */
const charged = (off: Partial<Switches>, before: readonly string[], ...lines: string[]) => {
  const bench = new VfioBench(off).and(...before);
  return lines.map((line) => bench.and(line).locked());
};

describe('a page that the IOMMU and a driver pin counts once,', () => {
  it('driver first', () => {
    expect(charged({}, [...mediated, map], pin, plugIn, unpin, plugOut)).toEqual([1, 1, 1, 0]);
  });

  it('IOMMU first', () => {
    expect(charged({}, [...both, map], pin, plugOut, unpin)).toEqual([1, 1, 0]);
  });

  it('in either order of unpinning', () => {
    expect(charged({}, [...both, map, pin], unpin, plugOut)).toEqual([1, 0]);
    expect(charged({}, [...both, map, pin], plugOut, unpin)).toEqual([1, 0]);
  });

  it('but has a reference of each', () => {
    expect(VfioBench.after(...both, map, pin).pins(0, 0)).toBe(2);
  });

  it('and is within the limit at its limit, in both orders', () => {
    const tight = 'setrlimit p0 1';
    expect(VfioBench.after(...both, tight, map).last(pin)).toBe('1 page');
    expect(VfioBench.after(...mediated, tight, map, pin).last(plugIn)).toBe('success');
  });

  it('and was refused when the limit was tested although nothing is charged', () => {
    const first = new VfioBench({ firstPageLimit: 'always' });
    expect(first.last(...mediated, map, pin, 'setrlimit p0 1', plugIn)).toBe('ENOMEM');
    const external = new VfioBench({ externalLimit: 'always', limitTest: 'before' });
    expect(external.last(...both, map, 'setrlimit p0 1', pin)).toBe('ENOMEM');
  });
});

describe('a page that drivers pin, charged and credited by reference,', () => {
  const off = { externalCharge: 'per-reference', externalPin: 'per-reference' } as const;

  it('counts as often as it is pinned', () => {
    expect(charged(off, [...mediated, map], pin, pin, unpin, unpin)).toEqual([1, 2, 1, 0]);
  });

  it('has as many references, and each unpin drops one of the page and one of the node', () => {
    const bench = new VfioBench(off).and(...mediated, map, pin, pin);
    expect([bench.pins(0, 0), bench.nodes]).toEqual([2, ['i0 x2']]);
    bench.run(unpin);
    expect([bench.pins(0, 0), bench.nodes]).toEqual([1, ['i0 x1']]);
    expect([bench.and(unpin).pins(0, 0), bench.nodes]).toEqual([0, []]);
  });
});

describe('a reserved page', () => {
  const reserved = 'map p0 c0 i0 a3 1 rw';

  it('is pinned without a reference, and never counts', () => {
    const bench = VfioBench.after(...both, 'setrlimit p0 1', 'mlock p0 a0', reserved, pin);
    expect([bench.seen.pinReferences(), bench.locked(), bench.nodes]).toEqual([0, 1, ['i0 x1']]);
    expect(bench.translated).toEqual([0]);
  });

  it('changes no account, so no lock is waited for', () => {
    const stops = 'map p0 c0 i0 a3 1 rw [stops at vfio_lock_acct: before mmap_lock]';
    expect(VfioBench.after(...both).last(stops)).toBe('success');
  });

  it('does not change the account when it is unpinned', () => {
    expect(charged({}, [...both, reserved, pin], plugOut, unpin)).toEqual([0, 0]);
  });

  it('was charged when the IOMMU left, in v9, and never credited', () => {
    const off = { reaccount: 'credit-then-charge', reaccountReserved: 'counted' } as const;
    expect(charged(off, [...both, reserved, pin], plugOut, unpin)).toEqual([1, 1]);
  });
});

describe('if another page is at an address meanwhile', () => {
  it('the old page stays pinned, and is the one that is unpinned', () => {
    const bench = VfioBench.after(...mediated, map, pin);
    const old = bench.k.ram!.pages.at(bench.pfn(0, 0), 'test');
    bench.run('munmap-page p0 a0', 'mmap-page p0 a0 ram');
    expect([old.pins, old.mapped, bench.pins(0, 0)]).toEqual([1, 0, 0]);
    bench.run(unpin);
    expect([old.live, bench.pins(0, 0), bench.locked()]).toEqual([0, 0, 0]);
  });

  const moved = ['munmap-page p0 a0', 'mmap-page p0 a0 ram'];

  it('each side has its own page pinned, and both count', () => {
    const bench = VfioBench.after(...mediated, map, pin, ...moved, plugIn);
    expect([bench.seen.pinReferences(), bench.pins(0, 0), bench.locked()]).toEqual([2, 1, 2]);
    expect(bench.and(unpin).locked()).toBe(1);
    expect(bench.and(plugOut).locked()).toBe(0);
  });

  it('the page of the side that stays still counts', () => {
    expect(charged({}, [...both, map, ...moved], pin, plugOut, unpin)).toEqual([2, 1, 0]);
    expect(charged({}, [...both, map, ...moved, pin], 'unmap p0 c0 i0 1')).toEqual([0]);
  });

  it('and pages count once at each IOVA, the second page is charged to nobody', () => {
    const off = { pageCounts: 'once-per-iova' } as const;
    expect(charged(off, [...both, map, ...moved], pin, plugOut, unpin)).toEqual([1, 1, 0]);
    expect(charged(off, [...mediated, map, pin, ...moved], plugIn, unpin)).toEqual([1, 1]);
  });

  const turned = ['munmap-page p0 a0', 'mmap-page p0 a0 reserved'];

  it('and that page is reserved, the driver’s page still counts', () => {
    expect(charged({}, [...mediated, map, pin, ...turned], plugIn, plugOut, unpin)).toEqual([
      1, 1, 0,
    ]);
    expect(charged({}, [...mediated, map, pin, ...turned, plugIn], unpin, plugOut)).toEqual([0, 0]);
  });

  it('and the first was reserved, the second counts', () => {
    const reserved = [...both, 'map p0 c0 i0 a3 1 rw', 'munmap-page p0 a3', 'mmap-page p0 a3 ram'];
    expect(charged({}, reserved, pin, unpin)).toEqual([1, 0]);
    expect(charged({}, reserved, pin, plugOut, unpin)).toEqual([1, 1, 0]);
  });

  it('and the side that pins decides, as in Linux, the account is wrong', () => {
    const off = { pageCounts: 'by-who-pins' } as const;
    const reserved = [...both, 'map p0 c0 i0 a3 1 rw', 'munmap-page p0 a3', 'mmap-page p0 a3 ram'];
    expect(charged(off, reserved, pin)).toEqual([0]);
    expect(charged(off, [...both, map], pin, unpin)).toEqual([1, 1]);
    expect(charged(off, [...mediated, 'map p0 c0 i0 a3 1 rw'], pin, unpin)).toEqual([0, 0]);
  });
});

describe('looking for the page that a driver has, by its frame', () => {
  it('finds it under another IOVA, so that it counts once and is credited twice', () => {
    const off = { pfnList: 'by-frame' } as const;
    const two = [...both, map, pin, 'map p0 c0 i1 a0 1 rw'];
    expect(charged(off, two, 'detach p0 g0', plugOut)).toEqual([1, -1]);
    expect(new VfioBench(off).and(...two).locked()).toBe(1);
    expect(VfioBench.after(...two).locked()).toBe(2);
  });
});

describe('get_user_pages without memory', () => {
  it('is an error', () => {
    const bench = VfioBench.after('container p0 type1v2 -> c0', plugIn);
    expect(bench.last(`${map} [allocation 2 fails]`)).toBe('ENOMEM');
  });

  it('is no matter for a reserved page, which needs none: the next thing to fail is the IOMMU', () => {
    const bench = new VfioBench({ gupNothing: 'EFAULT' }).and(...passthrough);
    expect(bench.run('map p0 c0 i0 a3 1 rw [allocation 2 fails]')).toEqual(['ENOMEM']);
    expect(bench.last('map p0 c0 i0 a0 1 rw [allocation 2 fails]')).toBe('EFAULT');
  });

  it('was EFAULT until v4.9, as if there were no page', () => {
    const bench = new VfioBench({ gupNothing: 'EFAULT' });
    expect(bench.last('container p0 type1v2 -> c0', plugIn, `${map} [allocation 2 fails]`)).toBe(
      'EFAULT',
    );
    expect([bench.pins(0, 0), bench.translated]).toEqual([0, []]);
  });

  it('was used as a page, so a frame that nobody set was translated', () => {
    const bench = new VfioBench({ gupNothing: 'success' });
    expect(bench.last('container p0 type1v2 -> c0', plugIn, `${map} [allocation 2 fails]`)).toBe(
      'success',
    );
    expect([bench.pins(0, 0), bench.locked(), bench.translated]).toEqual([0, 0, [0]]);
  });
});
