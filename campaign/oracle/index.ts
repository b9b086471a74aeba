import { weakeningsOfLaws } from './of-laws.ts';
import { weakeningsOfRules } from './of-rules.ts';
import type { Weakening } from './weakening.ts';

/** Every weakening there is: of the laws, then of the rules of the commands. */
export const weakenings: readonly Weakening[] = [...weakeningsOfLaws, ...weakeningsOfRules];
