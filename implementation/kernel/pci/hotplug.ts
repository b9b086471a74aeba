import { iommuProbeDevice, iommuReleaseDevice } from '../iommu/iommu.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';

/** The device appears, and the first driver of this world that is for PCI devices takes it. */
export function addDevice(k: Kernel, device: number): number {
  const d = k.pci.devices[device]!;
  d.present = 1;
  d.dev = k.pci.devs.embedded();
  k.pci.devs.at(d.dev, 'pci_scan_device').device = device;
  d.driver = k.pciDrivers[0]!;
  iommuProbeDevice(k, device);
  k.ops.pciDrivers.at(d.driver).probe(k, device);
  return 0;
}

/**
 * The device is removed: the driver’s remove() runs, then the IOMMU forgets the device, and its struct is freed, unless the IOMMU
 * still holds it. Then it stays for good, and is in no slot.
 */
export function* releaseDevice(k: Kernel, device: number): Call<number> {
  k.machine.enters('pci_stop_and_remove_bus_device');
  const slot = k.pci.devices[device]!;
  const { driver, dev } = slot;
  yield* k.ops.pciDrivers.at(driver).remove(k, device);
  const isHeld = yield* iommuReleaseDevice(k, device);
  if (isHeld) slot.dev = 0;
  else k.pci.devs.free(dev, 'pci_release_dev');
  return 0;
}
