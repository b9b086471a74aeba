import { svaRead, type LinuxFunction } from '../fidelity.ts';

const core = 'drivers/iommu/iommu.c';

/** Only this text was found; it stands in for v5.18. */
const readCore = svaRead('v5.17-rc');
/** A device leaves its group and the IOMMU, and the PASID of a group is attached to all of its devices. */
export const groupFidelity: readonly LinuxFunction[] = [
  {
    name: 'iommu_release_device',
    file: core,
    read: readCore,
    behaviours: [
      {
        linux:
          'The driver’s release_device comes first, without a lock. Then the device leaves its group, which waits for group->mutex.',
        versions: 'v5.8 to v6.3',
        verdict: 'same',
        simulation: 'iommu/iommu.ts: iommuReleaseDevice',
        test: 'iommu/iommu-sva.test.ts: waits for the mutex of its group; its driver has freed the master by then, or has not (%s)',
      },
      {
        linux: 'A bind or an unbind that holds group->mutex then uses what the driver has freed.',
        versions: 'v5.11 to v6.1',
        source: 'iommu_release_device and arm_smmu_release_device, as we read them',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/master.ts: masterOf',
        test: 'iommu/iommu-sva.test.ts: frees the master under a %s that holds this mutex, before v6.4',
      },
      {
        linux: 'Both happen under group->mutex (iommu_deinit_device).',
        versions: 'since v6.4',
        source:
          'the patch that brought this order to iommu_release_device, and a later text with iommu_deinit_device; the release was told by neither',
        verdict: 'same',
        simulation: 'iommu/iommu.ts: iommuReleaseDevice',
        test: 'iommu/iommu-sva.test.ts: frees the master under a %s that holds this mutex, before v6.4',
      },
      {
        linux:
          'The device leaves the list of the group under group->mutex. The pointer to its group is cleared later, after the unlock and after two links in sysfs were removed. Until then a bind answers EINVAL, and an unbind still reaches the driver.',
        versions: 'v5.5 to v6.3',
        source: 'iommu_group_remove_device, in a text of about v5.5 and in a mail of 2022',
        verdict: 'simplified',
        simulation: 'iommu/iommu.ts: iommuReleaseDevice',
        because:
          'Both happen under the mutex. A bind or an unbind that came before and waits for the mutex does what one that comes in between would do.',
        hides: 'an order',
        test: 'iommu/iommu-sva.test.ts: waits for the mutex of its group; its driver has freed the master by then, or has not (%s)',
      },
      {
        linux:
          'dev->iommu is set to NULL last, when the device has left its group and has no pointer to it any more. In between a bind finds no group (ENODEV), and an unbind finds none and leaves the bond, as both do up to v5.17.',
        versions: 'v5.18 to v6.1',
        source:
          'dev_iommu_free, and iommu_release_device in the mails of 2022 that changed the lines around it',
        verdict: 'simplified',
        simulation: 'iommu/iommu-sva.ts: hasNoIommu',
        because:
          'The device loses its group and dev->iommu at one moment. A bind or an unbind that comes in between follows the null pointer here, which it would do a little later in Linux.',
        hides: 'an order',
        test: 'pci/hotplug.test.ts: and the way from that device to its IOMMU (%s), which is a null pointer',
      },
    ],
  },
  {
    name: 'iommu_group_get',
    file: core,
    read: svaRead('v6.5'),
    behaviours: [
      {
        linux: 'It takes a reference on the group of the device, without a lock.',
        versions: 'v5.17 to v6.5',
        verdict: 'same',
        simulation: 'iommu/group-lifetime.ts: iommuGroupGet',
        test: 'iommu/iommu-sva.test.ts: holds the group, and so the default domain, which a release() uses meanwhile (before v6.4)',
      },
    ],
  },
  {
    name: 'iommu_group_put',
    file: core,
    read: svaRead('v6.5'),
    behaviours: [
      {
        linux: 'It drops the reference, without a lock. Only the last one frees the group.',
        versions: 'v5.17 to v6.5',
        verdict: 'same',
        simulation: 'iommu/group-lifetime.ts: iommuGroupPut',
        test: 'iommu/iommu-sva.test.ts: holds the group, and so the default domain, which a release() uses meanwhile (before v6.4)',
      },
    ],
  },
  {
    name: 'iommu_group_release',
    file: core,
    // Two texts: one with the attribute “type” (v5.11), one just before ida_free took the place of ida_simple_remove.
    read: svaRead('v5.11 to v6.0'),
    behaviours: [
      {
        linux:
          'The last reference on a group frees it, and its default domain with it. A bind and an unbind have one from before their wait for group->mutex until they have unlocked it.',
        versions: 'v5.8 to v6.3',
        verdict: 'same',
        simulation: 'iommu/group-lifetime.ts: iommuGroupPut',
        test: 'iommu/iommu-sva.test.ts: holds the group, and so the default domain, which a release() uses meanwhile (before v6.4)',
      },
      {
        linux:
          'A bind and an unbind take no reference on the group: the driver of the device has to exclude its removal.',
        versions: 'a text of 2024; not in v6.3',
        source: 'iommu_detach_device_pasid, in a patch of 2024',
        verdict: 'simplified',
        simulation: 'iommu/group-lifetime.ts: iommuGroupGet',
        because:
          'They take one in all kernels. uacce excludes its removal; for a driver that does not, the use of a freed group is not found.',
        hides: 'a mistake',
        test: 'iommu/iommu-sva.test.ts: holds the group alone since v6.4: the default domain goes with the last device',
      },
    ],
  },
  {
    name: 'iommu_deinit_device',
    file: core,
    read: { reference: 'v6.6' },
    behaviours: [
      {
        linux:
          'The default domain is freed under group->mutex when the last device leaves the group, whoever holds the group.',
        versions: 'since v6.4',
        verdict: 'same',
        simulation: 'iommu/group-lifetime.ts: quitGroup',
        test: 'iommu/iommu-sva.test.ts: holds the group alone since v6.4: the default domain goes with the last device',
      },
    ],
  },
  {
    name: 'iommu_attach_device_pasid',
    file: core,
    // iommu-sva.c of v6.3, and iommu.c of v6.6.
    read: { reference: 'v6.3, v6.6' },
    behaviours: [
      {
        linux:
          'Its caller holds iommu_sva_lock from the look for a domain to the end of the attach, and around the count in unbind: outside group->mutex, which is taken in here. The PASID is allocated before that lock is taken.',
        versions: 'v6.2 to v6.7',
        verdict: 'simplified',
        simulation: 'iommu/group.ts: groupAttachMm',
        because:
          'group->mutex covers all of it. The group of the world sva-group is the only one there, so both exclude the same calls; a removal, which takes group->mutex alone, waits longer.',
        hides: 'an order',
        test: 'iommu/group.test.ts: bind and unbind hold the one mutex of the group, whichever device they are for',
      },
      {
        linux:
          'Each bind allocates a handle of its own, after the PASID and before the lock, and each unbind frees it; the domain counts them.',
        versions: 'v6.2 to v6.7',
        verdict: 'simplified',
        simulation: 'iommu/group.ts: groupAttachMm',
        because:
          'The bond of the device that asked first is every handle. That a bind which only counts runs out of memory is not tried; it would have changed nothing but mm->pasid.',
        hides: 'nothing',
        test: 'iommu/group.test.ts: a bind of the same mm to either is counted, and the last unbind detaches both',
      },
      {
        linux:
          'The place of the PASID in the array of the group, and the domain, may need memory: ENOMEM.',
        versions: 'v6.2 to v6.7',
        source: 'Gunthorpe, 2022-08-18, on the patch that brought it',
        verdict: 'not simulated',
        because:
          'Only what the driver allocates can fail. Nothing is attached by then, so the exit frees the handle and the domain and leaves the PASID in the mm.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: '__iommu_set_group_pasid',
    file: core,
    // Two texts: one with list_for_each_entry over the group, one with err_revert.
    read: { reference: 'v6.2 to v6.4, v6.10-rc' },
    behaviours: [
      {
        linux:
          'If one device of the group cannot attach the PASID, it is detached from those that had attached it.',
        versions: 'since v6.10',
        source: 'commit b025dea63cde',
        verdict: 'same',
        simulation: 'iommu/group.ts: setGroupPasid',
        test: 'iommu/group.test.ts: is undone on the first',
      },
      {
        linux:
          'It is detached from every device of the group, also from those that never had it, whose driver warns.',
        versions: 'v6.2 to v6.9',
        source:
          'the description of commit b025dea63cde; WARN_ON(!bond) in arm_smmu_sva_remove_dev_pasid',
        verdict: 'same',
        simulation: 'iommu/group.ts: setGroupPasid',
        test: 'iommu/group.test.ts: was also undone on the second, which has no bond (before commit b025dea63cde)',
      },
    ],
  },
];
