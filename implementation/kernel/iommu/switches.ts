import type { SwitchTable } from '../subsystem.ts';

/** Where the core of drivers/iommu has changed. The first value of each switch is the reference. */
export const iommuSwitches = {
  svaApi: {
    says: 'How a driver binds: through iommu_sva_bind_device, which takes the lock of the device’s group, or by a call into the driver of the IOMMU (VT-d up to v5.7).',
    values: ['of-core', 'of-driver'],
  },
  bondPasid: {
    says: 'Which PASID a bond uses: that of its mm, or a private one (VT-d).',
    values: ['of-mm', 'own'],
  },
  handleDevice: {
    says: 'iommu_sva_bind_device: whether handle->dev is set before other tasks can see the handle.',
    values: ['under-lock', 'after-unlock'],
  },
  unbindLooksAtMm: {
    says: 'iommu_sva_unbind_device: whether it reads the mm again after it has freed the domain that held the mm.',
    values: ['never', 'after-domain-freed'],
  },
  deviceRelease: {
    says: 'A device is removed: whether the IOMMU’s driver frees its data under group->mutex, as the device leaves its group (v6.4), or before that mutex is taken.',
    values: ['under-group-mutex', 'before-group-mutex'],
  },
  removedDevice: {
    says: 'A bond whose device was removed: how bind, unbind and get_pasid find the IOMMU. Through the device’s group (v6.2), which it has lost: a null pointer. Through dev->iommu (v5.18): also one. Or through the bus of the device, and then unbind does nothing.',
    values: ['of-group', 'of-device', 'of-bus'],
  },
  groupAttach: {
    says: 'iommu_sva_bind_device, in a group of several devices: the PASID is attached to all of them (v6.2), or the bind is refused (before).',
    values: ['every-device', 'refused'],
  },
  groupUnwind: {
    says: 'The attach to a group fails at one device: from which devices the PASID is detached.',
    values: ['what-was-attached', 'every-device'],
  },
  bindReuse: {
    says: 'A second bind of the same mm to the same device: the handle is shared, or the PASID is attached again.',
    values: ['shared-handle', 'attach-again'],
  },
  unbindHoldsMm: {
    says: 'With pasidFreeAt=last-unbind: whether unbind holds the mm until it has freed the PASID of the mm.',
    values: ['held', 'not-held'],
  },
  allocFailure: {
    says: 'What the allocator returns when it fails: an errno, or one invalid value for all causes.',
    values: ['errno', 'invalid-ioasid'],
  },
  pasidRange: {
    says: 'iommu_sva_alloc_pasid: whether the device can use the PASID that the mm has, if it is the largest of the range.',
    values: ['up-to-max', 'below-max'],
  },
  idaCompare: {
    says: 'How the allocator’s result is compared with the lower bound to detect an errno.',
    values: ['signed', 'unsigned'],
  },
} as const satisfies SwitchTable;
