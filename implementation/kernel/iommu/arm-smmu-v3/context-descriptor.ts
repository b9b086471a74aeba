import { named, pointerTo } from '../../../../memory/kinds.ts';
import type { World } from '../../../../model/world.ts';
import type { Kernel } from '../../kernel.ts';
import { E2BIG, ENOMEM } from '../../machine/errno.ts';
import type { Machine } from '../../machine/machine.ts';
import { type Ptr, Slab } from '../../machine/slab.ts';
import { mmdrop, mmgrab } from '../../mm/mm.ts';
import { hasSmallLeaves, LEAF, svaOf } from '../../../../model/sva/bounds.ts';
import { devicesOfGroup, inOneGroup } from '../group.ts';
import { type Attached, isAttached } from '../group-lifetime.ts';

/**
 * drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c: context descriptors (CD), which the hardware reads. One table
 * per device, indexed by substream id (the PASID). Entry 0 is that of the default domain, for DMA without a PASID; here it is
 * only known whether somebody has made it quiet (`epd0`).
 *
 * `valid`: V. `epd0`: walks disabled, faults ignored (a “quiet” CD). `ttb`: page tables, by the id of
 * their mm. `asid`: tags what the walks leave in the TLB.
 */
export function contextTable(m: Machine, world: World, ssids: number) {
  return m.layout.declare(
    'cd table',
    svaOf(world).devices * ssids,
    { valid: 'value', epd0: 'value', ttb: named('mm', 1), asid: named('mm', 1) },
    { keyed: { of: named('device'), each: ssids } },
  );
}

/** struct arm_smmu_ctx_desc of an mm, shared by all devices that it is bound to. */
export function cdSlab(m: Machine, world: World) {
  return new Slab(m, 'arm_smmu_ctx_desc', world.processes + svaOf(world).files + 4, {
    mm: pointerTo('mm_struct'),
    asid: named('mm', 1),
    refs: 'value',
  });
}

/**
 * For a new entry the loop in arm_smmu_mmu_notifier_get, which clears the others again if one cannot be written; for an entry that
 * exists, where nothing can fail, arm_smmu_update_ctx_desc_devices (both v6.7; before, the devices of a domain shared one
 * table). 0 or an error.
 */
export function writeCtxDescDevices(k: Kernel, of: Attached, ssid: number, cd: Ptr): number {
  const { device } = of;
  // The table goes with the domain, and no hardware reads it any more.
  if (!isAttached(k, of.group)) return outsideTable(k, ssid) ?? 0;
  if (!inOneGroup(k)) return writeCtxDesc(k, device, ssid, cd);
  const devices = devicesOfGroup(k, device);
  for (const [done, d] of devices.entries()) {
    const ret = writeCtxDesc(k, d, ssid, cd);
    if (ret === 0) continue;
    for (const written of devices.slice(0, done)) writeCtxDesc(k, written, ssid, CLEAR);
    return ret;
  }
  return 0;
}

/** Special values for `writeCtxDesc` besides a pointer to a CD. */
export const CLEAR = 0;
export const QUIET = -1;

/**
 * arm_smmu_write_ctx_desc: installs, quiesces or clears one entry. 0 or an error. `ssid` is a signed int and only its
 * upper bound is checked, so a negative one passes the check and is outside the table.
 */
export function writeCtxDesc(k: Kernel, device: number, ssid: number, cd: Ptr): number {
  const outside = outsideTable(k, ssid);
  if (outside !== undefined) return outside;
  if (!hasLeaf(k, device, ssid)) return ENOMEM;
  const entry = k.smmu.contexts.rows[device * k.smmu.ssids + ssid]!;
  if (cd === CLEAR) {
    entry.valid = entry.epd0 = entry.ttb = entry.asid = 0;
  } else if (cd === QUIET) {
    entry.epd0 = 1;
  } else {
    const desc = k.smmu.cds.at(cd, 'arm_smmu_write_ctx_desc');
    const { id } = k.mms.at(desc.mm, 'arm_smmu_write_ctx_desc');
    const isLive = entry.valid !== 0;
    entry.asid = desc.asid;
    if (isLive && k.switches.liveCdRewrite === 'asid-only') return 0;
    entry.ttb = id;
    entry.epd0 = 0;
    entry.valid = 1;
  }
  return 0;
}

/** The answer for a substream that has no entry; undefined for one that has. */
function outsideTable(k: Kernel, ssid: number): number | undefined {
  if (ssid >= k.smmu.ssids) {
    k.machine.splat('warning', 'arm_smmu_write_ctx_desc', `substream ${ssid} is too large`);
    return E2BIG;
  }
  if (ssid >= 0) return undefined;
  k.machine.splat('out of bounds', 'arm_smmu_write_ctx_desc', `substream ${ssid} of the CD table`);
  return 0;
}

/**
 * arm_smmu_get_cd_ptr: allocates the leaf of a table of two levels when its first entry is written, and nothing gives it back before
 * the table goes. A leaf has 1024 entries; here half of the table, or two. The first one exists: the default domain has entry 0.
 */
function hasLeaf(k: Kernel, device: number, ssid: number): boolean {
  k.machine.enters('arm_smmu_get_cd_ptr');
  const leaf = leafOf(k, ssid);
  if (leaf === 0) return true;
  const table = k.smmu.devices[device]!;
  const bit = 1 << (leaf - 1);
  if ((table.leaf & bit) === 0 && k.machine.allocationFails('CD leaf table')) return false;
  table.leaf |= bit;
  return true;
}

/** The leaf of an entry; that of a linear table is one. */
function leafOf({ smmu, switches, world }: Kernel, ssid: number): number {
  if (hasSmallLeaves(world)) return Math.floor(ssid / LEAF);
  return switches.cdTable === 'linear' || ssid < smmu.ssids / 2 ? 0 : 1;
}

/** Leaves of the table of a device that were allocated. */
export function leavesOf({ smmu }: Kernel, device: number): number {
  let n = 1;
  for (let bits = smmu.devices[device]!.leaf; bits !== 0; bits &= bits - 1) n++;
  return n;
}

/**
 * arm_smmu_alloc_shared_cd: one descriptor per mm, found by its ASID, which it pins. It is allocated before the present one is
 * looked for. A CD or an error.
 */
export function allocSharedCd(k: Kernel, mm: Ptr): number {
  const ptr = k.smmu.cds.alloc();
  if (ptr === 0) return ENOMEM;
  const shared = shareAsid(k, mm);
  if (shared !== 0 || k.machine.allocationFails('ASID')) {
    k.smmu.cds.free(ptr, 'arm_smmu_alloc_shared_cd');
    return shared === 0 ? ENOMEM : shared;
  }
  const cd = k.smmu.cds.at(ptr, 'arm_smmu_alloc_shared_cd');
  cd.mm = mm;
  cd.asid = asidOf(k, mm);
  cd.refs = 1;
  k.mms.at(mm, 'arm64_mm_context_get').asidPins++;
  if (k.switches.cdPinsMm === 'mmgrab') mmgrab(k, mm);
  return ptr;
}

/** arm_smmu_share_asid: the descriptor that has the ASID of this mm, with one more user; 0 if there is none. */
function shareAsid(k: Kernel, mm: Ptr): Ptr {
  for (const cd of k.smmu.cds.rows)
    if (cd.live !== 0 && cd.mm === mm) {
      cd.refs++;
      return k.smmu.cds.pointer(cd);
    }
  return 0;
}

/** arm_smmu_free_shared_cd: the last user unpins the ASID, which touches the mm. */
export function freeSharedCd(k: Kernel, ptr: Ptr): void {
  const cd = k.smmu.cds.at(ptr, 'arm_smmu_free_shared_cd');
  if (--cd.refs !== 0) return;
  k.mms.at(cd.mm, 'arm64_mm_context_put').asidPins--;
  if (k.switches.cdPinsMm === 'mmgrab') mmdrop(k, cd.mm);
  k.smmu.cds.free(ptr, 'arm_smmu_free_shared_cd');
}

/**
 * The ASID of an mm. The CPU hands out its 16-bit ASIDs one after the other, and reuses them only after
 * all were used and the TLBs flushed (arch/arm64/mm/context.c). No trace is that long, so each mm keeps
 * its own ASID.
 */
export function asidOf(k: Kernel, mm: Ptr): number {
  return k.mms.at(mm, 'arm64_mm_context_get').id;
}
