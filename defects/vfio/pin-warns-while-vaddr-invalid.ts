import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const pinWarnsWhileVaddrInvalid: Defect = {
  id: 'pin-warns-while-vaddr-invalid',
  title: 'a program makes the kernel warn by handing over an address before a driver pins',
  story:
    'VFIO_DMA_UNMAP_FLAG_VADDR is refused while a mediated device is attached, so the kernel takes it for impossible that a driver pins while an address is invalid, and warns (WARN_ONCE) before it returns -EBUSY. A driver whose device is behind the IOMMU may pin too, and its container has no mediated device: any program that owns the container can trigger the warning, which stops a machine with panic_on_warn.',
  source:
    'vfio_iommu_type1_pin_pages in drivers/vfio/vfio_iommu_type1.c, v6.3 (ef3a3f6a294b). The comment of vfio_pin_pages allows only emulated devices to pin, and no driver of that release breaks this',
  fix: '-EBUSY without a warning; or refuse pins of devices behind the IOMMU.',
  evidence: 'inferred',
  releases: ['linux-6.3'],
  switches: { vaddrWithMediated: 'refused-with-warning' },
  law: 'no-splat',
  place: {
    splat: 'warning',
    where: 'vfio_iommu_type1_pin_pages',
    what: 'a virtual address is invalid',
  },
  world: 'vfio-pinning',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a0 1 rw',
    'unmap-vaddr p0 c0 i0',
    'pin g1 i0 1',
  ),
};
