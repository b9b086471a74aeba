import { named } from '../../../memory/kinds.ts';
import type { Row } from '../../../memory/records.ts';
import { hasDevices, svaOf } from '../../../model/sva/bounds.ts';
import { pciCalls } from '../calls/sva/pci.ts';
import type { Kernel } from '../kernel.ts';
import type { Driver } from '../subsystem.ts';
import { addDevice } from './hotplug.ts';
import { hotplugThreads } from './hotplug-threads.ts';

/** drivers/pci: devices that are added and removed. */
export const pci: Driver<'pci', Pci> = {
  name: 'pci',
  field: 'pci',
  isIn: hasDevices,
  tables: (k) => new Pci(k),
  switches: undefined,
  calls: pciCalls,
  kthreads: hotplugThreads,
  boot: (k) => k.pci.devices.forEach(({ index }) => addDevice(k, index)),
};

export class Pci {
  /** `driver`: its pci_driver. */
  readonly devices: readonly Row<'present' | 'driver'>[];

  constructor({ machine, world }: Kernel) {
    this.devices = machine.layout.declare(
      'device',
      svaOf(world).devices,
      { present: 'value', driver: 'value' },
      { keyed: { of: named('device'), each: 1 } },
    ).rows;
  }
}
