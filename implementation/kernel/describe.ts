import type { StateLine } from '../../model/state-line.ts';
import type { Kernel } from './kernel.ts';

/** The state of the kernel in lines of object and value, for the before and after of a report. */
export function describeKernel(k: Kernel): readonly StateLine[] {
  return k.subsystems.flatMap((s) => s.describe?.(k) ?? []);
}
