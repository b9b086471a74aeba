import { racesNeedOneStop } from './fewest-switches.contract.ts';

racesNeedOneStop(() => true);
