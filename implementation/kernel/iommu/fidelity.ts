import { svaRead, type LinuxFunction } from '../fidelity.ts';
import { groupFidelity } from './fidelity-group.ts';

const core = 'drivers/iommu/iommu.c';
const lib = 'drivers/iommu/iommu-sva-lib.c';

/** The texts of iommu_sva_alloc_pasid and iommu_sva_free_pasid: that of v5.18 holds for its rc1. */
const readLib = {
  'linux-5.17': 'v5.17-rc',
  'linux-5.18-rc1': 'v5.18',
  'linux-5.18-rc1-mmget': 'v5.18',
  'linux-5.18': 'v5.18',
} as const;
/** Only this text was found; it stands in for v5.18. */
const readCore = svaRead('v5.17-rc');
/** Since v6.2 both are in iommu-sva.c. */
const readBind = { ...readCore, reference: 'v6.3, v6.8' } as const;

/** drivers/iommu/iommu.c and iommu-sva-lib.c: SVA for any IOMMU. */
export const iommuFidelity: readonly LinuxFunction[] = [
  {
    name: 'iommu_sva_bind_device',
    file: core,
    elsewhere: { 'v6.3, v6.8': ['drivers/iommu/iommu-sva.c: iommu_sva_bind_device'] },
    read: readBind,
    behaviours: [
      {
        linux: 'It holds group->mutex around the driver’s bind.',
        versions: 'v5.5 to v6.7',
        verdict: 'same',
        simulation: 'iommu/iommu-sva.ts: iommuSvaBindDevice',
        test: 'iommu/iommu-sva.test.ts: hold the mutex of the device’s group around the driver call, and release it',
      },
      {
        linux: 'The driver takes sva_lock inside group->mutex.',
        versions: 'v5.5 to v6.7',
        verdict: 'same',
        simulation: 'iommu/arm-smmu-v3/sva.ts: armSmmuSvaBind',
        test: 'iommu/iommu-sva.test.ts: take sva_lock inside that mutex',
      },
      {
        linux:
          'A group that has not exactly one device is refused with EINVAL before the driver is called.',
        versions: 'v5.5 to v6.1',
        verdict: 'same',
        simulation: 'iommu/iommu-sva.ts: bindInGroup',
        test: 'iommu/group.test.ts: a bind is refused by kernels that support SVA in groups of one device alone (before v6.2)',
      },
      {
        linux:
          'The group is looked up before the wait for its mutex. If the device is removed during the wait, its group is empty: EINVAL, also if another device has come.',
        versions: 'v5.5 to v6.1',
        verdict: 'same',
        simulation: 'iommu/iommu-sva.ts: iommuSvaBindDevice',
        test: 'iommu/iommu-sva.test.ts: finds no device in the group, also if another one came (%j)',
      },
      {
        linux:
          'ENODEV if the device is in no group any more when that is looked up. The look is at a struct that removal may have freed, because nothing holds the device between the look at the minor and this one.',
        versions: 'v5.5 to v5.17',
        verdict: 'same',
        simulation: 'iommu/iommu-sva.ts: iommuSvaBindDevice',
        test: 'iommu/iommu-sva.test.ts: is used by the bind after it was freed, which finds no group (%j)',
      },
      {
        linux:
          'It finds the driver through dev->iommu, which removal has set to NULL, before it looks for a group.',
        versions: 'v5.18 to v6.1; from v6.2 it reads the number of PASIDs there',
        source: 'commit 3f6634d997db',
        verdict: 'same',
        simulation: 'iommu/iommu-sva.ts: iommuSvaBindDevice',
        test: 'iommu/iommu-sva.test.ts: has no dev->iommu (v5.18)',
      },
      {
        linux: 'ENODEV if the driver has no sva_bind.',
        versions: 'v5.5 to v6.1',
        verdict: 'not simulated',
        because: 'The machine has one IOMMU, which can do SVA.',
        hides: 'nothing',
      },
      {
        linux: 'EOPNOTSUPP, before anything is allocated, if the device has no PASIDs.',
        versions: 'v6.3, as read',
        verdict: 'not simulated',
        because: 'Every device has PASIDs.',
        hides: 'nothing',
      },
      {
        linux:
          'One mutex for all devices, iommu_sva_lock, is held from the look for a domain to the end of the attach; unbind takes it as well.',
        versions: 'since v6.2; since v6.8 the PASID is allocated under it',
        verdict: 'simplified',
        simulation: 'iommu/iommu-sva.ts: iommuSvaBindDevice',
        because:
          'group->mutex, of which each device has its own, is the outer lock. So a bind to one device gets as far as sva_lock of the driver while one to another device is under way, and waits there. More orders are tried than there are.',
        hides: 'nothing',
        test: 'iommu/iommu-sva.test.ts: take sva_lock inside that mutex',
      },
      {
        linux:
          'The PASID comes first, then the handle, the domain, and last what the driver allocates and asks. So any failure leaves the PASID in the mm, also that of a device on which SVA is not enabled.',
        versions: 'since v6.2',
        verdict: 'simplified',
        simulation: 'iommu/iommu-sva.ts: bindInGroup',
        because:
          'Where the device is alone in its group, the order is that of v5.18: the driver asks, allocates the bond, and then the PASID. The model allows an mm that has a PASID without a bond.',
        hides: 'nothing',
        test: 'uacce/uacce.test.ts: leaves nothing behind if one of its allocations fails, in their order',
      },
      {
        linux:
          'It is not asked whether the device is still in the group when the wait for group->mutex has ended. The PASID is attached to the devices that are left; if there is none, the bind succeeds.',
        versions: 'v6.2 to v6.4',
        source:
          '__iommu_set_group_pasid and iommu_attach_device_pasid, as we read them; nobody reported it',
        verdict: 'simplified',
        simulation: 'iommu/iommu-sva.ts: iommuSvaBindDevice',
        because:
          'It answers EINVAL, as before v6.2. uacce has excluded a removal by its own mutex since v6.0; for a driver that does not, such a bond is not seen.',
        hides: 'a mistake',
        test: 'iommu/iommu-sva.test.ts: finds no device in the group, also if another one came (%j)',
      },
      {
        linux: 'Each group has a mutex of its own, which goes with the group.',
        versions: 'v5.5 to v6.7',
        verdict: 'simplified',
        simulation: 'iommu/group.ts: groupOf',
        because:
          'The mutex belongs to the slot. So a bind to a device that has come waits for an unbind of one that was removed, if that waited for the mutex when its device left.',
        hides: 'an order',
        test: 'iommu/iommu-sva.test.ts: finds no device in the group, also if another one came (%j)',
      },
    ],
  },
  {
    name: 'iommu_sva_unbind_device',
    file: core,
    elsewhere: { 'v6.3, v6.8': ['drivers/iommu/iommu-sva.c: iommu_sva_unbind_device'] },
    read: readBind,
    behaviours: [
      {
        linux: 'It reads the device in the handle before it takes any lock.',
        versions: 'v5.5 to v6.8',
        verdict: 'same',
        simulation: 'iommu/iommu-sva.ts: iommuSvaUnbindDevice',
        test: 'switches.test.ts: $name=$value makes the kernel do something else',
      },
      {
        linux:
          'Neither the bond nor its handle holds that device, but the handler of page faults does, which a bond that is left keeps registered. So the struct outlives the removal, and the unbind may look at it.',
        versions: 'v5.14 to v6.8',
        source:
          'arm_smmu_master_sva_enable_iopf, arm_smmu_master_disable_sva, iommu_register_device_fault_handler and uacce_enable_sva, as we read them',
        verdict: 'same',
        simulation: 'pci/hotplug.ts: releaseDevice',
        test: 'pci/hotplug.test.ts: but not the device that its bond names: the handler of page faults holds it as long as SVA is enabled',
      },
      {
        linux:
          'Without that handler (before v5.14, or for a device that cannot stall) nothing holds the device: with a bond left behind by its removal, its struct is used after it was freed.',
        versions: 'v5.5 to v6.8',
        source: 'iommu_sva_bind_device and the SMMU driver take no reference, as we read them',
        verdict: 'not simulated',
        because:
          'Every device has the handler, because uacce enables SVA only where page faults were enabled before (since v5.14).',
        hides: 'a mistake',
      },
      {
        linux:
          'If the device was taken from its group (removed with a bond left), it returns and leaves the bond, the entry and the PASID as they are.',
        versions: 'v5.5 to v5.17',
        verdict: 'same',
        simulation: 'iommu/iommu-sva.ts: iommuSvaUnbindDevice',
        test: 'iommu/arm-smmu-v3/sva.test.ts: that a removed device has left is not undone by unbind, which finds no group',
      },
      {
        linux:
          'If the device was removed, the way to its IOMMU is a null pointer: dev->iommu, from v6.2 on the group of the device.',
        versions: 'v5.18 to v6.8',
        source: 'commit 3f6634d997db, and iommu_detach_device_pasid of v6.2',
        verdict: 'same',
        simulation: 'iommu/iommu-sva.ts: hasNoIommu',
        test: 'pci/hotplug.test.ts: and the way from that device to its IOMMU (%s), which is a null pointer',
      },
      {
        linux: 'Only the unbind that ends the domain looks at the device, under iommu_sva_lock.',
        versions: 'v6.2 to v6.7',
        verdict: 'simplified',
        simulation: 'iommu/iommu-sva.ts: iommuSvaUnbindDevice',
        because:
          'Every unbind looks at it. That differs only for a bond that outlives its device and has several users, and in the reference none outlives it.',
        hides: 'nothing',
        test: 'pci/hotplug.test.ts: and the way from that device to its IOMMU (%s), which is a null pointer',
      },
      {
        linux: 'It holds group->mutex around the driver’s unbind.',
        versions: 'v5.5 to v6.7',
        verdict: 'same',
        simulation: 'iommu/iommu-sva.ts: iommuSvaUnbindDevice',
        test: 'iommu/iommu-sva.test.ts: hold the mutex of the device’s group around the driver call, and release it',
      },
    ],
  },
  {
    name: 'iommu_sva_domain_alloc',
    file: core,
    read: { reference: 'v6.3' },
    behaviours: [
      {
        linux: 'The domain of a bond holds mm_count until the last unbind frees it.',
        versions: 'since v6.2',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/context-descriptor.ts: allocSharedCd',
        because:
          'There is no object for the domain. The context descriptor holds mm_count for as long, from the first bind of the mm to the last unbind.',
        hides: 'nothing',
        test: 'iommu/arm-smmu-v3/sva.test.ts: holds mm_count twice, for the notifier and for the descriptor, and no mm_users',
      },
    ],
  },
  {
    name: 'iommu_alloc_mm_data',
    file: 'drivers/iommu/iommu-sva.c',
    read: { reference: 'v6.8' },
    behaviours: [
      {
        linux:
          'The first bind of an mm allocates a record before the PASID, and frees it if there is none. The record goes with the mm.',
        versions: 'since v6.8',
        verdict: 'not simulated',
        because:
          'The PASID is a field of the mm, as up to v6.7. A failure would leave nothing behind.',
        hides: 'nothing',
      },
      {
        linux: 'EBUSY if devices cannot use the page tables of the mm (tagged addresses of x86).',
        versions: 'since v6.8, as read',
        verdict: 'not simulated',
        because: 'Addresses have no tags.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'iommu_alloc_global_pasid',
    file: core,
    read: { reference: 'v6.6 to v6.8' },
    behaviours: [
      {
        linux:
          'It returns one invalid value for every failure, and bind answers ENOSPC, also if memory was short.',
        versions: 'since v6.6',
        source: 'iommu_alloc_mm_data of v6.8',
        verdict: 'simplified',
        simulation: 'iommu/pasid.ts: holdPasid',
        because:
          'The reference does as v6.4: ENOSPC or ENOMEM, whichever is true. ENOSPC for want of memory, the reverse of what v5.11 to v6.3 answer, is not tried.',
        hides: 'a mistake',
        test: 'ioasid/ioasid.test.ts: returns different errors for an exhausted range and exhausted memory',
      },
    ],
  },
  {
    name: 'iommu_sva_alloc_pasid',
    file: lib,
    read: readLib,
    behaviours: [
      {
        linux:
          'An mm that has a PASID keeps it, if it lies in the range from 1 to the device’s largest, both included; otherwise EOVERFLOW.',
        versions: 'v5.11 to v5.17, and since v6.4',
        verdict: 'same',
        simulation: 'iommu/pasid.ts: isInRange',
        test: 'iommu/pasid.test.ts: can be the largest that the device has, and then be used again',
      },
      {
        linux:
          'The upper end is taken for excluded when the mm has a PASID, and for included when one is allocated.',
        versions: 'v5.18 to v6.3',
        source: 'commit 701fac40384f brought it, 4e14176ab13f ended it',
        verdict: 'same',
        simulation: 'iommu/pasid.ts: isInRange',
        test: 'iommu/pasid.test.ts: could be used once only if it was the largest (v5.18 to v6.3)',
      },
      {
        linux:
          'Devices differ in their largest PASID, so an mm may have one that a second device cannot use.',
        versions: 'since v5.11',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/ops.ts: armSmmuOps',
        because:
          'All devices of a world have the same number of PASIDs, so the answer EOVERFLOW is never right here.',
        hides: 'nothing',
        test: 'iommu/pasid.test.ts: that is the largest was refused to every further device, and a shared handle was not',
      },
      {
        linux: 'A bind of an mm that has a PASID takes one more reference on it.',
        versions: 'v5.11 to v5.17',
        verdict: 'same',
        simulation: 'iommu/pasid.ts: holdPasid',
        test: 'iommu/pasid.test.ts: is counted per bond if the last unbind frees it',
      },
      {
        linux:
          'A failed allocation is ENOMEM, whatever the cause, because the allocator has one invalid value.',
        versions: 'v5.11 to v6.3',
        source: 'commit 1a14bf0fc7ed (v6.4): an ida, with ENOSPC',
        verdict: 'same',
        simulation: 'iommu/pasid.ts: holdPasid',
        test: 'iommu/pasid.test.ts: is reported as ENOMEM when one invalid value stands for every cause (v5.11 to v6.3)',
      },
      {
        linux:
          'A mutex of its own, iommu_sva_lock, is held from the look at mm->pasid until it is set.',
        versions: 'since v5.11',
        verdict: 'not simulated',
        because:
          'sva_lock of the only driver encloses it, nothing waits under it, and lockdep knows no other order.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'iommu_sva_free_pasid',
    file: lib,
    read: { 'linux-5.17': 'v5.17-rc' },
    behaviours: [
      {
        linux:
          'It drops one reference; the last one frees the PASID and sets mm->pasid to 0, which is also a valid table index.',
        versions: 'v5.11 to v5.17',
        verdict: 'same',
        simulation: 'iommu/pasid.ts: iommuSvaFreePasid',
        test: 'iommu/arm-smmu-v3/notifier.test.ts: and frees the PASID: a release that was overtaken silences entry 0, of the default domain (v5.17)',
      },
    ],
  },
  {
    name: 'iommu_sva_get_pasid',
    file: core,
    read: readCore,
    behaviours: [
      {
        linux:
          'It reads mm->pasid of the bond’s mm without a lock, so it answers what the mm has by then.',
        versions: 'v5.5 to v6.1',
        verdict: 'same',
        simulation: 'iommu/iommu-sva.ts: iommuSvaGetPasid',
        test: 'uacce/uacce.test.ts: is undone with ENODEV if the bond has no PASID in the end',
      },
      {
        linux:
          'It finds the driver through the device of the handle: through its bus, from v5.18 on through dev->iommu, which is a null pointer if the device was removed meanwhile. Its struct is still there (iommu_register_device_fault_handler).',
        versions: 'v5.5 to v6.1; later it reads the mm alone',
        source: 'commit 3f6634d997db',
        verdict: 'same',
        simulation: 'iommu/iommu-sva.ts: iommuSvaGetPasid',
        test: 'iommu/iommu-sva.test.ts: is asked for its IOMMU in v5.18 to v6.1, and is not freed (%s)',
      },
    ],
  },
  {
    name: 'iommu_register_device_fault_handler',
    file: core,
    read: svaRead('v5.12'),
    behaviours: [
      {
        linux:
          'It takes a reference on the device, which goes when the handler is unregistered. The SMMU driver registers one when SVA is enabled, and unregisters it only when SVA is disabled, not when the device is removed.',
        versions: 'v5.14 to v6.8 (arm_smmu_master_sva_enable_iopf)',
        source: 'the patch of 2021 that brought these lines, and Lu’s patch that removes them',
        verdict: 'simplified',
        simulation: 'iommu/arm-smmu-v3/ops.ts: releaseDevice',
        because:
          'The reference is not counted: a removal that finds SVA enabled leaves the struct of the device for good.',
        hides: 'nothing',
        test: 'pci/hotplug.test.ts: but not the device that its bond names: the handler of page faults holds it as long as SVA is enabled',
      },
      {
        linux: 'EBUSY if the device has a handler; ENOMEM. Then SVA is not enabled.',
        versions: 'v5.3 to v6.8',
        verdict: 'not simulated',
        because: 'SVA can always be enabled. A file without a bond has no part in a mistake.',
        hides: 'nothing',
      },
    ],
  },
  ...groupFidelity,
];
