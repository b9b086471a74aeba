import { errno, failed, success } from '../../answer.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { type OpenFile, queue } from '../state.ts';
import type { State } from '../../state.ts';
import { hasUacce } from '../bounds.ts';
import { hasFree } from '../../rows.ts';
import { hasProcessAndFile, type OnRegion, regionFields, regionOf } from '../region.ts';

export interface Mmap extends OnRegion {
  readonly kind: 'mmap';
}

/** A region of a queue can be mapped once, by any process (uacce_fops_mmap). */
function isMapped(s: State, f: OpenFile, region: number): boolean {
  return s.sva.mappings.some((m) => m.live !== 0 && m.file === f.index && m.region === region);
}

export const mmap = rules<Mmap>({
  kind: 'mmap',
  says: 'map a region of the queue: its registers (mmio) or the memory shared with the device (dus). The mapping keeps the file open.',
  fields: regionFields,
  in: hasUacce,
  // Only a kernel that maps a region twice can use up the room.
  possible: (s, c) => hasProcessAndFile(s, c) && hasFree(s.sva.mappings),
  typical(s, c) {
    const f = s.sva.file(c.file)!;
    if (!s.sva.hasOpen(s.process(c.process)!, f)) return failed('EBADF');
    if (f.queue === queue.dead) return failed('ENXIO');
    return isMapped(s, f, regionOf(c)) ? failed('EEXIST') : success;
  },
  judge(s, c, a) {
    const f = s.sva.file(c.file)!;
    if (!s.sva.hasOpen(s.process(c.process)!, f)) return admitOnly('mmap', a, 'EBADF');
    if (f.queue === queue.dead) return admitOnly('mmap', a, 'ENXIO', 'EINVAL');
    const outcome = isMapped(s, f, regionOf(c)) ? 'EEXIST' : 'OK';
    // After UACCE_CMD_PUT_Q a queue is dead on older kernels and only stopped on newer ones.
    if (f.queue === queue.stopped) return admitOnly('mmap', a, outcome, 'ENXIO', 'EINVAL');
    return admitOnly('mmap', a, outcome);
  },
  next(s, c, a) {
    if (a.errno !== errno.OK) return;
    s.sva.newMapping(s.process(c.process)!.mm, s.sva.file(c.file)!, regionOf(c));
  },
});
