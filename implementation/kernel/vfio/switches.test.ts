import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../model/worlds.ts';
import { Bench } from '../../../testing/kernel.ts';
import { type Differences, outcome } from '../../../testing/outcome.ts';
import { EINVAL } from '../machine/errno.ts';
import { both, map, mediated, passthrough, pin, shared } from '../../../testing/vfio.ts';
import { attachGroup } from './groups.ts';
import { vfioSwitches } from './switches.ts';

type VfioSwitch = keyof typeof vfioSwitches;

/** The world of a trace that names none. */
const WORLD = 'vfio-tiny';

/** The last page of IOVA space. */
const last = 'map p0 c0 i1 a0 1 rw';
const unmapLast = 'unmap p0 c0 i1 1';

/** Of `duplicateGroup` there is none: whoever calls the backend asks first, see below. */
const differences: Differences<Exclude<VfioSwitch, 'duplicateGroup'>> = {
  dmaOwner: {
    'group-leader': {
      world: 'vfio-threads',
      trace: [...passthrough, 'thread p0 -> p1', 'exit p0', 'map p1 c0 i0 a0 1 rw'],
    },
    'mapping-thread': {
      world: 'vfio-threads',
      given: { dmaOwner: 'group-leader' },
      trace: [...mediated, 'thread p0 -> p1', 'map p1 c0 i0 a0 1 rw', 'exit p1', pin],
    },
    current: { trace: [...mediated, map, pin] },
    'leader-mm-at-map': {
      world: 'vfio-threads',
      trace: [...passthrough, 'thread p0 -> p1', 'exit p0', 'map p1 c0 i0 a0 1 rw'],
    },
  },
  pinCharges: { current: { trace: [...shared, 'attach p0 c0 g0', map, 'attach p1 c0 g1'] } },
  pinOwnerMm: {
    'of-task': {
      given: { dmaOwner: 'group-leader', replayMm: 'of-current', replayDeadOwner: 'charged' },
      trace: [
        ...shared,
        'attach p1 c0 g0',
        map,
        'attach p1 c0 g1 [stops at vfio_lock_acct: before mmap_lock]',
        'exit p0',
        'continue p1',
      ],
    },
  },
  externalOwner: {
    attacher: { trace: [...shared, 'attach p0 c0 g0', 'map p1 c0 i0 a0 1 rw', pin] },
  },
  taskMm: {
    'tested-then-used': {
      given: { externalOwner: 'attacher' },
      trace: [
        ...shared,
        'attach p1 c0 g0',
        map,
        'pin g0 i0 1 [stops at vfio_pin_pages: limit tested, not yet charged]',
        'continue-driver g0 [stops at vfio_lock_acct: task->mm tested, not yet used]',
      ],
    },
  },
  taskReference: {
    'not-taken': { given: { externalOwner: 'attacher' }, trace: mediated },
  },
  charge: { 'deferred-if-contended': { trace: [...passthrough, 'contend p0', map] } },
  limitTest: {
    before: {
      trace: [
        ...mediated,
        'setrlimit p0 1',
        map,
        'pin g0 i0 1 [stops at vfio_pin_pages: limit tested, not yet charged]',
        'mlock p0 a2',
        'continue-driver g0',
      ],
    },
  },
  refusedPage: {
    counted: {
      given: { limitTest: 'before' },
      trace: [...passthrough, 'setrlimit p0 1', 'map p0 c0 i0 a0 2 rw'],
    },
  },
  laterPage: {
    'ends-run': {
      trace: [...passthrough, 'munmap-page p0 a1', 'map p0 c0 i0 a0 2 rw [allocation 3 fails]'],
    },
  },
  pageLookup: {
    'page-by-page': {
      trace: [
        ...passthrough,
        'map p0 c0 i0 a0 2 rw [stops at vaddr_get_pfn: before mmap_lock]',
        'continue p0 [stops at vaddr_get_pfn: before mmap_lock]',
      ],
    },
  },
  firstPageLimit: {
    always: { trace: [...mediated, map, pin, 'setrlimit p0 1', 'attach p0 c0 g1'] },
  },
  externalLimit: {
    always: { given: { limitTest: 'before' }, trace: [...both, map, 'setrlimit p0 1', pin] },
  },
  pageCounts: {
    'once-per-iova': { trace: [...both, map, 'mmap-page p0 a0 ram', pin] },
    'by-who-pins': {
      trace: [...both, 'map p0 c0 i0 a3 1 rw', 'munmap-page p0 a3', 'mmap-page p0 a3 ram', pin],
    },
  },
  pfnList: {
    'by-frame': { trace: [...mediated, map, 'map p0 c0 i1 a0 1 rw', pin, 'pin g0 i1 1'] },
  },
  externalPin: { 'per-reference': { trace: [...mediated, map, pin, pin] } },
  externalCharge: { 'per-reference': { trace: [...mediated, map, pin, pin] } },
  reaccount: {
    'credit-then-charge': {
      trace: [
        ...both,
        map,
        pin,
        'setrlimit p0 1',
        'detach p0 g1 [stops at vfio_iommu_unmap_unpin_reaccount: credited, not yet charged again]',
      ],
    },
  },
  reaccountReserved: {
    counted: {
      given: { reaccount: 'credit-then-charge' },
      trace: [...both, 'map p0 c0 i0 a3 1 rw', pin, 'detach p0 g1'],
    },
  },
  lastMediated: {
    'core-unpins': {
      given: { driverClose: 'left-to-core' },
      trace: [...both, map, pin, 'detach p0 g0'],
    },
    'core-unpins-without-credit': {
      given: { driverClose: 'left-to-core', lastMediated: 'core-unpins' },
      trace: [...mediated, map, pin, 'detach p0 g0'],
    },
  },
  secondMediated: { 'joins-freed': { world: 'vfio', trace: [...mediated, 'attach p0 c0 g2'] } },
  localAddressSpace: { forgotten: { trace: mediated } },
  noPinOperation: {
    'returns-zero': {
      world: 'vfio-pinning',
      trace: ['container p0 tce -> c0', 'attach p0 c0 g1', 'pin g1 i0 1'],
    },
  },
  driverAsks: {
    // VFIO takes group_lock where the last user of the container has gone meanwhile, under the lock of the driver.
    'any-time': {
      world: 'vfio-tiny',
      trace: [
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'attach p0 c0 g0',
        'clone p0 -> p1',
        'detach p0 g0',
        'detach p0 g1',
        'attach p1 c0 g1',
        'exec p1 [stops at __vfio_group_unset_container: before group_lock]',
        'pin g0 i0 1 [stops at vfio_iommu_type1_pin_pages: before iommu->lock]',
        'exit p0',
        'continue-driver g0',
      ],
    },
  },
  pinKeepsContainer: {
    'tested-with-IS_ERR': {
      given: { driverAsks: 'any-time' },
      trace: [
        ...mediated,
        map,
        'pin g0 i0 1 [stops at pin: before driver lock]',
        'detach p0 g0',
        'continue-driver g0',
      ],
    },
  },
  unmapTells: { nobody: { trace: [...mediated, map, pin, 'unmap p0 c0 i0 1'] } },
  rangeEnd: {
    'exclusive-end': { world: 'vfio-top', trace: [...passthrough, last, unmapLast] },
  },
  unmapRange: {
    'exclusive-end': { world: 'vfio-top', trace: [...mediated, last, unmapLast] },
    none: { trace: [...mediated, last, 'unmap p0 c0 i1 2'] },
  },
  findDmaSize: { zero: { trace: [...mediated, map, pin] } },
  lockCap: {
    'at-charge': {
      world: 'vfio-capable',
      trace: [...mediated, map, 'setrlimit p0 0', 'dropcap p0', pin],
    },
  },
  replayUnwind: {
    none: {
      trace: [...mediated, 'map p0 c0 i0 a1 2 rw', 'setrlimit p0 1', 'attach p0 c0 g1'],
    },
  },
  replayMm: { 'of-current': { trace: [...shared, 'attach p0 c0 g0', map, 'attach p1 c0 g1'] } },
  replayDeadOwner: {
    charged: { trace: [...shared, 'attach p1 c0 g0', map, 'exit p0', 'attach p1 c0 g1'] },
  },
  pinNodeUnwind: { 'by-lookup': { trace: [...mediated, map, `${pin} [allocation 2 fails]`] } },
  batchLeftover: { kept: { trace: [...passthrough, 'map p0 c0 i0 a2 2 rw'] } },
  vaddrUpdate: {
    'leaves-charge': {
      trace: [...shared, 'attach p0 c0 g1', map, 'unmap-vaddr p0 c0 i0', 'map-vaddr p1 c0 i0 a0'],
    },
  },
  vaddrWithMediated: {
    'refused-with-warning': {
      world: 'vfio-pinning',
      trace: [...passthrough, map, 'unmap-vaddr p0 c0 i0', 'pin g1 i0 1'],
    },
    'waited-for': { trace: [...mediated, map, 'unmap-vaddr p0 c0 i0'] },
  },
  dmaCounter: {
    'kept-while-alive': {
      trace: [...shared, 'attach p1 c0 g0', 'attach p1 c0 g1', map, 'exit p0', 'detach p1 g1'],
    },
  },
  gupNothing: {
    success: { trace: [...passthrough, `${map} [allocation 2 fails]`] },
    EFAULT: { trace: [...passthrough, `${map} [allocation 2 fails]`] },
  },
  dirtyUnwind: {
    'failing-one': {
      trace: [...mediated, map, 'map p0 c0 i1 a0 1 rw', 'dirty p0 c0 start [allocation 2 fails]'],
    },
  },
  unmapStuck: {
    BUG_ON: {
      given: { driverUnmap: 'ignores' },
      trace: [...mediated, map, pin, 'unmap p0 c0 i0 1'],
    },
  },
  driverUnmap: { ignores: { trace: [...mediated, map, pin, 'unmap p0 c0 i0 1'] } },
  driverRecord: {
    'after-pin': {
      trace: [
        ...mediated,
        map,
        'pin g0 i0 1 [stops at driver: pages pinned, not yet recorded]',
        'unmap p0 c0 i0 1',
      ],
    },
  },
  driverUnwind: { forgets: { trace: [...mediated, map, `${pin} [allocation 3 fails]`] } },
  driverClose: {
    'unregisters-first': {
      trace: [...mediated, map, pin, 'detach p0 g0 [stops at close_device: before driver lock]'],
    },
    'left-to-core': { trace: [...both, map, pin, 'detach p0 g0'] },
  },
  driverList: { locked: { trace: [...mediated, map, pin, 'unmap p0 c0 i0 1'] } },
  noticeChain: {
    'ends-at-refusal': {
      given: { driverUnmap: 'ignores' },
      world: 'vfio',
      trace: [...mediated, 'attach p0 c0 g2', map, pin, 'pin g2 i0 1', 'unmap p0 c0 i0 1'],
    },
  },
  unmapNotice: {
    'read-from-mapping': {
      trace: [
        ...shared,
        'attach p0 c0 g0',
        map,
        pin,
        'unmap p0 c0 i0 1 [stops at vfio_notify_dma_unmap: iommu->lock dropped, drivers not yet told]',
        'unpin g0 i0 1',
        'unmap p1 c0 i0 1',
        'continue p0',
      ],
    },
  },
  unmapBy: { owner: { trace: [...shared, 'attach p0 c0 g0', map, 'unmap p1 c0 i0 1'] } },
  dmaLimit: {
    none: {
      world: 'vfio',
      trace: [...mediated, map, 'map p0 c0 i1 a0 1 rw', 'map p0 c0 i2 a0 1 rw'],
    },
  },
  sanityCheck: {
    'last-mediated': {
      world: 'vfio-pinning',
      trace: [...both, map, 'pin g1 i0 1', 'detach p0 g0'],
    },
  },
  pinBehindIommu: {
    'with-mediated': { world: 'vfio-pinning', trace: [...passthrough, map, 'pin g1 i0 1'] },
  },
  pinGroupLock: { held: { trace: [...mediated, map, pin, 'unmap p0 c0 i0 1'] } },
  ioctlHoldsContainer: {
    'not-held': {
      trace: [
        ...shared,
        'attach p1 c0 g0',
        'unmap p0 c0 i0 1 [stops at vfio_dma_do_unmap: before iommu->lock]',
        'detach p1 g0',
        'continue p0',
      ],
    },
  },
};

const values = (Object.keys(vfioSwitches) as VfioSwitch[]).flatMap((name) =>
  vfioSwitches[name].values.slice(1).map((value) => ({ name, value })),
);
const shown = values.flatMap(({ name, value }) =>
  name === 'duplicateGroup' ? [] : [{ name, value, ...differences[name][value]! }],
);

describe('every switch of VFIO', () => {
  it.each(shown)(
    '$name=$value makes the kernel do something else',
    ({ name, value, given = {}, trace, world = WORLD }) => {
      const atReference = outcome(given, trace, world);
      expect(outcome({ ...given, [name]: value }, trace, world)).not.toEqual(atReference);
    },
  );

  it.each(values)(
    '$name=$value changes nothing for who maps and unmaps alone',
    ({ name, value }) => {
      const trace = [...passthrough, map, 'unmap p0 c0 i0 1', 'detach p0 g1', 'exit p0'];
      const ordinary = outcome({}, trace, WORLD).answers;
      expect(outcome({ [name]: value }, trace, WORLD).answers).toEqual(ordinary);
    },
  );
});

describe('duplicateGroup', () => {
  it.each([
    ['both-lists', EINVAL],
    ['one-list', 0],
  ] as const)(
    'matters only to the backend, whose callers check first: %s',
    (duplicateGroup, ret) => {
      const bench = new Bench({ duplicateGroup }, findWorld(WORLD));
      const { k } = bench;
      expect(bench.run(...mediated, 'attach p0 c0 g0').at(-1)).toBe('EINVAL');
      expect(attachGroup(k, k.vfio.containers.rows[0]!.iommu, 0).next().value).toBe(ret);
      // Both search the list of the groups behind the IOMMU.
      const other = new Bench({ duplicateGroup }, findWorld(WORLD));
      other.run(...passthrough);
      const { containers } = other.k.vfio;
      expect(attachGroup(other.k, containers.rows[0]!.iommu, 1).next().value).toBe(EINVAL);
    },
  );
});
