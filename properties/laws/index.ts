import { unknownName } from '../../model/input-error.ts';
import type { Law } from '../linux-law.ts';
import { answersConform } from './common/answers-conform.ts';
import { balanceAtRest } from './common/balance-at-rest.ts';
import { driversNotified } from './vfio/drivers-notified.ts';
import { failureAtomicity } from './pages/failure-atomicity.ts';
import { freshMm } from './sva/fresh-mm.ts';
import { leafTables } from './ioasid/leaf-tables.ts';
import { isolation } from './vfio/isolation.ts';
import { linearizability } from './common/linearizability.ts';
import { liveness } from './common/liveness.ts';
import { lockedVm } from './pages/locked-vm.ts';
import { lockedVmUnderflow } from './pages/locked-vm-underflow.ts';
import { memlockLimit } from './pages/memlock-limit.ts';
import { pageIdentity } from './vfio/page-identity.ts';
import { pageResponse } from './prq/page-response.ts';
import { requestsDrained } from './prq/requests-drained.ts';
import { noReuseWhileReferenced } from './ioasid/no-reuse-while-referenced.ts';
import { noSplat } from './common/no-splat.ts';
import { noStaleTranslation } from './sva/no-stale-translation.ts';
import { pasidStability } from './sva/pasid-stability.ts';
import { pasidUniqueness } from './ioasid/pasid-uniqueness.ts';
import { pinBalance } from './pages/pin-balance.ts';
import { pinResult } from './vfio/pin-result.ts';
import { pinnedTranslation } from './vfio/pinned-translation.ts';
import { noContextAfterFree } from './sets/no-context-after-free.ts';
import { setPermission } from './sets/set-permission.ts';
import { setQuota } from './sets/set-quota.ts';
import { subscribersTold } from './sets/subscribers-told.ts';
import { submitterPasid } from './enqcmd/submitter-pasid.ts';
import { unmapTerminates } from './vfio/unmap-terminates.ts';

/** All laws, the most important first: reports list their findings in this order. */
export const laws: readonly Law[] = [
  pasidUniqueness,
  noReuseWhileReferenced,
  noContextAfterFree,
  setPermission,
  subscribersTold,
  isolation,
  pageIdentity,
  submitterPasid,
  noStaleTranslation,
  pageResponse,
  requestsDrained,
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
  driversNotified,
  setQuota,
  leafTables,
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
