import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';

/** struct pci_driver, as far as it matters here. */
export interface PciDriver {
  /** The device appears, and the driver takes it. */
  probe(k: Kernel, device: number): void;
  /** The device is removed: its users lose access. */
  remove(k: Kernel, device: number): Call<void>;
}
