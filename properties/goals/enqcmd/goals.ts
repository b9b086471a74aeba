import { errno } from '../../../model/answer.ts';
import { hasPortals } from '../../../model/enqcmd/bounds.ts';
import type { OnQueue } from '../../../model/enqcmd/portal.ts';
import { isDedicated } from '../../../model/sva/bounds.ts';
import type { State } from '../../../model/state.ts';
import { answeredWith } from '../../goal.ts';
import type { Goal } from '../../linux-law.ts';

const ofPortals: readonly Goal[] = [
  ...(['OK', 'SIGSEGV'] as const).map((name) => answeredWith('enqcmd', name)),
  ...(['OK', 'EPERM', 'EBADF'] as const).map((name) => answeredWith('write', name)),
  ...(['OK', 'EPERM', 'EINVAL', 'EBADF', 'ENOMEM'] as const).map((name) =>
    answeredWith('map-portal', name),
  ),
  answeredWith('unmap-portal', 'OK'),
  ...(['OK', 'EBADF'] as const).map((name) => answeredWith('poll-queue', name)),
  {
    name: 'poll-queue by another mm',
    on: 'poll-queue',
    reached: (s, c, a) => a.errno === errno.OK && !isOwn(s, c as unknown as OnQueue),
  },
  {
    name: 'enqcmd by a process that others share the mm with',
    on: 'enqcmd',
    reached(s, c, a) {
      const p = s.process((c as unknown as OnQueue).process)!;
      return a.value > 0 && s.processes.some((q) => q.live !== 0 && q !== p && q.mm === p.mm);
    },
  },
  {
    name: 'enqcmd by a child that is not bound',
    on: 'enqcmd',
    reached: (s, c, a) =>
      a.errno === errno.SIGSEGV && !isOwn(s, c as unknown as OnQueue) && s.made > 1,
  },
  {
    name: 'map-portal of a file whose portal is mapped',
    on: 'map-portal',
    reached: (s, c, a) => {
      const f = s.sva.file((c as unknown as OnQueue).file)!;
      return a.errno === errno.OK && s.sva.mappings.some((m) => m.live !== 0 && m.file === f.index);
    },
  },
];

const ofDedicated: readonly Goal[] = [
  answeredWith('open', 'EBUSY'),
  {
    name: 'enqcmd to a dedicated queue',
    on: 'enqcmd',
    reached: (s, c, a) =>
      a.value > 0 && isDedicated(s.world, s.sva.file((c as unknown as OnQueue).file)!.device),
  },
];

/** What processes come to that submit work. */
export const enqcmdGoals: readonly Goal[] = [
  ...ofPortals.map((goal) => ({ ...goal, in: hasPortals })),
  ...ofDedicated.map((goal) => ({
    ...goal,
    in: (world: State['world']) => hasPortals(world) && world.sva?.dedicated === true,
  })),
];

function isOwn(s: State, c: OnQueue): boolean {
  return s.enqcmd.isOwn(s.process(c.process)!, s.sva.file(c.file)!);
}
