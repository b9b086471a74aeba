import type { State } from '../state.ts';

/** A process that exits, or executes another program, first leaves its mm, then drops its other objects one by one. */
export function partsOfLeaving(s: State, process: number): readonly ((s: State) => number)[] {
  const others = s.parts.flatMap((part) => part.partsOfLeaving?.(process) ?? []);
  // A command that removes only an mm does it in one step.
  if (others.length === 0) return [];
  const leave = (now: State): number => {
    now.leaveMm(now.process(process)!);
    return 0;
  };
  return [leave, ...others];
}
