import type { State } from '../state.ts';

/** A process that ends, or begins another program, leaves its mm, then gives up one thing after the other. */
export function partsOfLeaving(s: State, process: number): readonly ((s: State) => number)[] {
  const others = s.parts.flatMap((part) => part.partsOfLeaving?.(process) ?? []);
  // What takes away nothing but an mm does it at once.
  if (others.length === 0) return [];
  const leave = (now: State): number => {
    now.leaveMm(now.process(process)!);
    return 0;
  };
  return [leave, ...others];
}
