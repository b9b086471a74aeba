import { named, pointerTo } from '../../../../memory/kinds.ts';
import type { World } from '../../../../model/world.ts';
import type { Kernel } from '../../kernel.ts';
import type { Machine } from '../../machine/machine.ts';
import { type Ptr, Slab } from '../../machine/slab.ts';
import { WorldFull } from '../../machine/splat.ts';
import { isOneGroup, svaOf } from '../../../../model/sva/bounds.ts';

/**
 * drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c: context descriptors (CD) and the hardware that reads
 * them. One linear table per device, indexed by substream id (the PASID).
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

/**
 * What hardware remembers: the TLB of the SMMU by ASID, and each device’s own cache (ATC) by PASID;
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

/** struct arm_smmu_ctx_desc of an mm, shared by all devices that it is bound to. */
export function cdSlab(m: Machine, world: World) {
  return new Slab(m, 'arm_smmu_ctx_desc', world.processes + svaOf(world).files + 4, {
    mm: pointerTo('mm_struct'),
    asid: named('mm', 1),
    refs: 'value',
  });
}

/**
 * smmu_domain->devices: what is attached to the same default domain as this device, itself first. The default
 * domain belongs to the IOMMU group.
 */
export function devicesOfDomain(k: Kernel, device: number): readonly number[] {
  if (!inOneDomain(k)) return [device];
  return [device, ...k.devices.map((d) => d.index).filter((other) => other !== device)];
}

export function inOneDomain(k: Kernel): boolean {
  return isOneGroup(k.world);
}

/** arm_smmu_update_ctx_desc_devices (v6.7; before, the devices of a domain had one table between them) */
export function writeCtxDescDevices(k: Kernel, device: number, ssid: number, cd: Ptr): void {
  if (!inOneDomain(k)) writeCtxDesc(k, device, ssid, cd);
  else for (const d of devicesOfDomain(k, device)) writeCtxDesc(k, d, ssid, cd);
}

/** Special values for `writeCtxDesc` besides a pointer to a CD. */
export const CLEAR = 0;
export const QUIET = -1;

/**
 * arm_smmu_write_ctx_desc: installs, quiesces or clears one entry. `ssid` is a signed int and only its
 * upper bound is checked, so a negative one goes past the check and out of the table.
 */
export function writeCtxDesc(k: Kernel, device: number, ssid: number, cd: Ptr): void {
  if (ssid >= k.ssids) {
    k.machine.splat('warning', 'arm_smmu_write_ctx_desc', `substream ${ssid} is too large`);
    return;
  }
  if (ssid < 0) {
    k.machine.splat(
      'out of bounds',
      'arm_smmu_write_ctx_desc',
      `substream ${ssid} of the CD table`,
    );
    return;
  }
  const entry = k.contexts.rows[device * k.ssids + ssid]!;
  if (cd === CLEAR) {
    entry.valid = entry.epd0 = entry.ttb = entry.asid = 0;
  } else if (cd === QUIET) {
    entry.epd0 = 1;
  } else {
    const desc = k.cds.at(cd, 'arm_smmu_write_ctx_desc');
    const { id } = k.mms.at(desc.mm, 'arm_smmu_write_ctx_desc');
    const isLive = entry.valid !== 0;
    entry.asid = desc.asid;
    if (isLive && k.switches.liveCdRewrite === 'asid-only') return;
    entry.ttb = id;
    entry.epd0 = 0;
    entry.valid = 1;
  }
}

/** arm_smmu_tlb_inv_asid */
export function tlbInvAsid(k: Kernel, asid: number): void {
  for (const cached of k.caches.tlb) if (cached.asid === asid) cached.asid = cached.mm = 0;
}

/** The mm whose pages the TLB holds under this ASID; 0 if none. */
export function tlbHolds(k: Kernel, asid: number): number {
  for (const cached of k.caches.tlb) if (cached.asid === asid) return cached.mm;
  return 0;
}

function tlbFill(k: Kernel, asid: number, mm: number): void {
  const free = k.caches.tlb.find((cached) => cached.asid === 0);
  if (free === undefined) throw new WorldFull('tlb');
  free.asid = asid;
  free.mm = mm;
}

/** arm_smmu_atc_inv_domain for one substream: in all devices of the domain. */
export function atcInvDomain(k: Kernel, device: number, ssid: number): void {
  if (!inOneDomain(k)) atcInv(k, device, ssid);
  else for (const d of devicesOfDomain(k, device)) atcInv(k, d, ssid);
}

/** arm_smmu_atc_inv_master; a substream that does not exist matches nothing. */
export function atcInv(k: Kernel, device: number, ssid: number): void {
  if (ssid >= 0 && ssid < k.ssids) k.caches.atc[device * k.ssids + ssid]!.mm = 0;
}

/** The CPU’s own TLB flush at the end of exit_mmap is broadcast to the SMMU (BTM). */
export function flushTlbMm(k: Kernel, mm: Ptr): void {
  tlbInvAsid(k, asidOf(k, mm));
}

/**
 * The ASID of an mm. The CPU’s 16 bits of them are handed out one after the other, and anew only after
 * all were used and the TLBs flushed (arch/arm64/mm/context.c): no trace is that long, so each mm has
 * its own for good.
 */
export function asidOf(k: Kernel, mm: Ptr): number {
  return k.mms.at(mm, 'arm64_mm_context_get').id;
}

export const ABORTED = 0;
export const C_BAD_CD = -1;

/**
 * A DMA of this device under this PASID: the id of the mm whose memory it reached, ABORTED (silently),
 * or C_BAD_CD (the SMMU reports that there is no valid descriptor). A cached translation is used without
 * looking at the descriptor; EPD0 forbids walks, not hits.
 */
export function translate(k: Kernel, device: number, ssid: number): number {
  if (ssid < 0 || ssid >= k.ssids) return C_BAD_CD;
  const slot = device * k.ssids + ssid;
  const cached = k.caches.atc[slot]!;
  if (cached.mm !== 0) return access(k, cached.mm);
  const entry = k.contexts.rows[slot]!;
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
  return access(k, cached.mm);
}

/** The pages behind a cached translation may have been freed long ago. */
function access(k: Kernel, id: number): number {
  if ((findMm(k, id)?.mapped ?? 0) === 0)
    k.machine.splat('use-after-free', 'DMA', `pages of mm${id - 1}, through a cached translation`);
  return id;
}

function findMm(k: Kernel, id: number) {
  for (const mm of k.mms.rows) if (mm.live !== 0 && mm.id === id) return mm;
  return undefined;
}
