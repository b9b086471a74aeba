import type { Kernel } from './kernel.ts';

/** Every device is there, and one process p0 runs. */
export function boot(k: Kernel): void {
  for (const subsystem of k.subsystems) subsystem.boot?.(k);
}
