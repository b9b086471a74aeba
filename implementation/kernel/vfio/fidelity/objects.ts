import type { LinuxFunction } from '../../fidelity.ts';

const core = 'drivers/vfio/vfio.c';
const type1 = 'drivers/vfio/vfio_iommu_type1.c';
const v419 = {
  'linux-4.9': 'v4.19',
  'vfio-mdev-v9': 'v4.19',
  'linux-4.10': 'v4.19',
  'linux-4.12': 'v4.19',
  'linux-4.18': 'v4.19',
} as const;
const v419AndV63 = { ...v419, 'linux-6.3': 'v6.3.2' } as const;
const v412AndV63 = {
  'linux-4.9': 'v4.12',
  'vfio-mdev-v9': 'v4.12',
  'linux-4.10': 'v4.12',
  'linux-4.12': 'v4.12',
  'linux-4.18': 'v4.12',
  'linux-6.3': 'v6.3-rc1 (90fdd158a695)',
} as const;
const v65 = { 'linux-6.3': 'v6.5' } as const;

/** The life of containers, backends and bitmaps, and what a backend asks of the IOMMU. */
export const objectsFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_container_put',
    file: core,
    elsewhere: { 'v6.3.2': ['drivers/vfio/container.c: vfio_container_put'] },
    read: v419AndV63,
    behaviours: [
      {
        linux: 'It drops one reference of the container, without a lock, and detaches nothing.',
        versions: 'v3.6 to v6.3',
        verdict: 'same',
        simulation: 'vfio/container.ts: putContainer',
        test: 'vfio/hot-plug.test.ts: keeps its container and the mappings there when the container is closed',
      },
    ],
  },
  {
    name: 'vfio_container_release',
    file: core,
    elsewhere: { 'v6.3.2': ['drivers/vfio/container.c: vfio_container_release'] },
    read: v419AndV63,
    behaviours: [
      {
        linux:
          'It frees the struct and nothing else: each group held a reference, so by then there is no backend.',
        versions: 'v3.6 to v6.3',
        verdict: 'same',
        simulation: 'vfio/container.ts: putContainer',
        test: 'vfio/hot-plug.test.ts: keeps its container and the mappings there when the container is closed',
      },
    ],
  },
  {
    name: '__vfio_group_unset_container',
    file: core,
    elsewhere: { 'v6.3.2': ['drivers/vfio/container.c: vfio_group_detach_container'] },
    read: v419AndV63,
    behaviours: [
      {
        linux:
          'The group forgets its container after the backend has detached it, and before the backend may be released.',
        versions: 'v3.6 to v6.3',
        verdict: 'same',
        simulation: 'vfio/group.ts: unsetContainer',
        test: 'vfio/hot-plug.test.ts: lets the backend detach a group under group_lock, then the group forget its container, and then frees the backend',
      },
      {
        linux:
          'It wakes the removal of a device that waits until its group has no container (container_q).',
        versions: 'v3.6 to v4.19; no longer in v6.3',
        verdict: 'not simulated',
        because: 'Devices are not removed in worlds with VFIO.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'vfio_iommu_type1_open',
    file: type1,
    read: v412AndV63,
    behaviours: [
      {
        linux:
          'A new backend has no domain and no mapping. Whether it is v2 is decided then and never changes.',
        versions: 'v3.6 to v6.3',
        verdict: 'same',
        simulation: 'vfio/groups.ts: newIommu',
        test: 'vfio/hot-plug.test.ts: makes a backend without IOMMU and mapping, %s from then on',
      },
      {
        linux: 'A nesting backend is v2 as well, and asks each domain for two stages.',
        versions: 'v3.19 to v6.3',
        verdict: 'not simulated',
        because: 'It changes the attributes of domains, not what is pinned and charged.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'vfio_iommu_type1_release',
    file: type1,
    read: v412AndV63,
    behaviours: [
      {
        linux:
          'The domain of mediated devices is freed first, then all mappings are removed, then the other domains and the backend are freed; iommu->lock is not taken.',
        versions: 'v4.10 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/groups.ts: releaseIommu',
        because:
          'The mappings come first. The last group has left by then, so there is no domain any more, and nobody else has the backend.',
        hides: 'nothing',
        test: 'vfio/hot-plug.test.ts: the backend is freed with all mappings',
      },
    ],
  },
  {
    name: 'vfio_dma_bitmap_free',
    file: type1,
    since: 'v5.8',
    read: v65,
    behaviours: [
      {
        linux: 'It frees the bitmap of one mapping, if there is one, and forgets the pointer.',
        versions: 'v5.8 to v6.5',
        verdict: 'same',
        simulation: 'vfio/dirty.ts: freeBitmap',
        test: 'vfio/dirty.test.ts: takes them all when it stops, and can stop before it starts',
      },
    ],
  },
  {
    name: 'vfio_wait',
    file: type1,
    read: { reference: 'v5.12 to v5.15' },
    behaviours: [
      {
        linux: 'iommu->lock is given back during the wait, and taken again after it.',
        versions: 'v5.12 to v6.2',
        source: 'Sistare, 2021-01, “vfio/type1: block on invalid vaddr”',
        verdict: 'same',
        simulation: 'vfio/vaddr.ts: waitForVaddr',
        test: 'vfio/vaddr.test.ts: so that its driver waits to pin until there is one again',
      },
      {
        linux:
          'A fatal signal, the close of the container’s file, or the end of a kernel thread ends the wait with EFAULT.',
        versions: 'v5.12 to v6.2',
        verdict: 'not simulated',
        because:
          'Only an address, or the removal of the mapping, ends it: a wait that nobody ends is longer here than in Linux, where the close of the container would end it.',
        hides: 'an order',
      },
    ],
  },
  {
    name: 'iommu_iova_to_phys',
    file: 'drivers/iommu/iommu.c',
    read: { 'linux-4.18': 'v5.8 to v5.14', 'linux-6.3': 'v5.16 to v5.19' },
    behaviours: [
      {
        linux: 'It reads the translation of one IOVA in one domain; 0 says that there is none.',
        versions: 'v3.6 to v6.3',
        verdict: 'same',
        simulation: 'vfio/tables.ts: iommuPte',
        test: 'vfio/unmap.test.ts: stops translating before it unpins',
      },
      {
        linux: 'A domain that is freed takes its translations along.',
        versions: 'v3.6 to v6.3',
        verdict: 'same',
        simulation: 'vfio/replay.ts: forgetTranslations',
        test: 'vfio/unmap.test.ts: stayed pinned and charged after its container had gone',
      },
    ],
  },
];
