import type { State } from './state.ts';

/** A process that ends, or begins another program, leaves its mm, then one file after the other. */
export function partsOfLeaving(s: State, process: number): readonly ((s: State) => number)[] {
  if (s.world.vfio === undefined) return [];
  return [
    (now) => {
      now.leaveMm(now.process(process)!);
      return 0;
    },
    ...s.vfio.groups.map(({ index }) => (now: State) => {
      now.vfio.closeFilesOf(now.process(process)!, now.vfio.groups[index]!);
      return 0;
    }),
  ];
}
