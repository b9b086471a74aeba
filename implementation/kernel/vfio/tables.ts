import { named, ownName, pointerTo, rowOf, setOf } from '../../../memory/kinds.ts';
import { groupKinds } from '../../../model/vfio/bounds.ts';
import { type Files, filesWith } from '../fs/file-table.ts';
import type { Kernel } from '../kernel.ts';
import type { LockClass } from '../machine/locks.ts';
import { type Ptr, Slab } from '../machine/slab.ts';
import { isReserved, type Pfn, reservedPfn } from '../mm/page.ts';

/** The tables of drivers/vfio and of the drivers of its devices, in worlds with VFIO. */
export class Vfio {
  /** All files, with the fields of VFIO. */
  readonly files: Files<keyof typeof inFile>;
  readonly containers;
  readonly iommus;
  readonly domains;
  readonly spaces;
  readonly groups;
  readonly dmas;
  readonly pfns;
  readonly bitmaps;
  readonly iommuPtes;
  readonly deviceLists;
  readonly vaddrWaits;
  readonly uses;
  readonly hotplugs;
  readonly drivers;
  readonly driverPins;
  readonly works;
  readonly iovas: number;
  /** The address after the last IOVA is 0, and ranges are compared by their exclusive end. */
  readonly wraps: boolean;

  // Locks.
  /** A lock of user space: processes plug or unplug a device one at a time. */
  readonly hotplugLock: LockClass;
  /** A lock of user space: no thread closes a container that another one uses. */
  readonly useLock: LockClass;
  /** For each container: protects its groups. */
  readonly groupLock: LockClass;
  /** For the driver of each group’s device: its record of its pins. */
  readonly driverLock: LockClass;
  readonly iommuLock: LockClass;
  /** The devices that are notified of an unmap (v6.0). */
  readonly deviceListLock: LockClass;

  constructor(k: Kernel) {
    const { machine: m, locks } = k;
    const { containers, groups, iovas, mappings } = k.world.vfio!;
    this.iovas = iovas;
    this.wraps = k.world.vfio!.top === true && k.switches.rangeEnd === 'exclusive-end';
    this.files = filesWith(k);
    const byGroup = { keyed: { of: named('group'), each: 1 } };
    /** `refs`: its file and the groups in it. `owner`, `readers`, `writers`: of group_lock. */
    this.containers = new Slab(m, 'vfio_container', containers + groups.length + 1, {
      name: ownName('container'),
      refs: 'value',
      backend: 'value',
      groups: 'value',
      iommu: pointerTo('vfio_iommu'),
      owner: rowOf('task', 1),
      readers: setOf('task'),
      writers: setOf('task'),
    });
    /** struct vfio_iommu. `owner`: of iommu->lock. `external`: the domain of mediated devices. */
    this.iommus = new Slab(m, 'vfio_iommu', containers + groups.length + 1, {
      owner: rowOf('task', 1),
      v2: 'value',
      tce: 'value',
      domain: pointerTo('vfio_domain'),
      external: pointerTo('vfio_domain'),
      dmaAvail: 'value',
      vaddrInvalid: 'value',
      dirty: 'value',
    });
    /** struct vfio_domain. `space` and `task`: of v9’s local domain. */
    this.domains = new Slab(m, 'vfio_domain', groups.length + containers + 3, {
      task: pointerTo('task_struct'),
      space: pointerTo('local_addr_space'),
    });
    this.spaces = new Slab(m, 'local_addr_space', 20, { unused: 'value' });
    /** `opened`: its file. `users`: container_users. `domain`: the domain whose group_list has it. `devices`: open device files. */
    this.groups = m.layout.declare(
      'vfio_group',
      groups.length,
      {
        kind: 'value',
        opened: 'value',
        users: 'value',
        container: pointerTo('vfio_container'),
        domain: pointerTo('vfio_domain'),
        devices: 'value',
      },
      byGroup,
    ).rows;
    /** struct vfio_dma. `mapped`: iommu_mapped. */
    this.dmas = new Slab(m, 'vfio_dma', mappings + 3, {
      iommu: pointerTo('vfio_iommu'),
      iova: 'value',
      pages: 'value',
      address: 'value',
      writable: 'value',
      task: pointerTo('task_struct'),
      mm: pointerTo('mm_struct'),
      lockCap: 'value',
      mapped: 'value',
      lockedVm: 'value',
      vaddrInvalid: 'value',
      bitmap: pointerTo('dirty bitmap'),
    });
    /**
     * struct vfio_pfn: a page that drivers have pinned. `domain`: the domain whose list has it, if the list is that of the container.
     * A list by frame can have two entries for one IOVA, of which the driver unpins the first.
     */
    this.pfns = new Slab(
      m,
      'vfio_pfn',
      (mappings + 2) * 2,
      {
        dma: pointerTo('vfio_dma'),
        domain: pointerTo('vfio_domain'),
        iova: 'value',
        page: pointerTo('page'),
        reserved: 'value',
        refs: 'value',
      },
      k.switches.pfnList === 'by-frame',
    );
    this.bitmaps = new Slab(m, 'dirty bitmap', mappings * 2 + 8, { unused: 'value' });
    /** The translations of the IOMMU, by vfio_iommu and IOVA. */
    this.iommuPtes = m.layout.declare(
      'iommu pte',
      this.iommus.capacity * iovas,
      { page: pointerTo('page'), reserved: 'value' },
      { keyed: { of: rowOf('vfio_iommu'), each: iovas } },
    ).rows;
    /** iommu->device_list_lock (v6.0). */
    this.deviceLists = m.layout.declare(
      'device list',
      this.iommus.capacity,
      { owner: rowOf('task', 1) },
      { keyed: { of: rowOf('vfio_iommu'), each: 1 } },
    ).rows;
    /** vfio_wait: held, by no particular task, while a virtual address is handed over and not yet known again. */
    this.vaddrWaits = m.layout.declare(
      'vaddr wait',
      this.iommus.capacity,
      { owner: rowOf('task', 1) },
      { keyed: { of: rowOf('vfio_iommu'), each: 1 } },
    ).rows;
    /** Held by a thread that uses a container’s file: other threads that share the file do not close it meanwhile. */
    this.uses = m.layout.declare(
      'container use',
      this.containers.capacity,
      { owner: rowOf('task', 1), readers: setOf('task') },
      { keyed: { of: rowOf('vfio_container'), each: 1 } },
    ).rows;
    /** Held by the process that plugs or unplugs the device: user space does one after the other. */
    this.hotplugs = m.layout.declare(
      'vfio hot-plug',
      groups.length,
      { owner: rowOf('task', 1) },
      byGroup,
    ).rows;
    /**
     * The driver of a group’s device. `listens`: it is notified of unmaps, and when it registered, from 1 on. `notified`: of the pages
     * that the last unmap was about to remove, bit per IOVA. `owner`: the holder of its lock.
     */
    this.drivers = m.layout.declare(
      'device driver',
      groups.length,
      { listens: 'value', notified: 'ignored', owner: rowOf('task', 1) },
      byGroup,
    ).rows;
    /** Its record of its pins: the number of pins by IOVA. */
    this.driverPins = m.layout.declare(
      'driver pin',
      groups.length * iovas,
      { count: 'value' },
      { keyed: { of: named('group'), each: iovas } },
    ).rows;
    /** struct vwork: a charge that waits for a work item. */
    this.works = new Slab(m, 'vwork', 12, { mm: pointerTo('mm_struct'), pages: 'value' });
    for (const g of this.groups) g.kind = groupKinds.indexOf(groups[g.index]!);
    this.hotplugLock = locks.adopt('hot-plug', this.hotplugs);
    this.useLock = locks.adopt('container use', this.uses);
    this.groupLock = locks.adopt('group_lock', this.containers.all);
    this.driverLock = locks.adopt('driver lock', this.drivers);
    this.iommuLock = locks.adopt('iommu->lock', this.iommus.all);
    // Not a real lock: a task waits for it if it needs a virtual address that was handed over.
    locks.adopt('vaddr_wait', this.vaddrWaits);
    this.deviceListLock = locks.adopt('device_list_lock', this.deviceLists);
  }
}

/** The data of a VFIO file in file->private_data: its container, or its group. */
export const inFile = {
  container: pointerTo('vfio_container'),
  group: rowOf('vfio_group', 1),
} as const;

/** Whether the device is behind the IOMMU, so that attaching it maps everything. */
export function isBehindIommu(k: Kernel, group: number): boolean {
  return groupKinds[k.vfio.groups[group]!.kind] !== 'mdev';
}

/** Whether its driver pins pages. */
export function pinsPages(k: Kernel, group: number): boolean {
  return groupKinds[k.vfio.groups[group]!.kind] !== 'passthrough';
}

/** A frame as two fields of a row. */
export function framed(row: { page: number; reserved: number }): Pfn {
  return row.reserved === 0 ? row.page : reservedPfn(row.reserved - 1);
}

export function setFrame(row: { page: number; reserved: number }, pfn: Pfn): void {
  row.page = isReserved(pfn) ? 0 : pfn;
  row.reserved = isReserved(pfn) ? reservedPfn(0) - pfn + 1 : 0;
}

export type VfioDma = Vfio['dmas']['rows'][number];
export type VfioPfn = Vfio['pfns']['rows'][number];

/** The translation of an IOVA, or none. @param where - iommu_iova_to_phys, or what else goes to the page tables of the IOMMU */
export function iommuPte(
  k: Kernel,
  iommu: Ptr,
  iova: number,
  where = 'iommu_iova_to_phys',
): Vfio['iommuPtes'][number] {
  const v = k.vfio;
  return v.iommuPtes[v.iommus.at(iommu, where).index * v.iovas + iova]!;
}

/** The exclusive end of a range, as it is compared: 0 after the last page of 64 bits, if that is not avoided. */
export function endOf({ vfio }: Kernel, iova: number, pages: number): number {
  const end = iova + pages;
  return vfio.wraps && end === vfio.iovas ? 0 : end;
}

/** vfio_find_dma: the first mapping, by IOVA, that has a page in the range. */
export function findDma(k: Kernel, iommu: Ptr, iova: number, pages: number): VfioDma | undefined {
  k.machine.enters('vfio_find_dma');
  const end = endOf(k, iova, pages);
  let first: VfioDma | undefined;
  for (const d of k.vfio.dmas.rows)
    if (d.live !== 0 && d.iommu === iommu && d.iova < end && iova < endOf(k, d.iova, d.pages))
      if (first === undefined || d.iova < first.iova) first = d;
  return first;
}

/** Mappings of a container, by IOVA. */
export function dmasOf(k: Kernel, iommu: Ptr): VfioDma[] {
  return k.vfio.dmas.rows
    .filter((d) => d.live !== 0 && d.iommu === iommu)
    .toSorted((a, b) => a.iova - b.iova);
}

/** Whether a driver has pages of this mapping pinned. */
export function pfnsOf(k: Kernel, dma: Ptr): VfioPfn[] {
  return k.vfio.pfns.rows.filter((p) => p.live !== 0 && p.dma === dma);
}

/** vfio_find_vpfn */
export function findVpfn(k: Kernel, dma: VfioDma, iova: number): VfioPfn | undefined {
  const { dmas, pfns } = k.vfio;
  const ptr = dmas.pointer(dma);
  for (const p of pfns.rows) if (p.live !== 0 && p.dma === ptr && p.iova === iova) return p;
  return undefined;
}
