import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../model/worlds.ts';
import { play } from '../../../testing/overlapping.ts';
import { map, mediated, pin, VfioBench } from '../../../testing/vfio.ts';

/** Until v4.12 a driver’s pin and unpin held group_lock for reading. */
const held = { pinGroupLock: 'held' } as const;
const tiny = findWorld('vfio-tiny');

/** An unmap has dropped iommu->lock to tell the driver, and another process waits to plug a device in. */
const overtaken = [
  ...mediated,
  map,
  pin,
  'fork p0 -> p1',
  'unmap p0 c0 i0 1 [stops at vfio_notify_dma_unmap: iommu->lock dropped, drivers not yet told]',
  'attach p1 c0 g1',
  'continue p0',
];

describe('group_lock, held by pin and unpin', () => {
  it('keeps a device from being plugged in while the backend pins', () => {
    const bench = new VfioBench(held).and(...mediated, map, 'fork p0 -> p1');
    bench.run(`${pin} [stops at vfio_pin_pages: limit tested, not yet charged]`);
    const attach = bench.start('attach p1 c0 g1');
    expect(attach.waitsFor).toBe('group_lock 0');
    expect(bench.last('continue-driver g0')).toBe('1 page');
    expect(attach.resume().finish()).toBe('success');
  });

  it('is taken a second time by an unmap that notifies, and is still held afterwards', () => {
    const bench = new VfioBench(held).and(...mediated, map, pin);
    bench.run(
      'unmap p0 c0 i0 1 [stops at vfio_unpin_pages: before group_lock]',
      'continue p0 [stops at vfio_dma_do_unmap: before iommu->lock]',
    );
    expect(bench.nodes).toEqual([]);
    expect(bench.k.vfio.containers.rows[0]!.readers).toBe(1 << bench.task(0).index);
    expect(bench.last('continue p0')).toBe('1 page');
    expect(bench.k.vfio.containers.rows[0]).toMatchObject({ readers: 0, owner: 0 });
  });

  it('is a deadlock if a writer waits in between', () => {
    const { answers, log } = play(overtaken, held, tiny);
    expect(answers.at(-1)).toBe('never returned');
    expect(log.at(-1)).toBe(
      'deadlock in vfio_unpin_pages: p0 waits for group_lock 0, which p1 waits to write; p1 waits for group_lock 0, which p0 holds',
    );
  });

  it('is none since v4.13, when unpin no longer takes it', () => {
    const { answers, log } = play(overtaken, {}, tiny);
    expect(answers.slice(-3)).toEqual(['has not returned', '1 page', 'success']);
    expect(log).toEqual([]);
  });

  it('is one as well for a driver that pins under the lock of its callback', () => {
    const { log } = play(
      [
        ...mediated,
        map,
        pin,
        'fork p0 -> p1',
        'pin g0 i0 1 [stops at vfio_pin_pages: before group_lock]',
        'unmap p0 c0 i0 1',
        'attach p1 c0 g1',
      ],
      held,
      tiny,
    );
    expect(log.at(-1)).toBe(
      'deadlock in vfio_group_set_container: p1 waits for group_lock 0, which p0 holds; p0 waits for driver lock 0, which driver g0 holds; driver g0 waits for group_lock 0, which p1 waits to write',
    );
  });
});
