import type { DomainOf } from '../domain.ts';
import type { State } from '../state.ts';
import { hasSets, setsBounds, type SetsBounds } from './bounds.ts';
import { describeSets } from './describe.ts';
import { type SetsSeen, setsSeen } from './seen.ts';
import { SetsState } from './state.ts';
import { setsWorlds } from './worlds.ts';

export interface Sets {
  readonly name: 'sets';
  readonly bounds: SetsBounds;
  readonly state: SetsState;
  readonly seen: SetsSeen;
}

export const setsDomain: DomainOf<Sets> = {
  name: 'sets',
  inWords: 'sets of PASIDs',
  needs: ['ioasid'],
  bounds: setsBounds,
  part: (s, l) => new SetsState(s, l),
  seen: setsSeen,
  worlds: setsWorlds,
  isWorthWhile: hasSets,
  features: {
    'pasid-sets': { inWords: 'sets of PASIDs', isNeeded: hasSets },
    'guest-bind': { inWords: 'PASIDs that guests bind' },
    'pasid-notifiers': { inWords: 'subscribers to sets of PASIDs' },
  },
  sorts: [
    { name: 'set', letter: 's', rows: (s: State) => s.sets.sets, counts: true },
    { name: 'guest', letter: 'v', rows: (s: State) => s.sets.guests, counts: true },
    {
      name: 'endpoint',
      letter: 'e',
      rows: (s: State) => s.sets.endpoints,
      isGiven: true,
      counts: true,
      party: (_s, endpoint) => `e${endpoint}`,
    },
  ],
  describe: describeSets,
};
