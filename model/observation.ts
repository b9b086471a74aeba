import { hasDevices } from './sva/bounds.ts';
import type { World } from './world.ts';
import { pasidsOf } from './ioasid/bounds.ts';
import { hasVfio } from './vfio/bounds.ts';

/**
 * What can be seen of an implementation from outside its system calls, at the end of a command: with a
 * debugger, through debugfs, or in the log. Methods over numbers instead of objects, because the laws
 * ask after every command. mms are numbered from 1 in the order of their creation, as in the model.
 *
 * An implementation that cannot see something says so in its capabilities and is never asked for it
 * (`showingOnly`); the laws that need it are then skipped and named in the report.
 */
export interface Observation {
  /** Who has PASID n in the allocator: an mm’s number, `driver`, or `nobody`. */
  pasidOwner(pasid: number): number;
  /** The device’s table entry for this PASID. */
  entry(device: number, pasid: number): EntryState;
  /** The mm whose page tables that entry names; 0 if it is absent. */
  entryMm(device: number, pasid: number): number;
  /** The mm whose pages the device (or the IOMMU, for it) has cached under this PASID; 0 if none. */
  cachedMm(device: number, pasid: number): number;
  /** Bonds are listed in slots 0 to `bondSlots` - 1; an empty slot has `bondMm` 0. */
  readonly bondSlots: number;
  bondMm(slot: number): number;
  bondDevice(slot: number): number;
  /** The PASID under which the bond was made. */
  bondPasid(slot: number): number;
  /** mm->pasid: 0 if it has none, undefined if the mm is freed. */
  mmPasid(mm: number): number | undefined;
  /** Is the address space still there, with its pages (mm_users > 0)? */
  mmInUse(mm: number): boolean;
  /** The log: everything the kernel complained about since the world was reset. */
  readonly splats: readonly Splat[];
  /**
   * What is still there, in words, an object each: which one, and who holds it. Empty when nothing is. What a driver
   * holds by right is not counted.
   */
  leftovers(): readonly string[];
  /**
   * mm->locked_vm in pages, as a signed number; undefined if the address space is not in use. Charges that are
   * queued and not yet done are not in it, but in `pendingCharge`.
   */
  lockedVm(mm: number): number | undefined;
  pendingCharge(mm: number): number;
  /** References that pins hold on pages of memory (GUP), all together; reserved pages have none. */
  pinReferences(): number;
  /** The mm from which the page came that the IOMMU maps there for this container (by name); 0 if none. */
  mappedMm(container: number, iova: number): number;
  /** Does the IOMMU map a page there that nothing pins? */
  mapsUnpinned(container: number, iova: number): boolean;
  /** The mm from which the page came that a mediated device was given there; 0 if none. */
  externalMm(container: number, iova: number): number;
  /** How often the driver of this group’s device has pinned the page there, by its own record. */
  driverPins(group: number, iova: number): number;
  /** A chain of references that keeps an mm alive although no process leads to it, if there is one. */
  referenceCycle(): readonly string[] | undefined;
}

export const driver = -1;
export const nobody = 0;

export const entryStates = ['absent', 'present', 'quiet'] as const;
/** Index into `entryStates`. `quiet`: present, but every translation is aborted. */
export type EntryState = 0 | 1 | 2;

/** One complaint of the kernel. */
export interface Splat {
  /** "use-after-free", "recursive locking", ... */
  readonly kind: string;
  /** The kernel function. */
  readonly where: string;
  /** The object, lock or value. */
  readonly what: string;
}

/** What an implementation may or may not be able to show; each method of `Observation` belongs to one. */
export const observables = [
  'pasids',
  'entries',
  'caches',
  'bonds',
  'mms',
  'splats',
  'rest',
  'locked-vm',
  'pins',
  'driver-pins',
] as const;
export type Observable = (typeof observables)[number];

/** What has to be shown before each of them may be asked for. */
export const observableOf = {
  pasidOwner: 'pasids',
  entry: 'entries',
  entryMm: 'entries',
  cachedMm: 'caches',
  bondSlots: 'bonds',
  bondMm: 'bonds',
  bondDevice: 'bonds',
  bondPasid: 'bonds',
  mmPasid: 'mms',
  mmInUse: 'mms',
  referenceCycle: 'mms',
  splats: 'splats',
  leftovers: 'rest',
  lockedVm: 'locked-vm',
  pendingCharge: 'locked-vm',
  pinReferences: 'pins',
  mappedMm: 'pins',
  mapsUnpinned: 'pins',
  externalMm: 'pins',
  driverPins: 'driver-pins',
} as const satisfies Readonly<Record<keyof Observation, Observable>>;

const always = (): boolean => true;

/** Is there anything of this kind to see in a world? Where nothing is, nobody is blind. */
export const isThere: Readonly<Record<Observable, (world: World) => boolean>> = {
  pasids: (world) => pasidsOf(world) > 0,
  entries: hasDevices,
  caches: hasDevices,
  bonds: hasDevices,
  mms: always,
  splats: always,
  rest: always,
  'locked-vm': hasVfio,
  pins: hasVfio,
  'driver-pins': hasVfio,
};
