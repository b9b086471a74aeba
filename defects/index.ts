import type { Defect } from './defect.ts';
import { forkInheritsMmPasid } from './fork-inherits-mm-pasid.ts';
import { mmPasidDropForkDaemon } from './mm-pasid-drop-fork-daemon.ts';
import { mmPasidDropInMmput } from './mm-pasid-drop-in-mmput.ts';
import { svaBindMmgetRefcycle } from './sva-bind-mmget-refcycle.ts';
import { svaExhaustionEnomem } from './sva-exhaustion-enomem.ts';
import { svaHandleNotShared } from './sva-handle-not-shared.ts';
import { svaIdaSignedness } from './sva-ida-signedness.ts';
import { svaMmgetWorkaroundBondUaf } from './sva-mmget-workaround-bond-uaf.ts';
import { svaUnbindMmputUnderLock } from './sva-unbind-mmput-under-lock.ts';
import { svaUnbindSkipsInvalidation } from './sva-unbind-skips-invalidation.ts';
import { uacceCloseKeepsRegion } from './uacce-close-keeps-region.ts';
import { uacceMremapDoubleClose } from './uacce-mremap-double-close.ts';
import { uaccePutqFreesEarly } from './uacce-putq-frees-early.ts';

/** The catalogue. */
export const defects: readonly Defect[] = [
  mmPasidDropInMmput,
  mmPasidDropForkDaemon,
  svaBindMmgetRefcycle,
  svaUnbindMmputUnderLock,
  svaMmgetWorkaroundBondUaf,
  forkInheritsMmPasid,
  svaExhaustionEnomem,
  svaIdaSignedness,
  svaHandleNotShared,
  uaccePutqFreesEarly,
  uacceMremapDoubleClose,
  uacceCloseKeepsRegion,
  svaUnbindSkipsInvalidation,
];
