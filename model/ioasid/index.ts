import type { Domain } from '../domain.ts';
import type { State } from '../state.ts';
import { ioasidBounds } from './bounds.ts';
import { describeGrants } from './describe.ts';
import { ioasidGauges } from './gauges.ts';
import { ioasidSeen } from './seen.ts';

export const ioasidDomain: Domain = {
  name: 'ioasid',
  inWords: 'PASIDs',
  needs: ['sva'],
  bounds: ioasidBounds,
  seen: ioasidSeen,
  sorts: [{ name: 'pasid', letter: 'n', rows: (s: State) => s.ioasid.grants, counts: true }],
  gauges: ({ world }) => ioasidGauges(world),
  describe: describeGrants,
};
