import { success } from '../../answer.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasUacce } from '../bounds.ts';
import { isMappedBy, type OnRegion, regionFields } from '../region.ts';

export interface Mremap extends OnRegion {
  readonly kind: 'mremap';
}

export const mremap = rules<Mremap>({
  kind: 'mremap',
  says: 'move the mapping of a region to another address; a driver may refuse. In both cases one mapping exists afterwards.',
  fields: regionFields,
  in: hasUacce,
  possible: isMappedBy,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('mremap', a, 'OK', 'EPERM'),
  next() {},
  draw: { weight: 3 },
});
