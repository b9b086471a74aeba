import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import { uacceRemove } from '../uacce/uacce.ts';

/** The device appears: its driver enables SVA and registers with uacce. Its CD table is new and empty. */
export function addDevice(k: Kernel, device: number): number {
  k.devices[device]!.present = 1;
  k.devices[device]!.svaEnabled = 1;
  return 0;
}

/** The device goes: its driver’s remove(), then the IOMMU forgets it (arm_smmu_release_device). */
export function* releaseDevice(k: Kernel, device: number): Call<number> {
  yield* uacceRemove(k, device);
  const d = k.devices[device]!;
  if (d.svaEnabled !== 0)
    k.machine.splat('warning', 'arm_smmu_release_device', 'SVA is still enabled: a bond is left');
  d.svaEnabled = 0;
  for (const b of k.bonds.rows) if (b.live !== 0 && b.device === device) b.lostGroup = 1;
  for (let ssid = 0; ssid < k.ssids; ssid++) {
    const slot = device * k.ssids + ssid;
    const entry = k.contexts.rows[slot]!;
    entry.valid = entry.epd0 = entry.ttb = entry.asid = 0;
    k.caches.atc[slot]!.mm = 0;
  }
  return 0;
}
