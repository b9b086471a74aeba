import type { Kernel } from './kernel.ts';

/** The state of the kernel in lines `object: value`, for the before and after of a report. */
export function describe(k: Kernel): readonly string[] {
  return k.subsystems.flatMap((s) => s.describe?.(k) ?? []);
}
