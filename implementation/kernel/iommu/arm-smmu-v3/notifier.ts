import { named, pointerTo } from '../../../../memory/kinds.ts';
import type { Row } from '../../../../memory/records.ts';
import { svaOf } from '../../../../model/sva/bounds.ts';
import type { World } from '../../../../model/world.ts';
import type { Kernel } from '../../kernel.ts';
import { ENOMEM } from '../../machine/errno.ts';
import type { Machine } from '../../machine/machine.ts';
import type { Call } from '../../machine/pause.ts';
import { type Ptr, IN_ORDER, Slab } from '../../machine/slab.ts';
import { mutexLock, point } from '../../machine/wait.ts';
import {
  mmuNotifierFields,
  type MmuNotifierOps,
  mmuNotifierPut,
  mmuNotifierRegister,
} from '../../mm/mmu-notifier.ts';
import { hasDomain, presentGroup } from '../group-lifetime.ts';
import {
  allocSharedCd,
  CLEAR,
  freeSharedCd,
  QUIET,
  writeCtxDescDevices,
} from './context-descriptor.ts';
import { smmuPoints } from './points.ts';
import { atcInvDomain, tlbInvAsid } from './translation.ts';

/** struct arm_smmu_mmu_notifier, in arm-smmu-v3-sva.c: writes the context descriptor of an mm, and makes it quiet when the mm ends. */

/**
 * struct arm_smmu_mmu_notifier: {domain, mm}, counted by its bonds. `device` stands for the domain: where
 * devices share one, the first that was bound. `group`: that of the device, which the domain belongs to. `ssid` is the table index
 * that bind wrote. `asid`: of the descriptor. struct mmu_notifier is embedded.
 */
export function notifierSlab(m: Machine, world: World) {
  return new Slab(
    m,
    'arm_smmu_mmu_notifier',
    svaOf(world).files + 10,
    {
      device: named('device'),
      group: pointerTo('iommu_group'),
      cd: pointerTo('arm_smmu_ctx_desc'),
      refs: 'value',
      listed: 'value',
      cleared: 'value',
      ssid: 'value',
      asid: named('mm', 1),
      ...mmuNotifierFields,
    },
    IN_ORDER,
  );
}

/** arm_smmu_mmu_notifier_get: shared per {domain, mm}; the first writes the context descriptor. */
export function* notifierGet(k: Kernel, device: number, mm: Ptr): Call<number> {
  for (const n of k.smmu.notifiers.rows)
    if (n.live !== 0 && n.mm === mm && isListed(k, n, device)) {
      n.refs++;
      return k.smmu.notifiers.pointer(n);
    }
  const cd = allocSharedCd(k, mm);
  if (cd < 0) return cd;
  const ptr = k.smmu.notifiers.alloc();
  const ret = ptr === 0 ? ENOMEM : yield* registerAndWrite(k, ptr, device, mm, cd);
  if (ret === 0) return ptr;
  if (k.switches.bindUnwind !== 'forgets-cd') freeSharedCd(k, cd);
  return ret;
}

/** Whether it is in domain->mmu_notifiers of the domain that the device has now. */
function isListed(k: Kernel, n: Row<'listed' | 'group'>, device: number): boolean {
  return n.listed !== 0 && n.group === presentGroup(k, device);
}

/** The callbacks may run from the registration on. 0, or an error; then the notifier is gone, or will be after a grace period. */
function* registerAndWrite(k: Kernel, ptr: Ptr, device: number, mm: Ptr, cd: Ptr): Call<number> {
  const n = k.smmu.notifiers.at(ptr, 'arm_smmu_mmu_notifier_get');
  n.device = device;
  n.group = presentGroup(k, device);
  n.cd = cd;
  n.asid = k.smmu.cds.at(cd, 'arm_smmu_mmu_notifier_get').asid;
  n.refs = 1;
  n.ssid = k.mms.at(mm, 'arm_smmu_mmu_notifier_get').pasid;
  if (!(yield* mmuNotifierRegister(k, k.smmu.mmuNotifiers, ptr, mm))) {
    if (k.switches.bindUnwind !== 'forgets-notifier')
      k.smmu.notifiers.free(ptr, 'arm_smmu_mmu_notifier_get');
    return ENOMEM;
  }
  yield* point(k, smmuPoints.notifierRegistered);
  const ret = writeCtxDescDevices(k, n, n.ssid, cd);
  if (ret === 0) n.listed = 1;
  else mmuNotifierPut(k, k.smmu.mmuNotifiers, ptr);
  return ret;
}

/** The ASID, as the callbacks of a notifier read it. */
function asidOfNotifier(k: Kernel, n: { readonly cd: Ptr; readonly asid: number }, where: string) {
  return k.switches.callbackAsid === 'in-notifier' ? n.asid : k.smmu.cds.at(n.cd, where).asid;
}

/**
 * arm_smmu_mm_invalidate_range: memory of the mm was unmapped. It takes no lock, so the last unbind may pass it. The memory that
 * DMA uses here stays mapped, so no cached translation of it goes.
 */
function* armSmmuMmInvalidateRange(k: Kernel, notifier: Ptr): Call<void> {
  yield* point(k, smmuPoints.invalidateRange);
  const n = k.smmu.notifiers.at(notifier, 'arm_smmu_mm_invalidate_range');
  if (hasLostDomain(k, n, 'arm_smmu_mm_invalidate_range')) return;
  asidOfNotifier(k, n, 'arm_smmu_mm_invalidate_range');
}

/** Whether the domain in whose list the notifier is was freed, which is noted: each callback begins with a use of it. */
function hasLostDomain(k: Kernel, n: Row<'listed' | 'group'>, where: string): boolean {
  const isLost = n.listed !== 0 && !hasDomain(k, n.group);
  if (isLost) k.machine.splat('use-after-free', where, 'arm_smmu_domain');
  return isLost;
}

/** The index at which unbind and release() now expect the entry of this notifier. */
function ssidOf(k: Kernel, notifier: Ptr, mm: Ptr): number {
  return k.switches.unbindIndex === 'saved-at-bind'
    ? k.smmu.notifiers.at(notifier, 'arm_smmu_sva_unbind').ssid
    : k.mms.at(mm, 'arm_smmu_sva_unbind').pasid;
}

type Notifier = ReturnType<typeof notifierSlab>['rows'][number];

/** This notifier and those of other devices of the mm: one SVA domain has them all since v6.10. The newest comes first. */
function quietable(k: Kernel, own: Notifier, mm: Ptr): readonly Notifier[] {
  const all = k.smmu.notifiers.rows.toReversed();
  return all.filter(
    (n) =>
      n.live !== 0 &&
      n.cleared === 0 &&
      (n === own || (n.mm === mm && n.listed !== 0 && hasDomain(k, n.group))),
  );
}

function indexOf(k: Kernel, n: Notifier, mm: Ptr): number {
  return ssidOf(k, k.smmu.notifiers.pointer(n), mm);
}

/**
 * arm_smmu_mm_release, in exit_mmap: DMA may still run, so the descriptor stays valid (no C_BAD_CD
 * events) but translates nothing from now on.
 */
function* armSmmuMmRelease(k: Kernel, notifier: Ptr, mm: Ptr): Call<void> {
  yield* mutexLock(k, k.smmu.svaLock, 0, 'arm_smmu_mm_release');
  const n = k.smmu.notifiers.at(notifier, 'arm_smmu_mm_release');
  if (n.cleared === 0 && !hasLostDomain(k, n, 'arm_smmu_mm_release')) {
    const all = k.switches.releaseCovers === 'every-device' ? quietable(k, n, mm) : [n];
    const entry = k.switches.releaseEntry === 'quiet' ? QUIET : CLEAR;
    for (const each of all) writeCtxDescDevices(k, each, indexOf(k, each, mm), entry);
    yield* point(k, smmuPoints.releaseQuiet);
    if (k.switches.releaseInvalidate === 'in-release') {
      tlbInvAsid(k, asidOfNotifier(k, n, 'arm_smmu_mm_release'));
      for (const each of all) {
        atcInvDomain(k, each, indexOf(k, each, mm));
        each.cleared = 1;
      }
    }
  }
  k.locks.unlock(k.smmu.svaLock, 0);
}

/**
 * arm_smmu_mmu_notifier_put: the last bond clears the entry; the struct is freed after a grace period. An exit
 * may be calling the notifiers at that moment, so its release() may run after this put.
 */
export function* notifierPut(k: Kernel, notifier: Ptr): Call<void> {
  const n = k.smmu.notifiers.at(notifier, 'arm_smmu_mmu_notifier_put');
  if (--n.refs !== 0) return;
  n.listed = 0;
  const wasCleared = n.cleared !== 0;
  const ssid = ssidOf(k, notifier, n.mm);
  if (!wasCleared || k.switches.unbindEntry === 'always-cleared')
    writeCtxDescDevices(k, n, ssid, CLEAR);
  yield* point(k, smmuPoints.entryCleared);
  const { cd } = n;
  if (!wasCleared && k.switches.unbindInvalidate === 'unless-cleared') {
    tlbInvAsid(k, k.smmu.cds.at(cd, 'arm_smmu_mmu_notifier_put').asid);
    atcInvDomain(k, n, ssid);
  }
  if (k.switches.notifierPut === 'marks-cleared') n.cleared = 1;
  mmuNotifierPut(k, k.smmu.mmuNotifiers, notifier);
  yield* point(k, smmuPoints.notifierPut);
  freeSharedCd(k, cd);
}

/** arm_smmu_mmu_notifier_ops */
export const armSmmuMmuNotifierOps: MmuNotifierOps = {
  release: armSmmuMmRelease,
  invalidateRange: armSmmuMmInvalidateRange,
  freeNotifier: (k, notifier) => k.smmu.notifiers.free(notifier, 'arm_smmu_mmu_notifier_free'),
};
