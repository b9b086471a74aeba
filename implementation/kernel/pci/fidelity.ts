import { svaRead, type LinuxFunction } from '../fidelity.ts';

const file = 'drivers/pci/remove.c';
const read = svaRead('v4.9');

/** Devices that are added and removed. */
export const pciFidelity: readonly LinuxFunction[] = [
  {
    name: 'pci_stop_and_remove_bus_device',
    file,
    read,
    behaviours: [
      {
        linux:
          'The driver’s remove() has ended before the device is deleted, which tells the IOMMU to forget it.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'pci/hotplug.ts: releaseDevice',
        test: 'pci/hotplug.test.ts: goes on if SVA cannot be disabled, because a bond is left',
      },
      {
        linux:
          'Removals and rescans exclude each other (pci_lock_rescan_remove), whichever device they are about.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'pci/hotplug-threads.ts: hotplugThreads',
        because:
          'Two devices can be removed at the same time, as by unbinding their drivers through sysfs, which takes the lock of the device alone.',
        hides: 'nothing',
        test: 'pci/hotplug.test.ts: of two devices may overlap',
      },
      {
        linux: 'Open files and mappings of the device stay; their driver has to cope.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'pci/hotplug.ts: releaseDevice',
        test: 'pci/hotplug.test.ts: leaves the files open, and a mapping that raises SIGBUS',
      },
      {
        linux:
          'Hot-add probes the driver, which allocates, enables SVA and registers the device; each step may fail.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'pci/hotplug.ts: addDevice',
        because:
          'A device appears in one step that cannot fail: before it is registered nobody can open it.',
        hides: 'nothing',
        test: 'pci/hotplug.test.ts: brings the device back for new opens; old files stay dead',
      },
      {
        linux:
          'Other tasks run between the end of remove() and the deletion of the device, at which its IOMMU forgets it: sysfs entries are removed, and both can sleep.',
        versions: 'v4.9 to v6.3',
        source: 'as we know it; drivers/base was not read',
        verdict: 'simplified',
        simulation: 'pci/hotplug.ts: releaseDevice',
        because:
          'There is no stop between the two, except where the IOMMU’s part waits for a mutex. A bond that is left can be unbound there without harm; that is tried before and after the removal alone.',
        hides: 'an order',
        test: 'pci/hotplug.test.ts: goes on if SVA cannot be disabled, because a bond is left',
      },
      {
        linux:
          'A driver can also be unbound alone (sysfs): remove() runs, and the device stays in its group and known to the IOMMU, also when another driver takes it.',
        versions: 'v4.9 to v6.3',
        source: 'as we know it; drivers/base was not read',
        verdict: 'not simulated',
        because:
          'A device that is removed is always taken from the IOMMU as well. A bond that is left when its driver goes, and found there by the next one, is not tried.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'pci_release_dev',
    file: 'drivers/pci/probe.c',
    read: {},
    behaviours: [
      {
        linux: 'The struct of a device is freed when the last reference on it is dropped.',
        versions: 'not read',
        verdict: 'simplified',
        simulation: 'pci/hotplug.ts: releaseDevice',
        because:
          'Not read: nobody counts references on it here, and it is freed at the end of its removal, unless the handler of page faults holds it. A handle of a bond keeps a plain pointer to it.',
        hides: 'nothing',
        test: 'pci/hotplug.test.ts: but not the device that its bond names: the handler of page faults holds it as long as SVA is enabled',
      },
    ],
  },
];
