import { named } from '../../../../memory/kinds.ts';
import { svaOf } from '../../../../model/sva/bounds.ts';
import type { World } from '../../../../model/world.ts';
import type { Kernel } from '../../kernel.ts';
import type { Machine } from '../../machine/machine.ts';
import { WorldFull } from '../../machine/splat.ts';
import { devicesOfGroup, inOneGroup } from '../group.ts';
import { type Attached, isAttached } from '../group-lifetime.ts';
import { dmaResult } from '../iommu-ops.ts';
import { accessPages, findMm } from '../walk.ts';

/** The hardware: how it translates a DMA, and caches the translation until it is invalidated. */

/**
 * The caches of the hardware: the TLB of the SMMU by ASID, and each device’s own cache (ATC) by PASID;
 * `mm` is the id of the mm whose page was translated, 0 for nothing.
 */
export function translationCaches(m: Machine, world: World, ssids: number, asids: number) {
  const tlb = { asid: named('mm', 1), mm: named('mm', 1) } as const;
  const atc = { mm: named('mm', 1) } as const;
  const byDevice = { keyed: { of: named('device'), each: ssids } };
  return {
    tlb: m.layout.declare('tlb', asids, tlb).rows,
    atc: m.layout.declare('atc', svaOf(world).devices * ssids, atc, byDevice).rows,
  };
}

/** arm_smmu_tlb_inv_asid */
export function tlbInvAsid(k: Kernel, asid: number): void {
  for (const cached of k.smmu.caches.tlb) if (cached.asid === asid) cached.asid = cached.mm = 0;
}

/** The mm whose pages the TLB holds under this ASID; 0 if none. */
export function tlbHolds(k: Kernel, asid: number): number {
  for (const cached of k.smmu.caches.tlb) if (cached.asid === asid) return cached.mm;
  return 0;
}

function tlbFill(k: Kernel, asid: number, mm: number): void {
  const free = k.smmu.caches.tlb.find((cached) => cached.asid === 0);
  if (free === undefined) throw new WorldFull('tlb');
  free.asid = asid;
  free.mm = mm;
}

/** arm_smmu_atc_inv_domain for one substream: in all devices of the domain, if it still has any. */
export function atcInvDomain(k: Kernel, { device, group }: Attached, ssid: number): void {
  k.machine.enters('arm_smmu_atc_inv_domain');
  if (!isAttached(k, group)) return;
  if (!inOneGroup(k)) atcInv(k, device, ssid);
  else for (const d of devicesOfGroup(k, device)) atcInv(k, d, ssid);
}

/**
 * arm_smmu_atc_inv_master; a substream that does not exist matches nothing. For substream 0 the device gets the request without a
 * PASID, and drops what it holds for any PASID (arm_smmu_atc_inv_to_cmd).
 */
export function atcInv(k: Kernel, device: number, ssid: number): void {
  const { caches, ssids } = k.smmu;
  for (let s = 0; s < ssids; s++)
    if (s === ssid || ssid === 0) caches.atc[device * ssids + s]!.mm = 0;
}

const ABORTED = dmaResult.aborted;
const C_BAD_CD = dmaResult.fault;

/**
 * A DMA of this device under this PASID: the id of the mm whose memory it reached, ABORTED (silently),
 * or C_BAD_CD (the SMMU reports that there is no valid descriptor). A cached translation is used without
 * looking at the descriptor; EPD0 prevents table walks, not cache hits.
 */
export function smmuTranslate(k: Kernel, device: number, ssid: number): number {
  if (ssid < 0 || ssid >= k.smmu.ssids) return C_BAD_CD;
  const slot = device * k.smmu.ssids + ssid;
  const cached = k.smmu.caches.atc[slot]!;
  if (cached.mm !== 0) return accessPages(k, cached.mm);
  const entry = k.smmu.contexts.rows[slot]!;
  if (entry.valid === 0) return C_BAD_CD;
  const held = tlbHolds(k, entry.asid);
  if (held === 0) {
    if (entry.epd0 !== 0) return ABORTED;
    const mm = findMm(k, entry.ttb);
    if (mm === undefined) {
      k.machine.splat('use-after-free', 'SMMU table walk', `page tables of mm${entry.ttb - 1}`);
      return ABORTED;
    }
    if (mm.mapped === 0) return ABORTED; // exit_mmap has emptied the tables
    tlbFill(k, entry.asid, entry.ttb);
  }
  cached.mm = held === 0 ? entry.ttb : held;
  return accessPages(k, cached.mm);
}
