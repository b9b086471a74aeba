import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Differences, outcome } from '../../testing/outcome.ts';
import { reference, type SwitchName, switches } from './switches.ts';
import type { SwitchTable } from './subsystem.ts';

const KERNEL = import.meta.dirname;

/** Switches of a subsystem that has a suite of them beside their table. */
const elsewhere = await Promise.all(
  readdirSync(KERNEL, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('/switches.test.ts'))
    .map((file) => join(KERNEL, dirname(file), 'switches.ts'))
    .filter((file) => existsSync(file))
    .map(async (file) => Object.values((await import(file)) as Record<string, SwitchTable>)),
);
const apart = new Set(elsewhere.flat().flatMap((table) => Object.keys(table)));
const own = (Object.keys(switches) as SwitchName[]).filter((name) => !apart.has(name));

/** The world of a trace that names none. */
const WORLD = 'sva-one-pasid';

/** For each value that is not the reference: a short trace on which the kernel does something else. */
const differences: Partial<Differences<SwitchName>> = {
  pasidFreeAt: {
    'last-unbind': { trace: ['open p0 d0 -> f0', 'close p0 f0'] },
    mmput: { trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0'] },
  },
  pasidDrop: { 'with-enqcmd': { trace: ['open p0 d0 -> f0', 'exit p0', 'gp', 'work'] } },
  bindUnwind: {
    'forgets-bond': { trace: ['open p0 d0 -> f0 [allocation 4 fails]'] },
    'forgets-cd': { trace: ['open p0 d0 -> f0 [allocation 7 fails]'] },
    'forgets-notifier': { trace: ['open p0 d0 -> f0 [allocation 8 fails]'] },
  },
  openUnwind: {
    'forgets-queue': { trace: ['open p0 d0 -> f0 [allocation 3 fails]'] },
    'forgets-bond': { trace: ['open p0 d0 -> f0 [allocation 9 fails]'] },
  },
  mmapUnwind: {
    'forgets-region': { trace: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'mmap p0 f0 mmio'] },
  },
  bondPins: { mm_users: { trace: ['open p0 d0 -> f0'] } },
  mmgetInBind: {
    always: { given: { bondPins: 'mm_users' }, trace: ['alloc -> n0', 'open p0 d0 -> f0'] },
  },
  mmputInUnbind: {
    'under-lock': { given: { bondPins: 'mm_users' }, trace: ['open p0 d0 -> f0', 'exit p0'] },
    'after-bond-freed': {
      given: { bondPins: 'mm_users' },
      trace: ['open p0 d0 -> f0', 'close p0 f0'],
    },
  },
  bondPasid: { own: { trace: ['open p0 d0 -> f0', 'open p0 d1 -> f1'], world: 'sva' } },
  pasidOrder: {
    cyclic: { trace: ['alloc -> n0', 'free n0', 'alloc -> n1'], world: 'sva' },
  },
  allocLock: { mutex: { trace: ['open p0 d0 -> f0', 'exit p0', 'gp', 'work'] } },
  deviceRelease: {
    'before-group-mutex': {
      given: { uacceMutexCovers: 'list-alone' },
      trace: [
        'open p0 d0 -> f0 [stops at arm_smmu_sva_bind: before sva_lock]',
        'hotplug d0 remove',
        'continue p0',
      ],
      world: 'sva-small',
    },
  },
  removedDevice: {
    'of-device': {
      given: { uacceMutexCovers: 'list-alone' },
      trace: [
        'open p0 d0 -> f0 [stops at iommu_sva_bind_device: unlocked, not yet returned]',
        'hotplug d0 remove',
        'continue p0',
      ],
      world: 'sva-small',
    },
    'of-bus': {
      given: { uacceMutexCovers: 'list-alone' },
      trace: [
        'open p0 d0 -> f0 [stops at iommu_sva_bind_device: unlocked, not yet returned]',
        'hotplug d0 remove',
        'continue p0',
        'exit p0',
      ],
      world: 'sva-small',
    },
  },
  releaseCovers: {
    'own-device': {
      trace: [
        'open p0 d0 -> f0',
        'open p0 d1 -> f1',
        'exit p0 [stops at arm_smmu_mm_release: entry quiet, not yet invalidated]',
      ],
      world: 'sva',
    },
  },
  cdPinsMm: { none: { trace: ['open p0 d0 -> f0'] } },
  unbindIndex: {
    'mm-pasid': { given: { pasidFreeAt: 'mmput' }, trace: ['open p0 d0 -> f0', 'exit p0'] },
  },
  liveCdRewrite: {
    'asid-only': {
      given: { pasidFreeAt: 'mmput' },
      trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d0 -> f1'],
    },
  },
  notifierPut: {
    'leaves-unmarked': {
      trace: [
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'close p0 f0',
        'exit p0 [stops at arm_smmu_mm_release: before sva_lock]',
        'close p1 f0',
        'continue p0',
      ],
    },
  },
  callbackAsid: {
    'in-descriptor': {
      trace: [
        'open p0 d0 -> f0',
        'mmap p0 f0 mmio',
        'munmap p0 f0 mmio [stops at arm_smmu_mm_invalidate_range: called, ASID not yet read]',
        'hotplug d0 remove',
        'continue p0',
      ],
    },
  },
  cdTable: { 'two-level': { trace: ['open p0 d0 -> f0 [allocation 9 fails]'] } },
  pasidRange: {
    'below-max': { trace: ['open p0 d0 -> f0', 'close p0 f0', 'open p0 d0 -> f1'] },
  },
  svaApi: {
    'of-driver': {
      trace: ['open p0 d0 -> f0 [stops at iommu_sva_bind_device: unlocked, not yet returned]'],
    },
  },
  unbindHoldsMm: {
    'not-held': {
      given: { pasidFreeAt: 'last-unbind' },
      world: 'sva-tiny',
      trace: [
        'open p0 d0 -> f0',
        'exec p0 [stops at arm_smmu_mmu_notifier_put: notifier put, ASID still pinned]',
      ],
    },
  },
  handleDevice: {
    'after-unlock': {
      trace: ['open p0 d0 -> f0 [stops at iommu_sva_bind_device: unlocked, not yet returned]'],
    },
  },
  unbindLooksAtMm: {
    'after-domain-freed': {
      given: { cdPinsMm: 'none' },
      world: 'sva-keep-on-exec',
      trace: [
        'open p0 d0 -> f0',
        'exec p0',
        'close p0 f0 [stops at iommu_sva_unbind_device: domain freed, mm still to be looked at]',
        'gp',
        'work',
        'continue p0',
      ],
    },
  },
  uacceMutexCovers: {
    'list-alone': {
      trace: ['open p0 d0 -> f0 [stops at uacce_fops_open: before uacce->mutex]'],
    },
  },
  uacceIoctlMutex: {
    global: {
      trace: [
        'open p0 d0 -> f0',
        'start p0 f0 [stops at uacce_start_queue: state checked, not yet started]',
      ],
    },
    'of-ioctls': {
      trace: [
        'open p0 d0 -> f0',
        'start p0 f0 [stops at uacce_start_queue: state checked, not yet started]',
        'hotplug d0 remove',
      ],
    },
  },
  uacceStart: {
    'checked-before-mutex': {
      trace: [
        'open p0 d0 -> f0',
        'clone p0 -> p1',
        'start p0 f0 [stops at uacce_fops_unl_ioctl: before uacce->mutex]',
        'start p1 f0',
        'continue p0',
      ],
    },
    'left-to-holder': {
      trace: [
        'open p0 d0 -> f0',
        'clone p0 -> p1',
        'open p1 d0 -> f1 [stops at iommu_sva_bind_device: before group->mutex]',
        'start p0 f0',
      ],
    },
  },
  unbindOfGone: {
    'called-done': {
      trace: [
        'open p0 d0 -> f0',
        'bind p0 f0 -> h0',
        'clone p0 -> p1',
        'unbind p0 h0 [stops at ioctl: before uacce->mutex]',
        'unbind p1 h0',
        'continue p0',
      ],
    },
  },
  uacceMmapMutex: {
    'of-device': { trace: ['open p0 d0 -> f0', 'mmap p0 f0 mmio'] },
  },
  uacceRemoveUnbind: {
    'under-queue-mutex': { trace: ['open p0 d0 -> f0', 'hotplug d0 remove'] },
  },
  vmaLink: {
    'after-driver': {
      trace: [
        'open p0 d0 -> f0',
        'mmap p0 f0 mmio [stops at mmap_region: mapped by the driver, not yet linked]',
      ],
    },
  },
  mremapAsks: {
    'after-copy': {
      trace: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'mremap p0 f0 mmio', 'mmap p0 f0 mmio'],
    },
  },
  munmapUnlocks: {
    'unless-zero': {
      // The wrong process is credited for an unmap.
      given: { dmaOwner: 'current' },
      trace: [
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a0 1 rw',
        'fork p0 -> p1',
        'mlock p1 a0',
        'unmap p1 c0 i0 1',
        'munmap-page p1 a0',
      ],
      world: 'vfio',
    },
  },
  releaseEntry: { clear: { trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0'] } },
  releaseInvalidate: {
    'left-to-unbind': {
      trace: ['open p0 d0 -> f0', 'start p0 f0', 'dma f0', 'fork p0 -> p1', 'exit p0'],
    },
  },
  unbindEntry: { 'unless-released': { trace: ['open p0 d0 -> f0', 'exit p0'] } },
  unbindInvalidate: {
    never: { trace: ['open p0 d0 -> f0', 'start p0 f0', 'dma f0', 'close p0 f0'] },
  },
  forkPasid: {
    copied: { trace: ['open p0 d0 -> f0', 'fork p0 -> p1'] },
    'copied-with-reference': { trace: ['open p0 d0 -> f0', 'fork p0 -> p1'] },
  },
  groupAttach: { refused: { trace: ['open p0 d0 -> f0'], world: 'sva-group' } },
  groupUnwind: {
    'every-device': {
      trace: ['open p0 d0 -> f0 [allocation 9 fails]'],
      world: 'sva-group',
    },
  },
  bindReuse: { 'attach-again': { trace: ['open p0 d0 -> f0', 'open p0 d0 -> f1'] } },
  allocFailure: { 'invalid-ioasid': { trace: ['alloc -> n0', 'open p0 d0 -> f0'] } },
  idaCompare: { unsigned: { trace: ['alloc -> n0', 'open p0 d0 -> f0'] } },
  uaccePutQ: {
    'stop-and-put': { trace: ['open p0 d0 -> f0', 'putq p0 f0'] },
    'stop-and-init': {
      given: { uacceDeadQueue: 'state-check' },
      trace: ['open p0 d0 -> f0', 'hotplug d0 remove', 'putq p0 f0'],
    },
  },
  uacceUnbind: { 'keeps-bond': { trace: ['open p0 d0 -> f0', 'hotplug d0 remove'] } },
  uacceRefusal: {
    'returns-at-once': { trace: ['open p0 d0 -> f0', 'start p0 f0', 'start p0 f0'] },
  },
  uacceRemove: {
    'unmaps-first': {
      trace: [
        'open p0 d0 -> f0',
        'hotplug d0 remove [stops at uacce_remove: before uacce->mutex]',
        'mmap p0 f0 mmio',
        'continue-hotplug d0',
        'touch p0 f0 mmio',
      ],
    },
    'leaves-mappings': {
      trace: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'hotplug d0 remove', 'touch p0 f0 mmio'],
    },
  },
  uacceMremap: {
    moved: { trace: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'mremap p0 f0 mmio'] },
  },
  uacceVmaClose: {
    'keeps-region': {
      trace: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'munmap p0 f0 mmio', 'mmap p0 f0 mmio'],
    },
  },
  uaccePoll: {
    'calls-driver': {
      trace: ['open p0 d0 -> f0', 'hotplug d0 remove', 'poll p0 f0'],
      world: 'sva-uacce',
    },
  },
  uacceSplit: {
    split: {
      trace: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'munmap-part p0 f0 mmio'],
      world: 'sva-uacce',
    },
  },
  uacceInode: {
    'of-last-opener': {
      trace: [
        'open p0 d0 -> f0',
        'mmap p0 f0 mmio',
        'fork p0 -> p1',
        'open p1 d0 -> f1',
        'hotplug d0 remove',
      ],
      world: 'sva-uacce',
    },
  },
  uacceDeadQueue: {
    'state-check': { trace: ['open p0 d0 -> f0', 'hotplug d0 remove', 'start p0 f0'] },
  },
};

const values = own.flatMap((name) => switches[name].slice(1).map((value) => ({ name, value })));

describe('every switch', () => {
  it('has its first value in the reference', () => {
    for (const name of Object.keys(switches) as SwitchName[])
      expect(reference[name]).toBe(switches[name][0]);
  });

  it.each(values)('$name=$value makes the kernel do something else', ({ name, value }) => {
    const { given = {}, trace, world = WORLD } = differences[name]![value]!;
    const atReference = outcome({ ...given }, trace, world);
    expect(outcome({ ...given, [name]: value }, trace, world)).not.toEqual(atReference);
  });

  it.each(values)(
    '$name=$value changes nothing for who opens, uses and closes once',
    ({ name, value }) => {
      const trace = ['open p0 d0 -> f0', 'start p0 f0', 'dma f0'];
      const ordinary = outcome({}, trace, WORLD).answers;
      expect(outcome({ [name]: value }, trace, WORLD).answers).toEqual(ordinary);
    },
  );
});
