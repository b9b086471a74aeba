import { ioasidCyclicLeafGrowth } from './ioasid/ioasid-cyclic-leaf-growth.ts';
import { ioasidV4PendingNotifierLost } from './sets/ioasid-v4-pending-notifier-lost.ts';
import { gpasidFreeBeforeUnbind } from './sets/gpasid-free-before-unbind.ts';
import { ioasidV4SdevNull } from './sets/ioasid-v4-sdev-null.ts';
import { ioasidNotifierAbba } from './sets/ioasid-notifier-abba.ts';
import { ioasidAsyncCleanupReuse } from './sets/ioasid-async-cleanup-reuse.ts';
import { gpasidBindNoOwnership } from './sets/gpasid-bind-no-ownership.ts';
import { vfioFreesPasidOfOthers } from './sets/vfio-frees-pasid-of-others.ts';
import { ioasidV4BindErrorKeepsReference } from './sets/ioasid-v4-bind-error-keeps-reference.ts';
import { ioasidV4DrainUnderSpinlock } from './sets/ioasid-v4-drain-under-spinlock.ts';
import { ioasidV1CapacityToctou } from './sets/ioasid-v1-capacity-toctou.ts';
import { ioasidV1QuotaToctou } from './sets/ioasid-v1-quota-toctou.ts';
import { ioasidV1GfpKernelInSpinlock } from './sets/ioasid-v1-gfp-kernel-in-spinlock.ts';
import { ioasidV1AdjustEnospc } from './sets/ioasid-v1-adjust-enospc.ts';
import { ioasidV4AutofreeDanglingSet } from './sets/ioasid-v4-autofree-dangling-set.ts';
import { ioasidV4QuotaLost } from './sets/ioasid-v4-quota-lost.ts';
import { ioasidV4ClosedSetKeepsToken } from './sets/ioasid-v4-closed-set-keeps-token.ts';
import { ioasidV4AllocAnswersFreedPasid } from './sets/ioasid-v4-alloc-answers-freed-pasid.ts';
import { vfioMmTokenAba } from './sets/vfio-mm-token-aba.ts';
import { vtdRespNotLpig } from './prq/vtd-resp-not-lpig.ts';
import { vtdNoPrqDrain } from './prq/vtd-no-prq-drain.ts';
import { vtdDrainInMmRelease } from './prq/vtd-drain-in-mm-release.ts';
import { vtdTeardownBeforeDeviceStop } from './prq/vtd-teardown-before-device-stop.ts';
import { vtdIopfFlushDeadlock } from './prq/vtd-iopf-flush-deadlock.ts';
import { vtdResponseNeedsBond } from './prq/vtd-response-needs-bond.ts';
import { iopfParkedOutlivesBond } from './prq/iopf-parked-outlives-bond.ts';
import { vtdDrainBeforeClear } from './prq/vtd-drain-before-clear.ts';
import { vtdDrainIgnoresOverflow } from './prq/vtd-drain-ignores-overflow.ts';
import { vtdPrqSwlistAllocFail } from './prq/vtd-prq-swlist-alloc-fail.ts';
import { vtdPrqSwlistMissesRing } from './prq/vtd-prq-swlist-misses-ring.ts';
import { vtdPrqSwlistUaf } from './prq/vtd-prq-swlist-uaf.ts';
import { vtd44FlushBeforeClear } from './prq/vtd-44-flush-before-clear.ts';
import { iopfGroupTakesAnyPasid } from './prq/iopf-group-takes-any-pasid.ts';
import { iopfOverflowKeepsPartial } from './prq/iopf-overflow-keeps-partial.ts';
import { vtdDrainLosesMutex } from './prq/vtd-drain-loses-mutex.ts';
import { vtdFailureHaltsDevice } from './prq/vtd-failure-halts-device.ts';
import { iopfLostReturn } from './prq/iopf-lost-return.ts';
import { vtdOverflowNeverCleared } from './prq/vtd-overflow-never-cleared.ts';
import type { Defect } from './defect.ts';
import { forkInheritsMmPasid } from './sva/fork-inherits-mm-pasid.ts';
import { forkSharesMmPasid } from './sva/fork-shares-mm-pasid.ts';
import { ioasidMutexInSrcuCallback } from './ioasid/ioasid-mutex-in-srcu-callback.ts';
import { mmPasidDropForkDaemon } from './sva/mm-pasid-drop-fork-daemon.ts';
import { mmPasidDropInMmput } from './sva/mm-pasid-drop-in-mmput.ts';
import { mmPasidDropUnderBond } from './sva/mm-pasid-drop-under-bond.ts';
import { svaBindMmgetRefcycle } from './sva/sva-bind-mmget-refcycle.ts';
import { svaLargestPasidOnce } from './ioasid/sva-largest-pasid-once.ts';
import { svaExhaustionEnomem } from './ioasid/sva-exhaustion-enomem.ts';
import { svaHandleNotShared } from './sva/sva-handle-not-shared.ts';
import { svaIdaSignedness } from './ioasid/sva-ida-signedness.ts';
import { svaMmgetWorkaroundBondUaf } from './sva/sva-mmget-workaround-bond-uaf.ts';
import { svaPrivatePasid } from './sva/sva-private-pasid.ts';
import { svaReleaseClearsEntry } from './sva/sva-release-clears-entry.ts';
import { svaReleaseSkipsInvalidation } from './sva/sva-release-skips-invalidation.ts';
import { svaUnbindKeepsQuietEntry } from './sva/sva-unbind-keeps-quiet-entry.ts';
import { svaUnbindMmputUnderLock } from './sva/sva-unbind-mmput-under-lock.ts';
import { svaUnbindSkipsInvalidation } from './sva/sva-unbind-skips-invalidation.ts';
import { uacceCloseKeepsRegion } from './uacce/uacce-close-keeps-region.ts';
import { uacceMremapDoubleClose } from './uacce/uacce-mremap-double-close.ts';
import { uacceMremapForgetsRegion } from './uacce/uacce-mremap-forgets-region.ts';
import { uaccePutqFreesEarly } from './uacce/uacce-putq-frees-early.ts';
import { uaccePutqRevivesQueue } from './uacce/uacce-putq-revives-queue.ts';
import { uacceRefusalKeepsMutex } from './uacce/uacce-refusal-keeps-mutex.ts';
import { uacceRemoveKeepsBond } from './uacce/uacce-remove-keeps-bond.ts';
import { uacceRemoveLeavesMappings } from './uacce/uacce-remove-leaves-mappings.ts';
import { svaBindUnwindKeepsBond } from './sva/sva-bind-unwind-keeps-bond.ts';
import { svaBindUnwindKeepsCd } from './sva/sva-bind-unwind-keeps-cd.ts';
import { svaBindUnwindKeepsNotifier } from './sva/sva-bind-unwind-keeps-notifier.ts';
import { uacceOpenUnwindKeepsQueue } from './uacce/uacce-open-unwind-keeps-queue.ts';
import { uacceOpenUnwindKeepsBond } from './uacce/uacce-open-unwind-keeps-bond.ts';
import { uacceMmapUnwindKeepsRegion } from './uacce/uacce-mmap-unwind-keeps-region.ts';
import { svaMmgetWorkaroundBindLeak } from './sva/sva-mmget-workaround-bind-leak.ts';
import { uacceOpenRemoveRace } from './uacce/uacce-open-remove-race.ts';
import { uacceFopsAfterRemove } from './uacce/uacce-fops-after-remove.ts';
import { uacceMremapRefusalClosesCopy } from './uacce/uacce-mremap-refusal-closes-copy.ts';
import { uacceRemoveZapsLastInode } from './uacce/uacce-remove-zaps-last-inode.ts';
import { uacceSplitDoubleClose } from './uacce/uacce-split-double-close.ts';
import { uacceSplitForgetsRegion } from './uacce/uacce-split-forgets-region.ts';
import { uacceStartAfterRemove } from './uacce/uacce-start-after-remove.ts';
import { uacceRemoveUnmapsFirst } from './uacce/uacce-remove-unmaps-first.ts';
import { svaHandleDevLate } from './sva/sva-handle-dev-late.ts';
import { svaUnbindUafIommuMm } from './sva/sva-unbind-uaf-iommu-mm.ts';
import { svaCdOutlivesMm } from './sva/sva-cd-outlives-mm.ts';
import { svaCallbackReadsFreedCd } from './sva/sva-callback-reads-freed-cd.ts';
import { svaReleaseQuietsDefaultDomain } from './sva/sva-release-quiets-default-domain.ts';
import { svaReleaseAfterPut } from './sva/sva-release-after-put.ts';
import { uacceMmapEscapesZap } from './uacce/uacce-mmap-escapes-zap.ts';
import { uacceMmapTakesDeviceMutex } from './uacce/uacce-mmap-takes-device-mutex.ts';
import { uacceRemoveUnbindsUnderQueueMutex } from './uacce/uacce-remove-unbinds-under-queue-mutex.ts';
import { uacceStartCheckedBeforeMutex } from './uacce/uacce-start-checked-before-mutex.ts';
import { uacceStartLeftToHolder } from './uacce/uacce-start-left-to-holder.ts';
import { uacceUnbindToldTwice } from './uacce/uacce-unbind-told-twice.ts';
import { svaFreePasidOutlivesMm } from './sva/sva-free-pasid-outlives-mm.ts';
import { groupAttachPartialRollback } from './sva/group-attach-partial-rollback.ts';
import { forkInheritsIa32Pasid } from './enqcmd/fork-inherits-ia32-pasid.ts';
import { enqcmdCopyOnClone } from './enqcmd/enqcmd-copy-on-clone.ts';
import { enqcmdExecStickyFlag } from './enqcmd/enqcmd-exec-sticky-flag.ts';
import { enqcmdGpIrqOn } from './enqcmd/enqcmd-gp-irq-on.ts';
import { enqcmdUpdatePasidIpi } from './enqcmd/enqcmd-update-pasid-ipi.ts';
import { idxdWriteForeignMm } from './enqcmd/idxd-write-foreign-mm.ts';
import { idxdMmapForeignMm } from './enqcmd/idxd-mmap-foreign-mm.ts';
import { idxdPollErrno } from './enqcmd/idxd-poll-errno.ts';
import { idxdOpenKeepsQueuePasid } from './enqcmd/idxd-open-keeps-queue-pasid.ts';
import { idxdOpenIdaFail0 } from './enqcmd/idxd-open-ida-fail-0.ts';
import { idxdOpenFdevFail } from './enqcmd/idxd-open-fdev-fail.ts';
import { v9PinZeroReturn } from './vfio/v9-pin-zero-return.ts';
import { v9ContainerIserrVsNull } from './vfio/v9-container-iserr-vs-null.ts';
import { v9LockacctCountsRefusedPage } from './vfio/v9-lockacct-counts-refused-page.ts';
import { v9LocalUnpinAllNoCredit } from './vfio/v9-local-unpin-all-no-credit.ts';
import { v9ReaccountWindow } from './vfio/v9-reaccount-window.ts';
import { v9ReaccountCountsReserved } from './vfio/v9-reaccount-counts-reserved.ts';
import { v9ReaccountNodesNotRefs } from './vfio/v9-reaccount-nodes-not-refs.ts';
import { v9SecondMdevDomainUaf } from './vfio/v9-second-mdev-domain-uaf.ts';
import { v9LocalAddrSpaceLeak } from './vfio/v9-local-addr-space-leak.ts';
import { v9PfnKeyedList } from './vfio/v9-pfn-keyed-list.ts';
import { v9OwnerIsAttacher } from './vfio/v9-owner-is-attacher.ts';
import { v9AttacherNotReferenced } from './vfio/v9-attacher-not-referenced.ts';
import { v9UnchargeCurrentRechargeTask } from './vfio/v9-uncharge-current-recharge-task.ts';
import { v9LockacctTaskMmToctou } from './vfio/v9-lockacct-task-mm-toctou.ts';
import { workqueueDeferredChargeOvercommit } from './vfio/workqueue-deferred-charge-overcommit.ts';
import { workqueueDeferredCreditEnomem } from './vfio/workqueue-deferred-credit-enomem.ts';
import { workqueueAllocFailLostCharge } from './vfio/workqueue-alloc-fail-lost-charge.ts';
import { limitCheckThenChargeRace } from './vfio/limit-check-then-charge-race.ts';
import { v9NoInvalidateOnUnmap } from './vfio/v9-no-invalidate-on-unmap.ts';
import { v9HotplugAtMinimumLimit } from './vfio/v9-hotplug-at-minimum-limit.ts';
import { externalPinLimitWithoutCharge } from './vfio/external-pin-limit-without-charge.ts';
import { findDmaSizeZero } from './vfio/find-dma-size-zero.ts';
import { lockCapDrift } from './vfio/lock-cap-drift.ts';
import { threadExitOrphansDma } from './vfio/thread-exit-orphans-dma.ts';
import { zombieLeader } from './vfio/zombie-leader.ts';
import { replayNoUnwind } from './vfio/replay-no-unwind.ts';
import { pinNodeAllocLeak } from './vfio/pin-node-alloc-leak.ts';
import { batchPfnmapCarryover } from './vfio/batch-pfnmap-carryover.ts';
import { execUnderflow } from './vfio/exec-underflow.ts';
import { execNotRestored } from './vfio/exec-not-restored.ts';
import { groupLeaderMmVsCurrentMm } from './vfio/group-leader-mm-vs-current-mm.ts';
import { vaddrWaitBlocksMdev } from './vfio/vaddr-wait-blocks-mdev.ts';
import { currentMmCharging } from './vfio/current-mm-charging.ts';
import { mapChargesCurrent } from './vfio/map-charges-current.ts';
import { sanityCheckWrongScope } from './vfio/sanity-check-wrong-scope.ts';
import { gupZeroAsSuccess } from './vfio/gup-zero-as-success.ts';
import { dirtyBitmapRollback } from './vfio/dirty-bitmap-rollback.ts';
import { badVendorBugOn } from './vfio/bad-vendor-bug-on.ts';
import { pinVsUnmapRecordRace } from './vfio/pin-vs-unmap-record-race.ts';
import { iovaEndOverflow } from './vfio/iova-end-overflow.ts';
import { unmapRefusesLastPage } from './vfio/unmap-refuses-last-page.ts';
import { replayUnreferencedMm } from './vfio/replay-unreferenced-mm.ts';
import { replayPinsCurrentChargesOwner } from './vfio/replay-pins-current-charges-owner.ts';
import { replayChargesDeadMm } from './vfio/replay-charges-dead-mm.ts';
import { staleDmaLockedVm } from './vfio/stale-dma-locked-vm.ts';
import { notifyLockInversion } from './vfio/notify-lock-inversion.ts';
import { notifyReadsFreedMapping } from './vfio/notify-reads-freed-mapping.ts';
import { unmapLocksGroupsTwice } from './vfio/unmap-locks-groups-twice.ts';
import { unpinRefusedWithoutMdev } from './vfio/unpin-refused-without-mdev.ts';
import { refusalEndsNotifierChain } from './vfio/refusal-ends-notifier-chain.ts';
import { pinWarnsWhileVaddrInvalid } from './vfio/pin-warns-while-vaddr-invalid.ts';
import { driverUnregistersBeforeUnpinning } from './vfio/driver-unregisters-before-unpinning.ts';
import { vtdStaleRequestServed } from './prq/vtd-stale-request-served.ts';
import { x86FreePasidWithOutstanding } from './prq/x86-free-pasid-with-outstanding.ts';
import { vtdPrqWarnsOfUnlisted } from './prq/vtd-prq-warns-of-unlisted.ts';
import { vtd44UnknownPasidNull } from './prq/vtd-44-unknown-pasid-null.ts';
import { vtd44SdevLeak } from './sva/vtd-44-sdev-leak.ts';
import { x86BindRetUnsetOnEnospc } from './sva/x86-bind-ret-unset-on-enospc.ts';
import { x86PasidSignedInt } from './sva/x86-pasid-signed-int.ts';
import { x86SetdataDanglingOnError } from './sva/x86-setdata-dangling-on-error.ts';
import { vtdUnbindForgetsPasid } from './sva/vtd-unbind-forgets-pasid.ts';
import { vtdOnePutForAllBinds } from './sva/vtd-one-put-for-all-binds.ts';
import { vtdPrqUsesFreedSvm } from './prq/vtd-prq-uses-freed-svm.ts';
import { vtdLoadPasidOutlivesMm } from './sva/vtd-load-pasid-outlives-mm.ts';
import { x86PasidLeakNoEnqcmd } from './sva/x86-pasid-leak-no-enqcmd.ts';
import { x86PrivatePasidLeak } from './sva/x86-private-pasid-leak.ts';
import { vfioApVendorLeak } from './vfio/vfio-ap-vendor-leak.ts';
import { vfioIoctlOutlivesBackend } from './vfio/vfio-ioctl-outlives-backend.ts';
import { vfioUnlimitedMappings } from './vfio/vfio-unlimited-mappings.ts';
import { vfioOneChargeTwoPages } from './vfio/vfio-one-charge-two-pages.ts';
import { vfioCountsByWhoPins } from './vfio/vfio-counts-by-who-pins.ts';

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
  svaLargestPasidOnce,
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
  uacceStartAfterRemove,
  uacceRemoveUnmapsFirst,
  uacceRemoveZapsLastInode,
  uacceSplitDoubleClose,
  uacceSplitForgetsRegion,
  uacceMremapRefusalClosesCopy,
  svaHandleDevLate,
  svaUnbindUafIommuMm,
  svaCdOutlivesMm,
  svaFreePasidOutlivesMm,
  svaReleaseAfterPut,
  svaReleaseQuietsDefaultDomain,
  svaCallbackReadsFreedCd,
  uacceMmapEscapesZap,
  uacceMmapTakesDeviceMutex,
  uacceRemoveUnbindsUnderQueueMutex,
  uacceStartCheckedBeforeMutex,
  uacceStartLeftToHolder,
  uacceUnbindToldTwice,
  groupAttachPartialRollback,
  vtdNoPrqDrain,
  vtdDrainBeforeClear,
  vtdDrainIgnoresOverflow,
  vtdPrqSwlistUaf,
  vtdPrqSwlistAllocFail,
  vtdPrqSwlistMissesRing,
  vtdDrainInMmRelease,
  vtdTeardownBeforeDeviceStop,
  vtd44FlushBeforeClear,
  vtdIopfFlushDeadlock,
  vtdResponseNeedsBond,
  iopfParkedOutlivesBond,
  iopfLostReturn,
  iopfGroupTakesAnyPasid,
  iopfOverflowKeepsPartial,
  vtdFailureHaltsDevice,
  vtdDrainLosesMutex,
  vtdOverflowNeverCleared,
  vtdRespNotLpig,
  x86PrivatePasidLeak,
  x86PasidLeakNoEnqcmd,
  vtdLoadPasidOutlivesMm,
  vtdPrqUsesFreedSvm,
  vtdOnePutForAllBinds,
  vtdUnbindForgetsPasid,
  x86SetdataDanglingOnError,
  x86PasidSignedInt,
  x86BindRetUnsetOnEnospc,
  vtd44SdevLeak,
  vtd44UnknownPasidNull,
  vtdPrqWarnsOfUnlisted,
  x86FreePasidWithOutstanding,
  vtdStaleRequestServed,
  forkInheritsIa32Pasid,
  enqcmdCopyOnClone,
  enqcmdExecStickyFlag,
  enqcmdGpIrqOn,
  enqcmdUpdatePasidIpi,
  idxdWriteForeignMm,
  idxdMmapForeignMm,
  idxdPollErrno,
  idxdOpenIdaFail0,
  idxdOpenKeepsQueuePasid,
  idxdOpenFdevFail,
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
  driverUnregistersBeforeUnpinning,
  replayPinsCurrentChargesOwner,
  iovaEndOverflow,
  unmapRefusesLastPage,
  replayUnreferencedMm,
  replayChargesDeadMm,
  staleDmaLockedVm,
  notifyLockInversion,
  notifyReadsFreedMapping,
  unmapLocksGroupsTwice,
  unpinRefusedWithoutMdev,
  refusalEndsNotifierChain,
  pinWarnsWhileVaddrInvalid,
  vfioApVendorLeak,
  vfioIoctlOutlivesBackend,
  vfioUnlimitedMappings,
  vfioCountsByWhoPins,
  vfioOneChargeTwoPages,
  gpasidFreeBeforeUnbind,
  ioasidAsyncCleanupReuse,
  ioasidNotifierAbba,
  ioasidV4SdevNull,
  gpasidBindNoOwnership,
  vfioFreesPasidOfOthers,
  ioasidV4BindErrorKeepsReference,
  ioasidV4DrainUnderSpinlock,
  ioasidV1CapacityToctou,
  ioasidV1QuotaToctou,
  ioasidV1GfpKernelInSpinlock,
  ioasidV1AdjustEnospc,
  ioasidV4AutofreeDanglingSet,
  ioasidV4QuotaLost,
  ioasidV4ClosedSetKeepsToken,
  ioasidV4AllocAnswersFreedPasid,
  vfioMmTokenAba,
  ioasidV4PendingNotifierLost,
  ioasidCyclicLeafGrowth,
];
