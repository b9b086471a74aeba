import { type Answer, errno, failed } from '../../answer.ts';
import { judgeBind, typicalBind } from '../binding.ts';
import { pasidOutcome, pasidText } from '../../ioasid/handing-out.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly, admitOnlyOf } from '../../conform.ts';
import type { State } from '../../state.ts';
import { hasDevices, hasIdxd, isDedicated } from '../bounds.ts';
import { hasFree } from '../../rows.ts';

export interface Open extends Command {
  readonly kind: 'open';
  readonly process: number;
  readonly device: number;
  readonly file: number;
}

/** The errno for a path whose device was removed depends on what remains of it: the node, the cdev or the minor. */
const gone = ['ENODEV', 'ENXIO', 'ENOENT', 'EINVAL'] as const;

export const open = rules<Open>({
  kind: 'open',
  says: 'open a queue of the device; the driver binds the caller’s mm to it (uacce_fops_open); EBUSY if the queue is dedicated and open. Returns the PASID.',
  fields: { process: { uses: 'process' }, device: { uses: 'device' }, file: { makes: 'file' } },
  in: hasDevices,
  possible: (s, c) =>
    s.process(c.process) !== undefined &&
    s.sva.devices[c.device] !== undefined &&
    hasFree(s.sva.files) &&
    hasFree(s.sva.handles),
  typical(s, c) {
    if (s.sva.devices[c.device]!.present === 0) return failed('ENODEV');
    return isTaken(s, c.device) ? failed('EBUSY') : typicalBind(s, s.process(c.process)!);
  },
  judge(s, c, a) {
    if (s.sva.devices[c.device]!.present === 0) return admitOnly('open', a, ...gone);
    if (isTaken(s, c.device)) return admitOnlyOf('open', a, pasidOutcome(a), 'EBUSY');
    if (mayHaveNoTable(s, c, a)) return undefined;
    return judgeBind(s, 'open', s.process(c.process)!, a);
  },
  next(s, c, a) {
    if (c.fails !== undefined && (a.errno === errno.ENOMEM || mayHaveNoTable(s, c, a)))
      s.ioasid.mayHaveTaken(s.process(c.process)!);
    if (a.errno !== errno.OK) return;
    const p = s.process(c.process)!;
    s.sva.newHandle(-1, s.sva.newFile(c.file, c.device, p), p, a.value);
  },
  tells: (a) => pasidText(a.value),
  outcome: pasidOutcome,
  draw: {
    weight: 14,
    opens: true,
  },
});

/**
 * Behind VT-d no memory for the PASID table is EINVAL (intel_pasid_setup_first_level), and up to v5.13 no memory for a PASID is ENOSPC
 * (intel_svm_bind_mm).
 */
export function mayHaveNoTable({ world }: State, { fails }: Command, a: Answer): boolean {
  return (
    fails !== undefined && hasIdxd(world) && (a.errno === errno.EINVAL || a.errno === errno.ENOSPC)
  );
}

/** A dedicated queue has one file at a time (idxd_cdev_open). */
function isTaken(s: State, device: number): boolean {
  return (
    isDedicated(s.world, device) && s.sva.files.some((f) => f.live !== 0 && f.device === device)
  );
}
