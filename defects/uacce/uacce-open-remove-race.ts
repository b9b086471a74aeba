import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceOpenRemoveRace: Defect = {
  id: 'uacce-open-remove-race',
  title: 'removal misses a queue that open has bound but not yet listed',
  story:
    'open binds the mm, then puts the queue on the list of its device; only the second step is under a lock. A removal in between finds no queue to unbind. SVA cannot be disabled while the bond exists, but that error is ignored, and the device is removed with the bond on it. The later unbind looks at the device, whose struct the handler of page faults still holds. Before v5.18 it finds no group and releases nothing; since then it follows a null pointer. And open goes on to ask the driver for a hardware queue, with data that the driver has freed. (A driver that waits for its queues does not see this one either: it has no hardware queue yet.)',
  source:
    'Brucker, 2022-06-10 to 2022-06-24, “uacce: Handle parent device removal or parent driver module rmmod”; drivers/misc/uacce/uacce.c before v6.0 (queues_lock)',
  fix: 'uacce->mutex is held for the whole of open, release and removal (v6.0).',
  evidence: 'verified',
  releases: ['linux-5.17', 'linux-5.18-rc1', 'linux-5.18-rc1-mmget', 'linux-5.18'],
  switches: { uacceMutexCovers: 'list-alone' },
  law: 'no-splat',
  place: {
    splat: 'warning',
    where: 'arm_smmu_release_device',
    what: 'SVA is still enabled: a bond is left',
  },
  world: 'sva-small',
  shortest: parseSteps(
    'open p0 d0 -> f0 [stops at iommu_sva_bind_device: unlocked, not yet returned]',
    'hotplug d0 remove',
  ),
  also: [
    {
      law: 'no-splat',
      place: { splat: 'use-after-free', where: 'get_queue', what: 'hisi_qm' },
      shortest: parseSteps(
        'open p0 d0 -> f0 [stops at iommu_sva_bind_device: unlocked, not yet returned]',
        'hotplug d0 remove',
        'continue p0',
      ),
    },
    {
      law: 'no-splat',
      place: { splat: 'use-after-free', where: 'iommu_sva_bind_device', what: 'pci_dev' },
      shortest: parseSteps(
        'open p0 d0 -> f0 [stops at uacce_fops_open: device found, not yet bound]',
        'hotplug d0 remove',
        'continue p0',
      ),
    },
    {
      law: 'no-splat',
      place: {
        splat: 'null dereference',
        where: 'iommu_sva_unbind_device',
        what: 'group of the device',
      },
      shortest: parseSteps(
        'open p0 d0 -> f0 [stops at uacce_fops_open: bound, not yet listed]',
        'hotplug d0 remove',
        'continue p0',
        'close p0 f0',
      ),
    },
  ],
};
