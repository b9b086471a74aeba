import type { DomainOf } from '../domain.ts';
import type { State } from '../state.ts';
import { ioasidBounds, type IoasidBounds } from './bounds.ts';
import { describeGrants } from './describe.ts';
import { ioasidGauges } from './gauges.ts';
import { type IoasidSeen, ioasidSeen } from './seen.ts';
import { IoasidState } from './state.ts';

export interface Ioasid {
  readonly name: 'ioasid';
  readonly bounds: IoasidBounds;
  readonly state: IoasidState;
  readonly seen: IoasidSeen;
}

export const ioasidDomain: DomainOf<Ioasid> = {
  name: 'ioasid',
  inWords: 'PASIDs',
  needs: ['sva'],
  bounds: ioasidBounds,
  part: (s, l) => new IoasidState(s, l),
  isToldLast: true,
  seen: ioasidSeen,
  // ioasid_alloc, v5.5: before, each IOMMU driver numbered its PASIDs itself.
  features: { ioasid: { inWords: 'PASIDs that drivers allocate' } },
  sorts: [{ name: 'pasid', letter: 'n', rows: (s: State) => s.ioasid.grants, counts: true }],
  gauges: ({ world }) => ioasidGauges(world),
  describe: describeGrants,
};
