import { success } from '../../answer.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasAllOfUacce } from '../bounds.ts';
import { isMappedBy, type OnRegion, regionFields } from '../region.ts';

export interface MunmapPart extends OnRegion {
  readonly kind: 'munmap-part';
}

export const munmapPart = rules<MunmapPart>({
  kind: 'munmap-part',
  says: 'unmap a region of the queue from its second page on; a driver may refuse to split it. The first page stays mapped.',
  fields: regionFields,
  in: hasAllOfUacce,
  possible: isMappedBy,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('munmap-part', a, 'OK', 'EINVAL'),
  next() {},
  draw: { weight: 3 },
});
