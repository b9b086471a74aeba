import type { SwitchTable } from '../subsystem.ts';

/** Every place where the core of drivers/iommu did it differently. The first value of each is the reference. */
export const iommuSwitches = {
  bondPasid: {
    says: 'Which PASID a bond is made under: the one of its mm, or one of its own (VT-d’s private PASIDs).',
    values: ['of-mm', 'own'],
  },
  handleDevice: {
    says: 'iommu_sva_bind_device: whether handle->dev is set before others can see the handle.',
    values: ['under-lock', 'after-unlock'],
  },
  unbindLooksAtMm: {
    says: 'iommu_sva_unbind_device: whether the mm is looked at once more when the domain, which held it, is freed.',
    values: ['never', 'after-domain-freed'],
  },
  groupAttach: {
    says: 'iommu_sva_bind_device, in a group of several devices: the PASID is attached to all of them (v6.2), or the bind is refused (before).',
    values: ['every-device', 'refused'],
  },
  groupUnwind: {
    says: 'When that attachment fails at one of them: from which the PASID is taken again.',
    values: ['what-was-attached', 'every-device'],
  },
  bindReuse: {
    says: 'A second bind of the same mm to the same device: the handle is shared, or attached once more.',
    values: ['shared-handle', 'attach-again'],
  },
  allocFailure: {
    says: 'What the allocator tells its caller when it has nothing: an errno, or one invalid value for all causes.',
    values: ['errno', 'invalid-ioasid'],
  },
  idaCompare: {
    says: 'How the allocator’s result is compared with the lower bound to see whether it is an errno.',
    values: ['signed', 'unsigned'],
  },
} as const satisfies SwitchTable;
