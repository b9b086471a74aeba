import { unknownName } from '../../model/input-error.ts';
import type { Law } from '../law.ts';
import { answersConform } from './answers-conform.ts';
import { balanceAtRest } from './balance-at-rest.ts';
import { failureAtomicity } from './failure-atomicity.ts';
import { freshMm } from './fresh-mm.ts';
import { isolation } from './isolation.ts';
import { linearizability } from './linearizability.ts';
import { liveness } from './liveness.ts';
import { lockedVm } from './locked-vm.ts';
import { lockedVmUnderflow } from './locked-vm-underflow.ts';
import { memlockLimit } from './memlock-limit.ts';
import { noReuseWhileReferenced } from './no-reuse-while-referenced.ts';
import { noSplat } from './no-splat.ts';
import { noStaleTranslation } from './no-stale-translation.ts';
import { pasidStability } from './pasid-stability.ts';
import { pasidUniqueness } from './pasid-uniqueness.ts';
import { pinBalance } from './pin-balance.ts';
import { pinResult } from './pin-result.ts';
import { pinnedTranslation } from './pinned-translation.ts';
import { unmapTerminates } from './unmap-terminates.ts';

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
  lockedVm,
  memlockLimit,
  pinBalance,
  pinnedTranslation,
  failureAtomicity,
  lockedVmUnderflow,
  pinResult,
  unmapTerminates,
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
      'list laws',
    );
  return law;
}
