import { named, ownName, rowOf, setOf, type Fields } from '../memory/kinds.ts';
import type { Layout, Row } from '../memory/records.ts';
import type { TableOptions } from '../memory/records.ts';
import type { Process } from './state.ts';
import { type Backend, type GroupKind, groupKinds, type World } from './world.ts';

/**
 * What the specification remembers of VFIO: who has which container and group open, what is mapped and pinned by
 * whom, and what each process may lock. Nothing of it is laid out where a world has no VFIO.
 *
 * There is no counter of locked pages here: what mm->locked_vm has to be is said by the sets, whatever the order in
 * which they came to be (`expectedLocked`).
 */
export class VfioState {
  readonly world: World;
  readonly containers: readonly Container[];
  readonly groups: readonly Group[];
  readonly dmas: readonly Dma[];
  readonly #processes: readonly Process[];
  /** What there is of VFIO in a process, in the order of the processes. */
  readonly #members: readonly Member[];
  /** Those of mapping n are the `PAGES`-th of them and those that follow. */
  readonly #pages: readonly DmaPage[];
  readonly #pins: readonly Pin[];

  readonly #threadsOf: (p: Process) => readonly Process[];

  /**
   * @param processes - laid out before
   * @param threadsOf - who shares its descriptors and its limit with a process, itself included, while they run
   */
  constructor(
    world: World,
    l: Layout,
    processes: readonly Process[],
    threadsOf: (p: Process) => readonly Process[],
  ) {
    this.world = world;
    this.#threadsOf = threadsOf;
    this.#processes = processes;
    const { containers = 0, groups = [], mappings = 0 } = world.vfio ?? {};
    const pinners = groups.filter((kind) => kind !== 'passthrough').length;
    const table = <const F extends string>(
      name: string,
      count: number,
      fields: Fields<F>,
      options?: TableOptions,
    ): readonly Row<F>[] =>
      world.vfio === undefined ? [] : l.declare(name, count, fields, options).rows;
    this.containers = table('container', containers, containerFields);
    this.groups = table('group', groups.length, groupFields, {
      keyed: { of: named('group'), each: 1 },
    });
    this.#members = table('vfio process', world.processes, memberFields, {
      keyed: { of: rowOf('process'), each: 1 },
    });
    this.dmas = table('dma', mappings, dmaFields);
    this.#pages = table('dma page', mappings * PAGES, pageFields, {
      keyed: { of: rowOf('dma'), each: PAGES },
    });
    this.#pins = table('pin', pinners * mappings * PAGES, pinFields);
  }

  /** The layout is cleared before. */
  reset(): void {
    for (const g of this.groups) g.kind = groupKinds.indexOf(this.world.vfio!.groups[g.index]!);
    const first = this.#members[0];
    if (first === undefined) return;
    first.limit = UNLIMITED;
    first.capable = this.world.vfio!.capable ? 1 : 0;
    this.#freshSpace(first);
  }

  // ---- who has what open

  container(name: number): Container | undefined {
    for (const c of this.containers) if (c.live !== 0 && c.name === name) return c;
    return undefined;
  }

  kindOf(g: Group): GroupKind {
    return groupKinds[g.kind]!;
  }

  backendOf(c: Container): Backend {
    return this.world.vfio!.backends[c.backend]!;
  }

  containerOf(g: Group): Container | undefined {
    return g.container === 0 ? undefined : this.containers[g.container - 1];
  }

  groupsIn(c: Container): readonly Group[] {
    return this.groups.filter((g) => g.container === c.index + 1);
  }

  /** Has it a backend? It has from its first group on, as long as one is in it. */
  hasGroup(c: Container): boolean {
    return this.groups.some((g) => g.container === c.index + 1);
  }

  /** Is a device behind the IOMMU in it, so that everything mapped is pinned? */
  hasIommu(c: Container): boolean {
    return this.groups.some((g) => g.container === c.index + 1 && this.isIommuGroup(g));
  }

  hasMdev(c: Container): boolean {
    return this.groups.some((g) => g.container === c.index + 1 && this.kindOf(g) === 'mdev');
  }

  isIommuGroup(g: Group): boolean {
    return this.kindOf(g) !== 'mdev';
  }

  holdsContainer(p: Process, c: Container): boolean {
    return (this.#member(p).containers & bit(c)) !== 0;
  }

  holdsGroup(p: Process, g: Group): boolean {
    return (this.#member(p).groupFiles & bit(g)) !== 0;
  }

  holdsDevice(p: Process, g: Group): boolean {
    return (this.#member(p).deviceFiles & bit(g)) !== 0;
  }

  isGroupOpen(g: Group): boolean {
    return this.#members.some((m) => (m.groupFiles & bit(g)) !== 0);
  }

  /** Does its driver run? */
  isDeviceOpen(g: Group): boolean {
    return this.#members.some((m) => (m.deviceFiles & bit(g)) !== 0);
  }

  isDeviceOpenBut(g: Group, p: Process): boolean {
    const own = this.#sharing(p);
    return this.#members.some((m) => !own.includes(m) && (m.deviceFiles & bit(g)) !== 0);
  }

  // ---- address spaces and what may be locked

  /** What is at this address of the process; behind the last address there is a hole. */
  slot(p: Process, address: number): Slot {
    const m = this.#member(p);
    if ((m.ordinary & (1 << address)) !== 0) return slots.ordinary;
    return (m.reserved & (1 << address)) !== 0 ? slots.reserved : slots.hole;
  }

  /** The same of an mm; `none` if no process runs in it. */
  slotIn(mm: number, address: number): Slot {
    const p = this.#firstIn(mm);
    return p === undefined ? slots.hole : this.slot(p, address);
  }

  isInUse(mm: number): boolean {
    return this.#firstIn(mm) !== undefined;
  }

  isMlocked(p: Process, address: number): boolean {
    return (this.#member(p).mlocked & (1 << address)) !== 0;
  }

  isCapable(p: Process): boolean {
    return this.#member(p).capable !== 0;
  }

  limitOf(p: Process): number {
    return this.#member(p).limit;
  }

  /** The limit of whoever mapped it; the last one that it had, if it is gone. */
  limitOfMapping(d: Dma): number {
    return d.by === 0 ? d.limit : this.#members[d.by - 1]!.limit;
  }

  // ---- mappings

  /** Mappings of a container, by their IOVA. */
  mappingsOf(c: Container): readonly Dma[] {
    const found: Dma[] = [];
    for (const d of this.dmas) if (d.live !== 0 && d.container === c.index + 1) found.push(d);
    return found.length > 1 ? found.toSorted((a, b) => a.iova - b.iova) : found;
  }

  /** The mapping that this IOVA lies in. */
  mappingAt(c: Container, iova: number): Dma | undefined {
    for (const d of this.dmas)
      if (d.live !== 0 && d.container === c.index + 1 && d.iova <= iova && iova < d.iova + d.pages)
        return d;
    return undefined;
  }

  /** The mapping that starts there. */
  mappingFrom(c: Container, iova: number): Dma | undefined {
    const d = this.mappingAt(c, iova);
    return d?.iova === iova ? d : undefined;
  }

  /** Does a mapping of the container have its address handed over? */
  isHandedOver(c: Container): boolean {
    return this.dmas.some((d) => d.live !== 0 && d.container === c.index + 1 && d.handed !== 0);
  }

  /** Does the IOMMU translate this page of the mapping? */
  isIommuMapped(d: Dma, page: number): boolean {
    return this.#page(d, page).iommu !== 0;
  }

  /** Has a driver pinned this page of the mapping? */
  isDriverPinned(d: Dma, page: number): boolean {
    return this.#page(d, page).driver !== 0;
  }

  /** What the IOMMU and what the drivers have pinned of this page of the mapping. */
  pinned(d: Dma, page: number): { readonly iommu: number; readonly driver: number } {
    return this.#page(d, page);
  }

  /** The mm from which the IOMMU’s page came; 0 if it maps none there. */
  iommuMm(d: Dma, page: number): number {
    return this.#page(d, page).iommuMm;
  }

  /** The mm from which the drivers’ page came; 0 if none has pinned it. */
  driverMm(d: Dma, page: number): number {
    return this.#page(d, page).driverMm;
  }

  hasDriverPins(d: Dma): boolean {
    return this.#pins.some((pin) => pin.live !== 0 && pin.dma === d.index);
  }

  /** How often this driver has pinned the page at this IOVA of its container. */
  pinsOf(g: Group, iova: number): number {
    const c = this.containerOf(g);
    const d = c && this.mappingAt(c, iova);
    return d === undefined ? 0 : (this.#pin(g, d, iova - d.iova)?.count ?? 0);
  }

  /** Has a driver other than this one pinned it? */
  isPinnedByOthers(g: Group, d: Dma, page: number): boolean {
    return this.#pins.some(
      (pin) => pin.live !== 0 && pin.dma === d.index && pin.page === page && pin.group !== g.index,
    );
  }

  // ---- the equations

  /** Is this page of the mapping counted? Once, whoever pins it and how often; reserved pages never. */
  isCounted(d: Dma, page: number): boolean {
    const { iommu, driver } = this.#page(d, page);
    return iommu === slots.ordinary || driver === slots.ordinary;
  }

  countedPages(d: Dma): number {
    let n = 0;
    for (let i = 0; i < d.pages; i++) if (this.isCounted(d, i)) n++;
    return n;
  }

  /** What mm->locked_vm has to be, in pages: what is mlocked, and what is counted in mappings that the mm owns. */
  expectedLocked(mm: number): number {
    if (this.#members.length === 0) return 0;
    const p = this.#firstIn(mm);
    let n = p === undefined ? 0 : bits(this.#member(p).mlocked);
    for (const d of this.dmas) if (d.live !== 0 && d.mm === mm) n += this.countedPages(d);
    return n;
  }

  /**
   * References that pins have to hold on ordinary pages, at least and at most: one for the IOMMU, and for drivers
   * one for all of their pins of a page (v4.10) or one for each (the patches before it).
   */
  expectedPinReferences(): readonly [least: number, most: number] {
    let n = 0;
    let more = 0;
    for (const d of this.dmas)
      if (d.live !== 0)
        for (let i = 0; i < d.pages; i++) {
          const { iommu, driver } = this.#page(d, i);
          if (iommu === slots.ordinary) n++;
          if (driver !== slots.ordinary) continue;
          n++;
          more += this.#pinsAt(d, i) - 1;
        }
    return [n, n + more];
  }

  // ---- what `next` does: processes

  /** @param other - of the same mm, if there is one @param parent - whose descriptors it has */
  newProcess(p: Process, parent: Process, other: Process | undefined): void {
    if (this.#members.length === 0) return;
    const m = this.#member(p);
    const from = this.#member(parent);
    m.containers = from.containers;
    m.groupFiles = from.groupFiles;
    m.deviceFiles = from.deviceFiles;
    m.limit = from.limit;
    m.capable = from.capable;
    m.ordinary = from.ordinary;
    m.reserved = from.reserved;
    m.mlocked = other === undefined ? 0 : this.#member(other).mlocked;
  }

  leaveMm(p: Process): void {
    if (this.#members.length > 0) setSpace(this.#member(p), 0, 0);
  }

  /** The process begins another program: devices close (VFIO opens them O_CLOEXEC), and the rest if it was asked to. */
  exec(p: Process): void {
    if (this.#members.length === 0) return;
    const m = this.#member(p);
    this.#freshSpace(m);
    m.deviceFiles = 0;
    if (!this.world.closeOnExec) return;
    m.containers = 0;
    m.groupFiles = 0;
  }

  exit(p: Process): void {
    if (this.#members.length === 0) return;
    const m = this.#member(p);
    for (const d of this.dmas)
      if (d.live !== 0 && d.by === p.index + 1) {
        // Its other threads have the same limit.
        const other = this.#threadsOf(p).find((q) => q.index !== p.index);
        d.by = other === undefined ? 0 : other.index + 1;
        d.limit = other === undefined ? m.limit : 0;
      }
    m.containers = 0;
    m.groupFiles = 0;
    m.deviceFiles = 0;
    m.limit = 0;
    m.capable = 0;
    setSpace(m, 0, 0);
  }

  /** What nobody has open any more is over: drivers stop, groups leave their containers, and these are gone. */
  closeUnreferenced(): void {
    for (const g of this.groups) {
      if (this.isDeviceOpen(g)) continue;
      this.#stopDriver(g);
      if (g.container !== 0 && !this.isGroupOpen(g)) this.#leaveContainer(g);
    }
    for (const c of this.containers) {
      if (c.live === 0 || this.hasGroup(c)) continue;
      if (!this.#members.some((m) => (m.containers & bit(c)) !== 0)) {
        c.live = 0;
        c.name = 0;
        c.backend = 0;
      }
    }
  }

  // ---- what `next` does: containers and groups

  newContainer(name: number, backend: string, p: Process): void {
    const c = this.containers.find((row) => row.live === 0)!;
    c.live = 1;
    c.name = name;
    c.backend = this.world.vfio!.backends.indexOf(backend as Backend);
    for (const m of this.#sharing(p)) m.containers |= bit(c);
  }

  closeContainer(p: Process, c: Container): void {
    for (const m of this.#sharing(p)) m.containers &= ~bit(c);
    this.closeUnreferenced();
  }

  openGroup(p: Process, g: Group): void {
    for (const m of this.#sharing(p)) m.groupFiles |= bit(g);
  }

  closeGroup(p: Process, g: Group): void {
    for (const m of this.#sharing(p)) m.groupFiles &= ~bit(g);
    this.closeUnreferenced();
  }

  closeDevice(p: Process, g: Group): void {
    for (const m of this.#sharing(p)) m.deviceFiles &= ~bit(g);
    this.closeUnreferenced();
  }

  /** Its files of a group, unless other threads have them too. */
  closeFilesOf(p: Process, g: Group, files: 'device' | 'device and group'): void {
    if (this.#threadsOf(p).length > 1) return;
    this.#member(p).deviceFiles &= ~bit(g);
    if (files === 'device and group') this.#member(p).groupFiles &= ~bit(g);
    this.closeUnreferenced();
  }

  /** The group is in the container; if it is the first one behind the IOMMU, everything there is mapped is pinned. */
  attach(p: Process, c: Container, g: Group): void {
    const isFirst = this.isIommuGroup(g) && !this.hasIommu(c);
    this.openGroup(p, g);
    g.container = c.index + 1;
    if (this.kindOf(g) !== 'passthrough') for (const m of this.#sharing(p)) m.deviceFiles |= bit(g);
    if (isFirst) for (const d of this.mappingsOf(c)) this.pinForIommu(d);
  }

  detach(p: Process, g: Group): void {
    this.closeDevice(p, g);
    if (g.container !== 0) this.#leaveContainer(g);
    this.closeGroup(p, g);
  }

  /** The first IOMMU device did not come after all. */
  unpinForIommu(c: Container): void {
    for (const d of this.mappingsOf(c))
      for (let i = 0; i < d.pages; i++) {
        const page = this.#page(d, i);
        page.iommu = 0;
        page.iommuMm = 0;
      }
  }

  #leaveContainer(g: Group): void {
    const c = this.containerOf(g)!;
    g.container = 0;
    const isEmpty = !this.hasGroup(c);
    if (isEmpty) for (const d of this.mappingsOf(c)) this.unmap(d);
    else if (!this.hasIommu(c)) this.unpinForIommu(c);
  }

  #stopDriver(g: Group): void {
    for (const pin of this.#pins) if (pin.live !== 0 && pin.group === g.index) this.#endPin(pin);
  }

  // ---- what `next` does: mappings and pins

  newMapping(
    c: Container,
    p: Process,
    {
      iova,
      address,
      pages,
      isWritable,
    }: { iova: number; address: number; pages: number; isWritable: boolean },
  ): void {
    const d = this.dmas.find((row) => row.live === 0);
    if (d === undefined) return;
    d.live = 1;
    d.container = c.index + 1;
    d.iova = iova;
    d.pages = pages;
    d.address = address;
    d.writable = isWritable ? 1 : 0;
    this.#own(d, p);
    if (this.hasIommu(c)) this.pinForIommu(d);
  }

  /** Drivers are told first: their pins are gone with it. */
  unmap(d: Dma): void {
    this.tellDrivers(d);
    for (let i = 0; i < PAGES; i++) {
      const page = this.#page(d, i);
      page.iommu = 0;
      page.iommuMm = 0;
    }
    for (const field of Object.keys(dmaFields) as (keyof typeof dmaFields)[]) d[field] = 0;
  }

  /** Every driver unpins what it has pinned of the mapping. */
  tellDrivers(d: Dma): void {
    for (const pin of this.#pins) if (pin.live !== 0 && pin.dma === d.index) this.#endPin(pin);
  }

  handOver(d: Dma): void {
    d.handed = 1;
  }

  /** The mapping gets an address of this process; if it is another mm’s so far, that is the owner now. */
  takeOver(d: Dma, p: Process, address: number): void {
    d.handed = 0;
    d.address = address;
    // vfio_change_dma_owner: nothing changes hands within one mm
    if (d.mm !== p.mm) this.#own(d, p);
  }

  #own(d: Dma, p: Process): void {
    d.mm = p.mm;
    d.by = p.index + 1;
    d.limit = 0;
    d.capable = this.#member(p).capable;
  }

  /** The IOMMU pins the mapping, and what it has pinned of it already stays as it is. */
  pinForIommu(d: Dma): void {
    for (let i = 0; i < d.pages; i++) {
      const page = this.#page(d, i);
      if (page.iommu !== 0) continue;
      page.iommu = this.slotIn(d.mm, d.address + i);
      page.iommuMm = page.iommu === slots.hole ? 0 : d.mm;
    }
  }

  /** The driver pins the page at this IOVA; of one that is not mapped, or where there is a hole, nothing is. */
  pin(g: Group, iova: number): void {
    const c = this.containerOf(g);
    const d = c && this.mappingAt(c, iova);
    if (d === undefined) return;
    const i = iova - d.iova;
    const page = this.#page(d, i);
    if (page.driver === 0) {
      page.driver = this.slotIn(d.mm, d.address + i);
      if (page.driver === slots.hole) return;
      page.driverMm = d.mm;
    }
    const known = this.#pin(g, d, i);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const pin = this.#pins.find((row) => row.live === 0)!;
    pin.live = 1;
    pin.group = g.index;
    pin.dma = d.index;
    pin.page = i;
    pin.count = 1;
  }

  unpin(g: Group, iova: number): void {
    const d = this.mappingAt(this.containerOf(g)!, iova)!;
    const pin = this.#pin(g, d, iova - d.iova)!;
    if (pin.count > 1) pin.count--;
    else this.#endPin(pin);
  }

  #endPin(pin: Pin): void {
    const { dma, page } = pin;
    pin.live = 0;
    if (this.#pins.some((row) => row.live !== 0 && row.dma === dma && row.page === page)) return;
    const pinned = this.#page(this.dmas[dma]!, page);
    pinned.driver = 0;
    pinned.driverMm = 0;
  }

  // ---- what `next` does: address spaces and limits

  /** Everyone in the mm sees it. */
  setSlot({ mm }: Process, address: number, slot: Slot): void {
    for (const m of this.#membersIn(mm)) {
      const rest = ~(1 << address);
      const here = 1 << address;
      m.ordinary = (m.ordinary & rest) | (slot === slots.ordinary ? here : 0);
      m.reserved = (m.reserved & rest) | (slot === slots.reserved ? here : 0);
      m.mlocked &= rest;
    }
  }

  setMlocked({ mm }: Process, address: number, isLocked: boolean): void {
    for (const m of this.#membersIn(mm)) {
      m.mlocked &= ~(1 << address);
      if (isLocked) m.mlocked |= m.ordinary & (1 << address);
    }
  }

  setLimit(p: Process, limit: number): void {
    for (const m of this.#sharing(p)) m.limit = limit;
  }

  dropCapability(p: Process): void {
    this.#member(p).capable = 0;
  }

  // ---- rows

  /** A new program begins with every address, the last one of four reserved. */
  #freshSpace(m: Member): void {
    const all = (1 << this.world.vfio!.addresses) - 1;
    setSpace(m, all & ~RESERVED, all & RESERVED);
  }

  #member(p: Process): Member {
    return this.#members[p.index]!;
  }

  /** Of all its threads. */
  #sharing(p: Process): readonly Member[] {
    return this.#threadsOf(p).map((q) => this.#member(q));
  }

  #membersIn(mm: number): readonly Member[] {
    return this.#members.filter(({ index }) => {
      const p = this.#processes[index]!;
      return p.live !== 0 && p.mm === mm;
    });
  }

  #firstIn(mm: number): Process | undefined {
    for (const p of this.#processes) if (p.live !== 0 && p.mm === mm) return p;
    return undefined;
  }

  /** How often drivers have pinned this page of the mapping. */
  #pinsAt(d: Dma, page: number): number {
    let n = 0;
    for (const pin of this.#pins)
      if (pin.live !== 0 && pin.dma === d.index && pin.page === page) n += pin.count;
    return n;
  }

  #page(d: Dma, page: number): DmaPage {
    return this.#pages[d.index * PAGES + page]!;
  }

  #pin(g: Group, d: Dma, page: number): Pin | undefined {
    for (const pin of this.#pins)
      if (pin.live !== 0 && pin.group === g.index && pin.dma === d.index && pin.page === page)
        return pin;
    return undefined;
  }
}

/** No RLIMIT_MEMLOCK. */
export const UNLIMITED = -1;

/** What is at an address of a process, or was when it was pinned. Reserved pages are never counted. */
export const slots = { hole: 0, ordinary: 1, reserved: 2 } as const;
export type Slot = (typeof slots)[keyof typeof slots];

/** Pages of a mapping, at most. */
const PAGES = 2;
/** The address of a new program that is reserved. */
const RESERVED = 1 << 3;

const containerFields = { live: 'value', name: ownName('container'), backend: 'value' } as const;
/** `backend`: index into those of the world. */
export type Container = Row<keyof typeof containerFields>;

const groupFields = { kind: 'value', container: rowOf('container', 1) } as const;
/** `kind`: index into `groupKinds`. `container`: 0 if it is in none. */
export type Group = Row<keyof typeof groupFields>;

const memberFields = {
  containers: setOf('container'),
  groupFiles: setOf('group'),
  deviceFiles: setOf('group'),
  limit: 'value',
  capable: 'value',
  ordinary: 'value',
  reserved: 'value',
  mlocked: 'value',
} as const;
/**
 * What VFIO needs to know of a process. `limit`: in pages. `ordinary`, `reserved`, `mlocked`: bit per address;
 * processes of one mm agree about these.
 */
type Member = Row<keyof typeof memberFields>;

const dmaFields = {
  live: 'value',
  container: rowOf('container', 1),
  iova: 'value',
  pages: 'value',
  address: 'value',
  writable: 'value',
  mm: named('mm', 1),
  by: rowOf('process', 1),
  limit: 'value',
  capable: 'value',
  handed: 'value',
} as const;
/**
 * A mapping (struct vfio_dma). `mm`: its owner, whose pages they are and who is charged. `by`: who mapped it, whose
 * limit counts; 0 once it has exited, and then `limit` is the last it had. `capable`: whether it had CAP_IPC_LOCK
 * then. `handed`: its address was handed over, and nobody has given it a new one (VFIO_DMA_UNMAP_FLAG_VADDR).
 */
export type Dma = Row<keyof typeof dmaFields>;

const pageFields = {
  iommu: 'value',
  iommuMm: named('mm', 1),
  driver: 'value',
  driverMm: named('mm', 1),
} as const;
/** A page of a mapping: what the IOMMU and what the drivers have pinned of it, and from which mm; 0: nothing. */
type DmaPage = Row<keyof typeof pageFields>;

const pinFields = {
  live: 'value',
  group: named('group'),
  dma: rowOf('dma'),
  page: 'value',
  count: 'value',
} as const;
/** A driver has pinned a page of a mapping so often. */
type Pin = Row<keyof typeof pinFields>;

function setSpace(m: Member, ordinary: number, reserved: number): void {
  m.ordinary = ordinary;
  m.reserved = reserved;
  m.mlocked = 0;
}

function bit({ index }: { readonly index: number }): number {
  return 1 << index;
}

function bits(mask: number): number {
  let n = 0;
  for (let left = mask; left !== 0; left &= left - 1) n++;
  return n;
}
