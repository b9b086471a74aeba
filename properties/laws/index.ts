import { unknownName } from '../../model/input-error.ts';
import type { Law } from '../law.ts';
import { answersConform } from './answers-conform.ts';
import { balanceAtRest } from './balance-at-rest.ts';
import { freshMm } from './fresh-mm.ts';
import { isolation } from './isolation.ts';
import { linearizability } from './linearizability.ts';
import { liveness } from './liveness.ts';
import { noReuseWhileReferenced } from './no-reuse-while-referenced.ts';
import { noSplat } from './no-splat.ts';
import { noStaleTranslation } from './no-stale-translation.ts';
import { pasidStability } from './pasid-stability.ts';
import { pasidUniqueness } from './pasid-uniqueness.ts';

/** Every law there is, the weightiest first: reports list their findings in this order. */
export const laws: readonly Law[] = [
  pasidUniqueness,
  noReuseWhileReferenced,
  isolation,
  noStaleTranslation,
  noSplat,
  liveness,
  balanceAtRest,
  pasidStability,
  freshMm,
  answersConform,
  linearizability,
];

/** @throws InputError if no law has this name. */
export function findLaw(name: string): Law {
  const law = laws.find((l) => l.name === name);
  if (law === undefined)
    throw unknownName(
      'law',
      name,
      laws.map((l) => l.name),
    );
  return law;
}
