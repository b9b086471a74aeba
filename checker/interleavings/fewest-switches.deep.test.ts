import { racesNeedFewStops } from './fewest-switches.contract.ts';

racesNeedFewStops(() => true);
