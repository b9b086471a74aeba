import { hasSmallLeaves, LEAF } from '../../../model/sva/bounds.ts';
import type { Law } from '../../linux-law.ts';

export const leafTables: Law = {
  name: 'leaf-tables',
  title: 'Tables of context descriptors grow with what lives at once, not with history',
  because:
    'a leaf has 64 KiB and is given back only with the table: if each PASID is a new one, the tables grow to 64 MiB for every device',
  closeness: 'object',
  needs: ['leaves'],
  in: hasSmallLeaves,
  after({ state, seen }, report) {
    const { peak } = state.ioasid;
    // Entry 0 is that of the default domain.
    const enough = Math.ceil((peak + 1) / LEAF);
    for (let d = 0; d < state.sva.devices.length; d++) {
      const leaves = seen.leaves(d);
      if (leaves > enough)
        report(
          'a table has more leaves than its PASIDs ever needed',
          `the table of d${d} has ${leaves} leaves of ${LEAF} entries, but at most ${peak} PASID${peak === 1 ? ' was' : 's were'} in use at once, for which ${enough} would be enough.`,
        );
    }
  },
};
