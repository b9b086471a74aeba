import type { Kernel } from './kernel.ts';

/** The state of the kernel in lines `what: how it is`, for the before and after of a report. */
export function describeKernel(k: Kernel): readonly string[] {
  return k.subsystems.flatMap((s) => s.describe?.(k) ?? []);
}
