import { describe, expect, it } from 'vitest';
import { journal } from '../../../testing/kernel.ts';
import { map, mediated, passthrough, shared, VfioBench } from '../../../testing/vfio.ts';
import { versions } from '../../versions/index.ts';
import type { Switches } from '../switches.ts';
import { framed } from './tables.ts';

/** Three pages of IOVA space, containers of both versions. */
const wide = (version: 'type1v2' | 'type1', ...lines: readonly string[]) =>
  new VfioBench({}, 'vfio').and(`container p0 ${version} -> c0`, 'attach p0 c0 g1', ...lines);

/** The releases in which only the mm that mapped may unmap: each finds it in another way. */
const byOwner = versions.filter((v) => v.has.includes('vfio') && v.switches.unmapBy === 'owner');

describe('unmap', () => {
  it('unpins, credits and returns the number of pages', () => {
    const bench = VfioBench.after(...passthrough, 'map p0 c0 i0 a0 2 rw');
    expect(bench.last('unmap p0 c0 i0 2')).toBe('2 pages');
    expect([bench.pins(0, 0), bench.locked(), bench.translated]).toEqual([0, 0, []]);
  });

  it('of nothing succeeds', () => {
    expect(VfioBench.after(...passthrough).last('unmap p0 c0 i0 2')).toBe('0 pages');
  });

  it('of no page, or over the end, is refused', () => {
    const bench = VfioBench.after(...passthrough);
    expect(bench.run('unmap p0 c0 i0 0', 'unmap p0 c0 i1 2')).toEqual(['EINVAL', 'EINVAL']);
  });

  it('stops translating before it unpins', () => {
    const bench = VfioBench.after(...passthrough, 'map p0 c0 i0 a1 2 rw');
    const { k } = bench;
    const order = journal({
      'pins of a1': [k.ram!.pages.rows[1]!, 'pins'],
      'pins of a2': [k.ram!.pages.rows[2]!, 'pins'],
      charged: [k.ram!.accounts[0]!, 'lockedVm'],
      i0: [k.vfio.iommuPtes[0]!, 'page'],
      i1: [k.vfio.iommuPtes[1]!, 'page'],
    });
    bench.run('unmap p0 c0 i0 2');
    expect(order).toEqual(['i0 0', 'pins of a1 0', 'i1 0', 'pins of a2 0', 'charged 0']);
  });

  it('is allowed to every process that has the container (v6.0), whichever process mapped', () => {
    const bench = VfioBench.after(...shared, 'attach p0 c0 g1', map);
    expect(bench.last('unmap p1 c0 i0 1')).toBe('1 page');
    expect(bench.locked(0)).toBe(0);
  });

  it.each(byOwner)('stopped at a mapping of another mm before ($name)', ({ switches }) => {
    const bench = new VfioBench(switches).and(...shared, 'attach p0 c0 g1', map);
    bench.run('map p1 c0 i1 a0 1 rw');
    expect(bench.run('unmap p1 c0 i0 2', 'unmap p0 c0 i0 2')).toEqual(['0 pages', '1 page']);
    expect(bench.last('unmap p1 c0 i0 2')).toBe('1 page');
    const execs = new VfioBench(switches, 'vfio-keep-on-exec').and(...passthrough, map, 'exec p0');
    expect(execs.last('unmap p0 c0 i0 1')).toBe('1 page'); // the mm that its task has now
  });
});

describe('unmap by the mm that mapped alone', () => {
  it.each(byOwner)(
    'was impossible for everybody once the task that mapped had exited ($name)',
    ({ switches }) => {
      const bench = new VfioBench(switches).and(...passthrough, map, 'clone p0 -> p1');
      expect(bench.run('map p1 c0 i1 a0 1 rw', 'exit p0')).toEqual(['success', 'success']);
      // Also for a task with the same mm, which can unmap what it mapped itself.
      expect(bench.run('unmap p1 c0 i0 1', 'unmap p1 c0 i1 1')).toEqual(['0 pages', '1 page']);
      expect(bench.k.vfio.dmas.live).toBe(1);
      expect(bench.and('exit p1').k.vfio.dmas.live).toBe(0);
    },
  );
});

describe('unmap of a part of a mapping', () => {
  const two = 'map p0 c0 i0 a0 2 rw';

  it('is refused by v2, at its beginning and at its end', () => {
    expect(wide('type1v2', two).run('unmap p0 c0 i0 1', 'unmap p0 c0 i1 1')).toEqual([
      'EINVAL',
      'EINVAL',
    ]);
  });

  it('is also refused by v2 if the range begins before it or ends after it', () => {
    const bench = wide('type1v2', map, 'map p0 c0 i1 a0 2 rw');
    expect(bench.last('unmap p0 c0 i0 2')).toBe('EINVAL');
    expect(bench.dma(0)).toBeDefined(); // which lies in the range
    expect(wide('type1v2', two).last('unmap p0 c0 i1 2')).toBe('EINVAL');
  });

  it('takes the whole mapping in v1 if the range begins where it does', () => {
    const bench = wide('type1', two);
    expect(bench.last('unmap p0 c0 i0 1')).toBe('2 pages');
    expect(bench.locked()).toBe(0);
  });

  it('is refused by v2 also if it wraps, while unmap did not ask about that (until v4.17)', () => {
    const bench = new VfioBench({ unmapRange: 'none' }).and(...mediated, two);
    expect(bench.run('unmap p0 c0 i1 2', 'unmap p0 c0 i0 2')).toEqual(['EINVAL', '2 pages']);
  });

  it('does nothing in v1 if the range begins inside', () => {
    const bench = wide('type1', two, 'map p0 c0 i2 a0 1 rw');
    expect(bench.last('unmap p0 c0 i1 2')).toBe('0 pages');
    expect(bench.locked()).toBe(3);
  });
});

const top = (switches: Partial<Switches>, ...lines: readonly string[]) =>
  new VfioBench(switches, 'vfio-top').and(...lines);

describe('the last page of 64 bits', () => {
  const last = 'map p0 c0 i1 a0 1 rw';
  const unmapLast = 'unmap p0 c0 i1 1';

  it('is unmapped like any other', () => {
    const bench = top({}, ...passthrough, last);
    expect(bench.run('unmap p0 c0 i1 2', unmapLast)).toEqual(['EINVAL', '1 page']);
    expect([bench.pins(0, 0), bench.locked()]).toEqual([0, 0]);
  });

  it('was mapped and then never found while exclusive ends were compared', () => {
    const bench = top({ rangeEnd: 'exclusive-end' }, ...mediated, last);
    expect(bench.run(unmapLast, last, 'pin g0 i1 1')).toEqual(['0 pages', 'success', 'EINVAL']);
  });

  it('could be mapped and translated twice while exclusive ends were compared', () => {
    const bench = top({ rangeEnd: 'exclusive-end' }, ...passthrough, last);
    expect(bench.last('map p0 c0 i1 a1 1 rw')).toBe('success');
    expect(bench.seen.mappedMm(0, 1)).not.toBe(0);
    expect([bench.pins(0, 0), bench.pins(0, 1), bench.locked()]).toEqual([1, 1, 2]);
    expect(framed(bench.k.vfio.iommuPtes[1]!)).toBe(bench.pfn(0, 1));
  });

  it('hid the whole mapping that ended with it, and no other', () => {
    const bench = top({ rangeEnd: 'exclusive-end' }, ...mediated, 'map p0 c0 i0 a0 2 rw');
    expect(bench.run('unmap p0 c0 i0 2', 'unmap p0 c0 i0 1')).toEqual(['0 pages', '0 pages']);
    bench.run(map);
    expect(bench.last('unmap p0 c0 i0 1')).toBe('1 page');
  });

  it('stayed pinned and charged after its container had gone', () => {
    const bench = top({ rangeEnd: 'exclusive-end' }, ...passthrough, last, 'detach p0 g1');
    expect([bench.pins(0, 0), bench.locked(), bench.translated]).toEqual([1, 1, []]);
  });

  it('hides no mapping before it here, although it does in the tree of v6.3', () => {
    const bench = top({ rangeEnd: 'exclusive-end' }, ...mediated, last, map);
    expect(bench.last('unmap p0 c0 i0 1')).toBe('1 page');
  });

  it('is not the end of a mapping that is only half made, so a map that fails there is undone', () => {
    const bench = top({ rangeEnd: 'exclusive-end' }, ...passthrough, 'setrlimit p0 1');
    bench.run('munmap-page p0 a1', 'mmap-page p0 a1 ram');
    expect(bench.last('map p0 c0 i0 a0 2 rw')).toBe('ENOMEM');
    expect([bench.pins(0, 0), bench.locked(), bench.translated]).toEqual([0, 0, []]);
  });

  it('was refused by unmap in v4.18, which tested the exclusive end', () => {
    const bench = top({ unmapRange: 'exclusive-end' }, ...mediated, last, map);
    expect(bench.run(unmapLast, 'unmap p0 c0 i0 1')).toEqual(['EINVAL', '1 page']);
  });

  it('is not beyond the end: there unmap found nothing while it did not ask (until v4.17)', () => {
    const bench = top({ unmapRange: 'none' }, ...mediated, last);
    expect(bench.run('unmap p0 c0 i1 2', unmapLast)).toEqual(['0 pages', '1 page']);
  });
});
