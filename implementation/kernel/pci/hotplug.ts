import { iommuProbeDevice, iommuReleaseDevice } from '../iommu/iommu.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';

/** The device appears, and the first driver of this world that is for PCI devices takes it. */
export function addDevice(k: Kernel, device: number): number {
  const d = k.pci.devices[device]!;
  d.present = 1;
  d.driver = k.pciDrivers[0]!;
  iommuProbeDevice(k, device);
  k.ops.pciDrivers.at(d.driver).probe(k, device);
  return 0;
}

/** The device is removed: the driver’s remove() runs, then the IOMMU forgets the device. */
export function* releaseDevice(k: Kernel, device: number): Call<number> {
  yield* k.ops.pciDrivers.at(k.pci.devices[device]!.driver).remove(k, device);
  iommuReleaseDevice(k, device);
  return 0;
}
