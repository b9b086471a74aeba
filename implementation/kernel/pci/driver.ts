import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';

/** struct pci_driver, as far as it matters here. */
export interface PciDriver {
  /** The device goes: whoever uses it is cut off. */
  remove(k: Kernel, device: number): Call<void>;
}
