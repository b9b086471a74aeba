import type { Defect } from './defect.ts';
import { forkInheritsMmPasid } from './fork-inherits-mm-pasid.ts';
import { forkSharesMmPasid } from './fork-shares-mm-pasid.ts';
import { ioasidMutexInSrcuCallback } from './ioasid-mutex-in-srcu-callback.ts';
import { mmPasidDropForkDaemon } from './mm-pasid-drop-fork-daemon.ts';
import { mmPasidDropInMmput } from './mm-pasid-drop-in-mmput.ts';
import { mmPasidDropUnderBond } from './mm-pasid-drop-under-bond.ts';
import { svaBindMmgetRefcycle } from './sva-bind-mmget-refcycle.ts';
import { svaExhaustionEnomem } from './sva-exhaustion-enomem.ts';
import { svaHandleNotShared } from './sva-handle-not-shared.ts';
import { svaIdaSignedness } from './sva-ida-signedness.ts';
import { svaMmgetWorkaroundBondUaf } from './sva-mmget-workaround-bond-uaf.ts';
import { svaPrivatePasid } from './sva-private-pasid.ts';
import { svaReleaseClearsEntry } from './sva-release-clears-entry.ts';
import { svaReleaseSkipsInvalidation } from './sva-release-skips-invalidation.ts';
import { svaUnbindKeepsQuietEntry } from './sva-unbind-keeps-quiet-entry.ts';
import { svaUnbindMmputUnderLock } from './sva-unbind-mmput-under-lock.ts';
import { svaUnbindSkipsInvalidation } from './sva-unbind-skips-invalidation.ts';
import { uacceCloseKeepsRegion } from './uacce-close-keeps-region.ts';
import { uacceMremapDoubleClose } from './uacce-mremap-double-close.ts';
import { uacceMremapForgetsRegion } from './uacce-mremap-forgets-region.ts';
import { uaccePutqFreesEarly } from './uacce-putq-frees-early.ts';
import { uaccePutqRevivesQueue } from './uacce-putq-revives-queue.ts';
import { uacceRefusalKeepsMutex } from './uacce-refusal-keeps-mutex.ts';
import { uacceRemoveKeepsBond } from './uacce-remove-keeps-bond.ts';
import { uacceRemoveLeavesMappings } from './uacce-remove-leaves-mappings.ts';
import { svaBindUnwindKeepsBond } from './sva-bind-unwind-keeps-bond.ts';
import { svaBindUnwindKeepsCd } from './sva-bind-unwind-keeps-cd.ts';
import { svaBindUnwindKeepsNotifier } from './sva-bind-unwind-keeps-notifier.ts';
import { uacceOpenUnwindKeepsQueue } from './uacce-open-unwind-keeps-queue.ts';
import { uacceOpenUnwindKeepsBond } from './uacce-open-unwind-keeps-bond.ts';
import { uacceMmapUnwindKeepsRegion } from './uacce-mmap-unwind-keeps-region.ts';
import { svaMmgetWorkaroundBindLeak } from './sva-mmget-workaround-bind-leak.ts';
import { uacceOpenRemoveRace } from './uacce-open-remove-race.ts';
import { uacceFopsAfterRemove } from './uacce-fops-after-remove.ts';
import { svaHandleDevLate } from './sva-handle-dev-late.ts';
import { svaUnbindUafIommuMm } from './sva-unbind-uaf-iommu-mm.ts';
import { svaCdOutlivesMm } from './sva-cd-outlives-mm.ts';
import { svaReleaseAfterPut } from './sva-release-after-put.ts';
import { uacceMmapEscapesZap } from './uacce-mmap-escapes-zap.ts';
import { uacceMmapTakesDeviceMutex } from './uacce-mmap-takes-device-mutex.ts';
import { uacceRemoveUnbindsUnderQueueMutex } from './uacce-remove-unbinds-under-queue-mutex.ts';
import { uacceStartCheckedBeforeMutex } from './uacce-start-checked-before-mutex.ts';
import { uacceStartLeftToHolder } from './uacce-start-left-to-holder.ts';
import { uacceUnbindToldTwice } from './uacce-unbind-told-twice.ts';
import { svaFreePasidOutlivesMm } from './sva-free-pasid-outlives-mm.ts';
import { groupAttachPartialRollback } from './group-attach-partial-rollback.ts';
import { v9PinZeroReturn } from './v9-pin-zero-return.ts';
import { v9ContainerIserrVsNull } from './v9-container-iserr-vs-null.ts';
import { v9LockacctCountsRefusedPage } from './v9-lockacct-counts-refused-page.ts';
import { v9LocalUnpinAllNoCredit } from './v9-local-unpin-all-no-credit.ts';
import { v9ReaccountWindow } from './v9-reaccount-window.ts';
import { v9ReaccountCountsReserved } from './v9-reaccount-counts-reserved.ts';
import { v9ReaccountNodesNotRefs } from './v9-reaccount-nodes-not-refs.ts';
import { v9SecondMdevDomainUaf } from './v9-second-mdev-domain-uaf.ts';
import { v9LocalAddrSpaceLeak } from './v9-local-addr-space-leak.ts';
import { v9PfnKeyedList } from './v9-pfn-keyed-list.ts';
import { v9OwnerIsAttacher } from './v9-owner-is-attacher.ts';
import { v9AttacherNotReferenced } from './v9-attacher-not-referenced.ts';
import { v9UnchargeCurrentRechargeTask } from './v9-uncharge-current-recharge-task.ts';
import { v9LockacctTaskMmToctou } from './v9-lockacct-task-mm-toctou.ts';
import { workqueueDeferredChargeOvercommit } from './workqueue-deferred-charge-overcommit.ts';
import { workqueueDeferredCreditEnomem } from './workqueue-deferred-credit-enomem.ts';
import { workqueueAllocFailLostCharge } from './workqueue-alloc-fail-lost-charge.ts';
import { limitCheckThenChargeRace } from './limit-check-then-charge-race.ts';
import { v9NoInvalidateOnUnmap } from './v9-no-invalidate-on-unmap.ts';
import { v9HotplugAtMinimumLimit } from './v9-hotplug-at-minimum-limit.ts';
import { externalPinLimitWithoutCharge } from './external-pin-limit-without-charge.ts';
import { findDmaSizeZero } from './find-dma-size-zero.ts';
import { lockCapDrift } from './lock-cap-drift.ts';
import { threadExitOrphansDma } from './thread-exit-orphans-dma.ts';
import { zombieLeader } from './zombie-leader.ts';
import { replayNoUnwind } from './replay-no-unwind.ts';
import { pinNodeAllocLeak } from './pin-node-alloc-leak.ts';
import { batchPfnmapCarryover } from './batch-pfnmap-carryover.ts';
import { execUnderflow } from './exec-underflow.ts';
import { execNotRestored } from './exec-not-restored.ts';
import { groupLeaderMmVsCurrentMm } from './group-leader-mm-vs-current-mm.ts';
import { vaddrWaitBlocksMdev } from './vaddr-wait-blocks-mdev.ts';
import { currentMmCharging } from './current-mm-charging.ts';
import { mapChargesCurrent } from './map-charges-current.ts';
import { sanityCheckWrongScope } from './sanity-check-wrong-scope.ts';
import { gupZeroAsSuccess } from './gup-zero-as-success.ts';
import { dirtyBitmapRollback } from './dirty-bitmap-rollback.ts';
import { badVendorBugOn } from './bad-vendor-bug-on.ts';
import { pinVsUnmapRecordRace } from './pin-vs-unmap-record-race.ts';
import { replayPinsCurrentChargesOwner } from './replay-pins-current-charges-owner.ts';
import { replayChargesDeadMm } from './replay-charges-dead-mm.ts';
import { staleDmaLockedVm } from './stale-dma-locked-vm.ts';
import { notifyLockInversion } from './notify-lock-inversion.ts';
import { vfioApVendorLeak } from './vfio-ap-vendor-leak.ts';
import { vfioIoctlOutlivesBackend } from './vfio-ioctl-outlives-backend.ts';
import { vfioUnlimitedMappings } from './vfio-unlimited-mappings.ts';
import { vfioCountsByWhoPins } from './vfio-counts-by-who-pins.ts';

/** The catalogue. */
export const defects: readonly Defect[] = [
  mmPasidDropInMmput,
  mmPasidDropForkDaemon,
  mmPasidDropUnderBond,
  svaBindMmgetRefcycle,
  svaUnbindMmputUnderLock,
  svaMmgetWorkaroundBondUaf,
  ioasidMutexInSrcuCallback,
  forkInheritsMmPasid,
  forkSharesMmPasid,
  svaExhaustionEnomem,
  svaIdaSignedness,
  svaHandleNotShared,
  svaPrivatePasid,
  uaccePutqFreesEarly,
  uacceMremapDoubleClose,
  uacceMremapForgetsRegion,
  uacceCloseKeepsRegion,
  uacceRemoveLeavesMappings,
  svaUnbindSkipsInvalidation,
  svaReleaseSkipsInvalidation,
  svaReleaseClearsEntry,
  svaUnbindKeepsQuietEntry,
  uacceRefusalKeepsMutex,
  uacceRemoveKeepsBond,
  uaccePutqRevivesQueue,
  svaBindUnwindKeepsBond,
  svaBindUnwindKeepsCd,
  svaBindUnwindKeepsNotifier,
  uacceOpenUnwindKeepsQueue,
  uacceOpenUnwindKeepsBond,
  uacceMmapUnwindKeepsRegion,
  svaMmgetWorkaroundBindLeak,
  uacceOpenRemoveRace,
  uacceFopsAfterRemove,
  svaHandleDevLate,
  svaUnbindUafIommuMm,
  svaCdOutlivesMm,
  svaFreePasidOutlivesMm,
  svaReleaseAfterPut,
  uacceMmapEscapesZap,
  uacceMmapTakesDeviceMutex,
  uacceRemoveUnbindsUnderQueueMutex,
  uacceStartCheckedBeforeMutex,
  uacceStartLeftToHolder,
  uacceUnbindToldTwice,
  groupAttachPartialRollback,
  v9PinZeroReturn,
  v9ContainerIserrVsNull,
  v9LockacctCountsRefusedPage,
  v9LocalUnpinAllNoCredit,
  v9ReaccountWindow,
  v9ReaccountCountsReserved,
  v9ReaccountNodesNotRefs,
  v9SecondMdevDomainUaf,
  v9LocalAddrSpaceLeak,
  v9PfnKeyedList,
  v9OwnerIsAttacher,
  v9AttacherNotReferenced,
  v9UnchargeCurrentRechargeTask,
  v9LockacctTaskMmToctou,
  workqueueDeferredChargeOvercommit,
  workqueueDeferredCreditEnomem,
  workqueueAllocFailLostCharge,
  limitCheckThenChargeRace,
  v9NoInvalidateOnUnmap,
  v9HotplugAtMinimumLimit,
  externalPinLimitWithoutCharge,
  findDmaSizeZero,
  lockCapDrift,
  threadExitOrphansDma,
  zombieLeader,
  replayNoUnwind,
  pinNodeAllocLeak,
  batchPfnmapCarryover,
  execUnderflow,
  execNotRestored,
  groupLeaderMmVsCurrentMm,
  vaddrWaitBlocksMdev,
  currentMmCharging,
  mapChargesCurrent,
  sanityCheckWrongScope,
  gupZeroAsSuccess,
  dirtyBitmapRollback,
  badVendorBugOn,
  pinVsUnmapRecordRace,
  replayPinsCurrentChargesOwner,
  replayChargesDeadMm,
  staleDmaLockedVm,
  notifyLockInversion,
  vfioApVendorLeak,
  vfioIoctlOutlivesBackend,
  vfioUnlimitedMappings,
  vfioCountsByWhoPins,
];
