import { named, pointerTo, rowOf } from '../../../memory/kinds.ts';
import type { World } from '../../../model/world.ts';
import type { Kernel } from '../kernel.ts';
import type { Machine } from '../machine/machine.ts';
import { type Ptr, Slab } from '../machine/slab.ts';

/**
 * The memory of processes: a few pages of each address space, which can be pinned and locked. A page frame number
 * (`Pfn`) is a pointer to a page of memory; or, below `RESERVED`, a frame outside system memory (PageReserved, or
 * without a struct page): pins take no reference on it, and it is never accounted (is_invalid_reserved_pfn).
 */
export type Pfn = number;

const RESERVED = -10_000;
/** The addresses of a new program that are reserved; a1 is adjacent to a0. */
const RESERVED_ADDRESS = 3;

/** The frame at a reserved address, the same in every process. */
export function reservedPfn(address: number): Pfn {
  return RESERVED - address;
}

/** is_invalid_reserved_pfn in drivers/vfio/vfio_iommu_type1.c */
export function isReserved(pfn: Pfn): boolean {
  return pfn <= RESERVED;
}

/** Page tables, pages, and the locked memory of an mm; only in a world with VFIO. */
export class Ram {
  readonly addresses: number;
  /**
   * `mm`: the mm from which it came. `pins`: references of pins (GUP). `mapped`: still in an address space. `behind`: the page
   * just before it in physical memory.
   */
  readonly pages;
  /** By mm and address. `mlocked`: in a VM_LOCKED area. */
  readonly ptes;
  /** By mm. `lockedVm`: mm->locked_vm in pages. `contended`: a page fault of another thread holds mmap_lock for long. */
  readonly accounts;

  constructor(m: Machine, world: World, mms: number) {
    const { addresses } = world.pages!;
    const mappings = world.vfio?.mappings ?? 0;
    this.addresses = addresses;
    this.pages = new Slab(
      m,
      'page',
      Math.min(62, (world.processes + 2) * addresses + 3 * mappings),
      {
        mm: named('mm', 1),
        pins: 'value',
        mapped: 'value',
        behind: pointerTo('page'),
      },
    );
    this.ptes = m.layout.declare(
      'pte',
      mms * addresses,
      { page: pointerTo('page'), reserved: 'value', mlocked: 'value' },
      { keyed: { of: rowOf('mm_struct'), each: addresses } },
    ).rows;
    this.accounts = m.layout.declare(
      'mm account',
      mms,
      { lockedVm: 'value', contended: 'value' },
      { keyed: { of: rowOf('mm_struct'), each: 1 } },
    ).rows;
  }
}

export function accountOf(k: Kernel, mm: Ptr): Ram['accounts'][number] {
  return k.ram!.accounts[k.mms.at(mm, 'locked_vm').index]!;
}

/** For the mm at `index` of its slab; undefined after the last address. */
export function pteOf(k: Kernel, index: number, address: number): Ram['ptes'][number] | undefined {
  const { ptes, addresses } = k.ram!;
  return address < addresses ? ptes[index * addresses + address] : undefined;
}

/** The frame at an address; 0 if there is none. */
export function pfnAt(k: Kernel, index: number, address: number): Pfn {
  const pte = pteOf(k, index, address);
  if (pte === undefined) return 0;
  return pte.reserved === 0 ? pte.page : reservedPfn(pte.reserved - 1);
}

/** A fresh page of memory at a hole. */
export function mapPage(k: Kernel, mm: Ptr, address: number, behind: Ptr = 0): Ptr {
  const { id, index } = k.mms.at(mm, 'mmap');
  const page = k.ram!.pages.embedded();
  const row = k.ram!.pages.at(page, 'mmap');
  row.mm = id;
  row.mapped = 1;
  row.behind = behind;
  pteOf(k, index, address)!.page = page;
  return page;
}

export function mapReserved(k: Kernel, mm: Ptr, address: number): void {
  pteOf(k, k.mms.at(mm, 'mmap').index, address)!.reserved = address + 1;
}

/** The page leaves the address space; pins keep it in memory. */
export function unmapPage(k: Kernel, index: number, address: number): void {
  const pte = pteOf(k, index, address)!;
  const { page } = pte;
  pte.page = pte.reserved = pte.mlocked = 0;
  if (page === 0) return;
  k.ram!.pages.at(page, 'munmap').mapped = 0;
  freeUnused(k, page, 'munmap');
}

/** get_page through GUP. */
export function getPin(k: Kernel, pfn: Pfn, where: string): void {
  if (!isReserved(pfn)) k.ram!.pages.at(pfn, where).pins++;
}

/** put_pfn: drops the reference, if there was one. Returns the number of pages that can be accounted: 1, or 0 if reserved. */
export function putPfn(k: Kernel, pfn: Pfn, where: string): number {
  k.machine.enters('put_pfn');
  if (isReserved(pfn)) return 0;
  const page = k.ram!.pages.at(pfn, where);
  if (page.pins <= 0) k.machine.splat('refcount underflow', where, 'page');
  page.pins--;
  if (page.live !== 0) freeUnused(k, pfn, where);
  return 1;
}

function freeUnused(k: Kernel, page: Ptr, where: string): void {
  const { pins, mapped } = k.ram!.pages.at(page, where);
  if (pins <= 0 && mapped === 0) k.ram!.pages.free(page, where);
}

/** Whether `next` is just after `pfn` in physical memory. */
export function isBehind(k: Kernel, next: Pfn, pfn: Pfn): boolean {
  if (isReserved(pfn) || isReserved(next)) return pfn - next === 1 && isReserved(pfn);
  return k.ram!.pages.at(next, 'page_to_pfn').behind === pfn;
}

/** The pages of a program that starts: a0 and a1 adjacent, a2 elsewhere, a3 reserved. */
export function layOutProgram(k: Kernel, mm: Ptr): void {
  const { ram } = k;
  if (ram === undefined) return;
  let before = 0;
  for (let a = 0; a < ram.addresses; a++) {
    if (a === RESERVED_ADDRESS) mapReserved(k, mm, a);
    else before = mapPage(k, mm, a, a === 1 ? before : 0);
  }
}

/** dup_mmap: the child has separate pages (as after the first write to each), and has locked none. */
export function copyPages(k: Kernel, from: Ptr, to: Ptr): void {
  const { ram } = k;
  if (ram === undefined) return;
  const { index } = k.mms.at(from, 'dup_mmap');
  for (let a = 0; a < ram.addresses; a++) {
    const pfn = pfnAt(k, index, a);
    if (pfn === 0) continue;
    if (isReserved(pfn)) pteOf(k, k.mms.at(to, 'dup_mmap').index, a)!.reserved = RESERVED - pfn + 1;
    else mapPage(k, to, a);
  }
}

/** exit_mmap */
export function unmapPages(k: Kernel, mm: Ptr): void {
  const { ram } = k;
  if (ram === undefined) return;
  const { index } = k.mms.at(mm, 'exit_mmap');
  for (let a = 0; a < ram.addresses; a++) unmapPage(k, index, a);
}

/** __mmdrop: pages that were charged to it are now charged to nobody. */
export function forgetAccount(k: Kernel, mm: Ptr): void {
  if (k.ram === undefined) return;
  const account = accountOf(k, mm);
  account.lockedVm = account.contended = 0;
}
