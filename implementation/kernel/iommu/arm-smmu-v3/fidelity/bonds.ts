import { svaRead, type LinuxFunction } from '../../../fidelity.ts';
import { readBonds, readLater, readRelease, readSva, readSvaOf518, smmu, sva } from './read.ts';

/** Bonds: bind and unbind. */
export const bondFidelity: readonly LinuxFunction[] = [
  {
    name: 'arm_smmu_sva_bind',
    file: sva,
    read: readBonds,
    behaviours: [
      {
        linux: 'Under sva_lock: ENODEV unless SVA is enabled on the device.',
        versions: 'v5.11 to v6.1',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/sva.ts: bindLocked',
        test: 'iommu/arm-smmu-v3/sva.test.ts: to a device without SVA is refused with ENODEV, and allocates nothing',
      },
      {
        linux: 'A bond of this device and mm is shared and counted, and nothing is allocated.',
        versions: 'v5.11 to v6.1',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/sva.ts: bindLocked',
        test: 'iommu/arm-smmu-v3/sva.test.ts: shares the bond and counts its users',
      },
      {
        linux:
          'Otherwise it allocates the bond, then the PASID, then gets the notifier, and lists the bond last.',
        versions: 'v5.11 to v6.1',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/sva.ts: insertBond',
        test: 'iommu/arm-smmu-v3/sva.test.ts: for want of memory for the %s leaves nothing behind',
      },
      {
        linux:
          'A failure after the PASID was allocated drops the reference on it, and frees the bond.',
        versions: 'v5.11 to v5.17',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/sva.ts: insertBond',
        test: 'iommu/arm-smmu-v3/sva.test.ts: for want of memory for the %s leaves nothing behind',
      },
      {
        linux:
          'A failure after the PASID was allocated frees the bond, and leaves the PASID in the mm.',
        versions: 'v5.18 to v6.1',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/sva.ts: insertBond',
        test: 'iommu/arm-smmu-v3/sva.test.ts: leaves the PASID in the mm, unless bonds count it (%s)',
      },
      {
        linux: 'EINVAL if the domain of the device is not one of stage 1.',
        versions: 'v5.11 to v6.1',
        verdict: 'not simulated',
        because: 'The devices are in their default domain, which is.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'arm_smmu_sva_unbind',
    file: sva,
    read: readBonds,
    behaviours: [
      {
        linux:
          'Under sva_lock; only the last user takes the bond from its list, puts the notifier, and frees the bond.',
        versions: 'v5.11 to v6.1',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/sva.ts: armSmmuSvaUnbind',
        test: 'iommu/arm-smmu-v3/sva.test.ts: that is not the last leaves the entry and every count but the bond’s',
      },
      {
        linux:
          'Between the put of the notifier and the end of the bond it frees the PASID of the mm, which nothing holds any more.',
        versions: 'v5.11 to v5.17',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/sva.ts: armSmmuSvaUnbind',
        test: 'process/exit.test.ts: frees the PASID in unbind, after the entry is cleared (v5.17)',
      },
    ],
  },
  {
    name: 'arm_smmu_master_enable_sva',
    file: sva,
    read: readSva,
    behaviours: [
      {
        linux:
          'SVA is enabled under sva_lock, so a device that appears waits for a bind, an unbind or a release() that is under way.',
        versions: 'v5.11 to v6.10',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/ops.ts: probeDevice',
        because:
          'The lock is not taken. A device that appears passes a task that holds it for another device.',
        hides: 'an order',
        test: 'iommu/arm-smmu-v3/sva.test.ts: is not found by a bind to the device that comes next, which makes its own',
      },
      {
        linux:
          'It may fail: ENODEV if the SMMU or the device does not support SVA, EBUSY if it is enabled already, EINVAL if the device stalls and page faults were not enabled first. uacce then opens its files without a bond.',
        versions: 'v5.14 to v6.8 (arm_smmu_dev_enable_feature, uacce_enable_sva, uacce_bind_queue)',
        verdict: 'not simulated',
        because:
          'Every device supports SVA. A file without a bond has no PASID and no part in a mistake.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'arm_smmu_probe_device',
    file: smmu,
    read: readRelease,
    behaviours: [
      {
        linux:
          'It allocates the record of the device and checks its stream IDs. If that fails, the record is freed, and the device has no IOMMU.',
        versions: 'v5.11 to v6.8',
        verdict: 'not simulated',
        because:
          'The record of a device that appears is always there. Without it nothing can be bound.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'arm_smmu_master_disable_sva',
    file: sva,
    read: readSva,
    behaviours: [
      {
        linux: 'Under sva_lock; EBUSY while the device has a bond, and SVA stays enabled.',
        versions: 'v5.11 to v6.1',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/sva.ts: armSmmuMasterDisableSva',
        test: 'iommu/arm-smmu-v3/sva.test.ts: on a device keeps SVA enabled there, and the release of the device warns of it',
      },
      {
        linux:
          'The caller (arm_smmu_dev_disable_feature) takes sva_lock and drops it again to see whether SVA is enabled (EINVAL if not).',
        versions: 'v5.11 to v6.1',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/sva.ts: armSmmuMasterDisableSva',
        because:
          'There is one section. Only a probe or another disable could come in between, and both wait for the removal.',
        hides: 'nothing',
        test: 'iommu/arm-smmu-v3/sva.test.ts: on a device keeps SVA enabled there, and the release of the device warns of it',
      },
    ],
  },
  {
    name: 'arm_smmu_master_sva_disable_iopf',
    file: sva,
    read: readSvaOf518,
    behaviours: [
      {
        linux: 'Enabling and disabling also register the device with the queue of page faults.',
        versions: 'since v5.14',
        verdict: 'not simulated',
        because: 'Devices behind the SMMU request no pages here.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'arm_smmu_attach_dev',
    file: smmu,
    read: svaRead('v5.10'),
    behaviours: [
      {
        linux:
          'While SVA is enabled on the device it refuses another domain with EBUSY, before the device leaves the old one.',
        versions: 'since v5.11, and in a fork of v5.10',
        source: 'that fork, and Brucker’s patch of v5.11',
        verdict: 'not simulated',
        because:
          'Devices stay in their default domain. The refusal changes nothing, and protects the table with the entries of the bonds.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'arm_smmu_release_device',
    file: smmu,
    read: readRelease,
    behaviours: [
      {
        linux:
          'It warns if SVA is still enabled, and frees the device’s record, in which bonds are listed.',
        versions: 'v5.11 to v6.8',
        source: 'the patches of v5.11 and v5.13 that brought these lines',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/ops.ts: releaseDevice',
        test: 'iommu/iommu-sva.test.ts: frees the master under a %s that holds this mutex, before v6.4',
      },
      {
        linux:
          'It asks under sva_lock whether SVA is enabled (arm_smmu_master_sva_enabled), so it waits for a bind, an unbind or a release() that is under way.',
        versions: 'v5.11 to v6.8',
        source: 'a text of v6.6 and the patches of v5.11 and v5.13 that brought these lines',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/ops.ts: releaseDevice',
        test: 'iommu/iommu-sva.test.ts: under sva_lock, before the record is freed (%s)',
      },
      {
        linux:
          'The list of bonds goes with the record. So a bind to the next device in the slot does not find a bond that was left.',
        versions: 'v5.11 to v6.8',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/sva.ts: isBondOf',
        test: 'iommu/arm-smmu-v3/sva.test.ts: is not found by a bind to the device that comes next, which makes its own',
      },
      {
        linux:
          'An unbind takes its bond off that list, which writes to the record if the bond is the first or the last in it.',
        versions: 'v5.11 to v6.8',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/sva.ts: armSmmuSvaUnbind',
        because:
          'Every unbind of the last handle counts as a use of the record in which its bond was listed, also of one that was freed before another device came.',
        hides: 'nothing',
        test: 'iommu/iommu-sva.test.ts: uses the record in which its bond was listed, which was freed, also if another device has come',
      },
      {
        linux:
          'It detaches the device: ATS is disabled, and the stream table entry aborts what comes, without an event (as disable_bypass says, by default).',
        versions: 'v5.11 to v6.6',
        verdict: 'same',
        simulation: 'uacce/queue.ts: isUnplugged',
        test: 'pci/hotplug.test.ts: and aborts its DMA without an event, also when another device has come',
      },
      {
        linux:
          'The default domain goes with the group of the device, and the CD table with it; a device that comes back has a new one.',
        versions: 'v5.11 to v6.6',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/ops.ts: leaveGroup',
        because:
          'The domain is a part of the group here, and the table is emptied when the device leaves, because no hardware reads it any more. Callbacks of a notifier that a bond left behind are noted as a use of the freed domain. A callback that was under way when the last unbind put its notifier is not.',
        hides: 'a mistake',
        test: 'iommu/arm-smmu-v3/sva.test.ts: leaves a notifier behind, and %s uses the domain that was freed',
      },
    ],
  },
  {
    name: 'arm_smmu_sva_remove_dev_pasid',
    file: sva,
    read: { reference: readLater },
    behaviours: [
      {
        linux:
          'Under sva_lock the bond of the mm leaves the list of the device, its notifier is put, and it is freed.',
        versions: 'v6.2 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/sva.ts: armSmmuSvaRemoveDevPasid',
        test: 'iommu/group.test.ts: is undone on the first',
      },
      {
        linux: 'It warns if the device has no bond of that mm.',
        versions: 'v6.2 to v6.10',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/sva.ts: armSmmuSvaRemoveDevPasid',
        test: 'iommu/group.test.ts: was also undone on the second, which has no bond (before commit b025dea63cde)',
      },
      {
        linux: 'It looks for the bond after it has taken sva_lock.',
        versions: 'v6.2 to v6.10',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/sva.ts: armSmmuSvaRemoveDevPasid',
        because:
          'It looks before. The bonds of a device change only under group->mutex, which the caller holds; but the warning about a missing bond does not wait for the lock.',
        hides: 'nothing',
        test: 'iommu/group.test.ts: was also undone on the second, which has no bond (before commit b025dea63cde)',
      },
    ],
  },
];
