import { named, pointerTo } from '../../../memory/kinds.ts';
import type { Row } from '../../../memory/records.ts';
import { hasDevices, svaOf } from '../../../model/sva/bounds.ts';
import { pciCalls } from '../calls/sva/pci.ts';
import type { Kernel } from '../kernel.ts';
import { Slab } from '../machine/slab.ts';
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
  /** The slots. `driver`: the pci_driver of the device in it. `dev`: the struct of the device that is or was there last; 0 if that was left. */
  readonly devices: readonly Row<'present' | 'driver' | 'dev'>[];
  /** struct pci_dev, with the struct device in it: made by hot-add, and freed by removal even if something still points to it, unless the handler of page faults holds it. */
  readonly devs: Slab<'device'>;
  /** The number of the driver of devices that do SVA: `acceleratorOf`. */
  readonly accelerator: number;

  constructor({ accelerators, machine, world }: Kernel) {
    this.accelerator = accelerators[0]!;
    this.devices = machine.layout.declare(
      'device',
      svaOf(world).devices,
      { present: 'value', driver: 'value', dev: pointerTo('pci_dev') },
      { keyed: { of: named('device'), each: 1 } },
    ).rows;
    this.devs = new Slab(machine, 'pci_dev', svaOf(world).devices + 4, { device: named('device') });
  }
}
