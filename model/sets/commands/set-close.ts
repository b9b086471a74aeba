import { errno, failed, success } from '../../answer.ts';
import { admitOnly } from '../../conform.ts';
import { rules } from '../../rules.ts';
import { hasSets } from '../bounds.ts';
import { hasItOpen, hasProcessAndSet, type OnSet, setArguments } from '../on-set.ts';

export interface SetClose extends OnSet {
  readonly kind: 'set-close';
}

export const setClose = rules<SetClose>({
  kind: 'set-close',
  says: 'the process closes its file of a set. With the last one all PASIDs of the set are freed, and the set ends.',
  fields: setArguments,
  in: hasSets,
  needs: 'pasid-sets',
  possible: hasProcessAndSet,
  typical: (s, c) => (hasItOpen(s, c) ? success : failed('EBADF')),
  judge: (s, c, a) => admitOnly('set-close', a, hasItOpen(s, c) ? 'OK' : 'EBADF'),
  next(s, c, a) {
    if (a.errno !== errno.OK) return;
    s.sets.closeSet(s.process(c.process)!, s.sets.set(c.set)!);
    s.dropUnreferenced();
  },
  draw: { weight: 6 },
});
