import type { DomainOf } from '../domain.ts';
import { enqcmdBounds, type EnqcmdBounds, hasPortals } from './bounds.ts';
import { enqcmdGauges } from './gauges.ts';
import { type EnqcmdSeen, enqcmdSeen } from './seen.ts';
import { EnqcmdState } from './state.ts';
import { enqcmdWorlds } from './worlds.ts';

export interface Enqcmd {
  readonly name: 'enqcmd';
  readonly bounds: EnqcmdBounds;
  readonly state: EnqcmdState;
  readonly seen: EnqcmdSeen;
}

export const enqcmdDomain: DomainOf<Enqcmd> = {
  name: 'enqcmd',
  inWords: 'ENQCMD',
  needs: ['sva', 'ioasid'],
  bounds: enqcmdBounds,
  part: (s) => new EnqcmdState(s),
  seen: enqcmdSeen,
  worlds: enqcmdWorlds,
  isWorthWhile: hasPortals,
  features: { enqcmd: { inWords: 'ENQCMD', isNeeded: hasPortals } },
  sorts: [],
  gauges: ({ world }, made) => enqcmdGauges(world, made),
};
