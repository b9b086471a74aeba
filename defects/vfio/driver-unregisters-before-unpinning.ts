import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const driverUnregistersBeforeUnpinning: Defect = {
  id: 'driver-unregisters-before-unpinning',
  title: 'a driver that closes its device is no longer notified, and has pages pinned',
  story:
    'When the device is closed, the driver of i915 first unregisters its notifier and then unpins its pages. An unmap of another task in between finds pages pinned and nobody to notify, asks ten times, and stops the machine. Nothing keeps unmap and close apart: the container’s file is not the device’s.',
  source:
    '__intel_vgpu_release in drivers/gpu/drm/i915/gvt/kvmgt.c of v4.11: vfio_unregister_notifier, then kvmgt_guest_exit and gvt_cache_destroy; nobody reported it. Since v6.0 the core takes the device off its list after the driver has closed it',
  fix: 'Unpin everything before the notifier is unregistered, as the core of v6.0 makes drivers do.',
  evidence: 'verified',
  switches: { driverClose: 'unregisters-first' },
  given: { unmapStuck: 'BUG_ON' },
  law: 'unmap-terminates',
  place: { command: 'unmap', answer: 'OOPS' },
  world: 'vfio-tiny',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'fork p0 -> p1',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1',
    'exec p0 [stops at close_device: before driver lock]',
    'unmap p1 c0 i0 1',
  ),
};
