import { errno, failed, success } from '../../answer.ts';
import { admitOnly } from '../../conform.ts';
import { rules } from '../../rules.ts';
import { hasPortals } from '../bounds.ts';
import { bothOf, hasBoth, type OnQueue, queueFields } from '../portal.ts';
import { PORTAL } from '../state.ts';

export interface MapPortal extends OnQueue {
  readonly kind: 'map-portal';
  readonly length: string;
}

export const mapPortal = rules<MapPortal>({
  kind: 'map-portal',
  says: 'the process maps the portal of the queue: one page, as often as it likes, up to the limit of an mm (ENOMEM). The mapping keeps the file open, and fork does not copy it. From commit 8dfa57aabff6 on only the mm that opened the file may map it (idxd_cdev_mmap).',
  fields: { ...queueFields, length: { oneOf: ['page', 'more'] } },
  in: hasPortals,
  possible: hasBoth,
  typical(s, c) {
    const { p, f } = bothOf(s, c);
    if (!s.sva.hasOpen(p, f)) return failed('EBADF');
    if (s.enqcmd.isFull(p.mm)) return failed('ENOMEM');
    if (!s.enqcmd.isOwn(p, f)) return failed('EPERM');
    return c.length === 'page' ? success : failed('EINVAL');
  },
  judge(s, c, a) {
    const { p, f } = bothOf(s, c);
    if (!s.sva.hasOpen(p, f)) return admitOnly('map-portal', a, 'EBADF');
    if (s.enqcmd.isFull(p.mm)) return admitOnly('map-portal', a, 'ENOMEM');
    const outcome = c.length === 'page' ? 'OK' : 'EINVAL';
    // Another mm may map it: what it submits is judged then.
    return s.enqcmd.isOwn(p, f)
      ? admitOnly('map-portal', a, outcome)
      : admitOnly('map-portal', a, outcome, 'EPERM');
  },
  next(s, c, a) {
    const { p, f } = bothOf(s, c);
    if (a.errno === errno.OK && c.length === 'page') s.sva.newMapping(p.mm, f, PORTAL);
  },
  draw: { weight: 12 },
});
