import { success } from '../../answer.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasUacce } from '../bounds.ts';
import { isMappedBy, mappingOf, type OnRegion, regionFields } from '../region.ts';

export interface Munmap extends OnRegion {
  readonly kind: 'munmap';
}

export const munmap = rules<Munmap>({
  kind: 'munmap',
  says: 'unmap a region of the queue; the file closes if only the mapping kept it open',
  fields: regionFields,
  in: hasUacce,
  possible: isMappedBy,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('munmap', a, 'OK'),
  next(s, c) {
    mappingOf(s, c)!.live = 0;
    s.dropUnreferenced();
  },
  draw: { weight: 5 },
  overlap: {
    /** The mapping is gone, the file not yet released. */
    halfway(s, c) {
      mappingOf(s, c)!.live = 0;
    },
    succeedsOnNothing: true,
  },
});
