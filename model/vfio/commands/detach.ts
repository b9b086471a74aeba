import { errno } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { judgeOutcome, type MemlockOutcome, typically } from '../../pages/memlock.ts';
import type { State } from '../../state.ts';
import { hasVfio } from '../bounds.ts';

export interface Detach extends Command {
  readonly kind: 'detach';
  readonly process: number;
  readonly group: number;
}

function outcome(s: State, c: Detach): MemlockOutcome {
  const p = s.process(c.process)!;
  const g = s.vfio.files.groups[c.group]!;
  if (!s.vfio.files.holdsGroup(p, g)) return { is: 'EBADF' };
  if (g.container === 0) return { is: 'EINVAL' };
  return { is: s.vfio.files.isDeviceOpenBut(g, p) ? 'EBUSY' : 'OK' };
}

export const detach = rules<Detach>({
  kind: 'detach',
  says: 'hot-unplug: the process closes its device file (at the last close the driver unpins everything), detaches the group from its container and closes the group. If the device is open elsewhere (EBUSY), the group stays attached; if it is in no container (EINVAL), the group is closed anyway.',
  fields: { process: { uses: 'process' }, group: { uses: 'group' } },
  in: hasVfio,
  possible: (s, c) =>
    s.process(c.process) !== undefined && s.vfio.files.groups[c.group] !== undefined,
  typical: (s, c) => typically(outcome(s, c)),
  judge: (s, c, a) => judgeOutcome('detach', a, outcome(s, c)),
  next(s, c, a) {
    const p = s.process(c.process)!;
    const g = s.vfio.files.groups[c.group]!;
    if (a.errno === errno.OK) s.vfio.detach(p, g);
    else if (a.errno === errno.EINVAL || a.errno === errno.EBUSY) s.vfio.closeDevice(p, g);
    if (a.errno === errno.EINVAL) s.vfio.closeGroup(p, g);
  },
  draw: {
    weight: 6,
    /** A group of this process that is in no container, or whose device another process also has open. */
    telling(s, c) {
      const p = s.process(c.process);
      const g =
        p &&
        s.vfio.files.groups.find(
          (one) =>
            s.vfio.files.holdsGroup(p, one) &&
            (one.container === 0 || s.vfio.files.isDeviceOpenBut(one, p)),
        );
      return g && { ...c, group: g.index };
    },
  },
  overlap: {
    keepsAlive: true,
    /** First the device file is closed: a process that is forked then does not have it. */
    parts: (s, c) =>
      s.vfio.files.holdsGroup(s.process(c.process)!, s.vfio.files.groups[c.group]!)
        ? [
            (now) => {
              now.vfio.closeDevice(now.process(c.process)!, now.vfio.files.groups[c.group]!);
              return 0;
            },
          ]
        : [],
    /** The device file is closed, and its pins are gone if it was the last; the group is still in the container. */
    halfway: (s, c) => s.vfio.closeDevice(s.process(c.process)!, s.vfio.files.groups[c.group]!),
  },
});
