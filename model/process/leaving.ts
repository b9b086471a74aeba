import type { State } from '../state.ts';

/** A process that ends, or begins another program, leaves its mm, then one file after the other. */
export function partsOfLeaving(s: State, process: number): readonly ((s: State) => number)[] {
  if (s.world.vfio === undefined) return [];
  return [
    (now) => {
      now.leaveMm(now.process(process)!);
      return 0;
    },
    ...s.vfio.files.groups.flatMap(({ index }) =>
      (['device', 'device and group'] as const).map((files) => (now: State) => {
        now.vfio.closeFilesOf(now.process(process)!, now.vfio.files.groups[index]!, files);
        return 0;
      }),
    ),
  ];
}
