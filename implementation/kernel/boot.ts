import type { Kernel } from './kernel.ts';

/** Initially every device is present, and one process p0 runs. */
export function boot(k: Kernel): void {
  for (const subsystem of k.subsystems) subsystem.boot?.(k);
}
