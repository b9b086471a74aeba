import type { Domain } from '../domain.ts';
import type { State } from '../state.ts';
import { ioasidBounds } from './bounds.ts';
import { describeGrants } from './describe.ts';
import { ioasidGauges } from './gauges.ts';

export const ioasidDomain: Domain = {
  name: 'ioasid',
  inWords: 'PASIDs',
  needs: ['sva'],
  bounds: ioasidBounds,
  sorts: [{ name: 'pasid', letter: 'n', rows: (s: State) => s.ioasid.grants, counts: true }],
  gauges: ({ world }) => ioasidGauges(world),
  describe: describeGrants,
};
