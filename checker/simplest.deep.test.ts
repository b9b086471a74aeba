import { racesBecomeShort } from './simplest.contract.ts';

racesBecomeShort(() => true);
