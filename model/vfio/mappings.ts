import { named, rowOf } from '../../memory/kinds.ts';
import type { Row } from '../../memory/records.ts';
import type { Table } from '../rows.ts';
import type { Process, State } from '../state.ts';
import type { Container, Group, VfioFiles } from './files.ts';
import { slots } from '../pages/state.ts';

/**
 * The mappings, and the pins of the IOMMU and of the drivers.
 *
 * It has no counter of locked pages: the sets determine mm->locked_vm, whatever the order of the commands that made
 * them (`PagesState.expectedLocked`).
 */
export class VfioMappings {
  readonly dmas: readonly DmaRow[];
  readonly #files: VfioFiles;
  readonly #s: State;
  /** Mapping n has `PAGES` rows, from row n * `PAGES` on. */
  readonly #pages: readonly DmaPage[];
  readonly #pins: readonly Pin[];

  constructor(s: State, table: Table, files: VfioFiles) {
    this.#s = s;
    this.#files = files;
    const { groups = [], mappings = 0 } = s.world.vfio ?? {};
    const pinners = groups.filter((kind) => kind !== 'passthrough').length;
    this.dmas = table('dma', mappings, dmaFields);
    this.#pages = table('dma page', mappings * PAGES, pageFields, {
      keyed: { of: rowOf('dma'), each: PAGES },
    });
    this.#pins = table('pin', pinners * mappings * PAGES, pinFields);
  }

  /** The limit of the process that mapped it; if that has exited, its last limit. */
  limitOfMapping(d: DmaRow): number {
    return d.by === 0 ? d.limit : this.#s.pages.limitAt(d.by - 1);
  }

  /** Mappings of a container, by their IOVA. */
  mappingsOf(c: Container): readonly DmaRow[] {
    const found: DmaRow[] = [];
    for (const d of this.dmas) if (d.live !== 0 && d.container === c.index + 1) found.push(d);
    return found.length > 1 ? found.toSorted((a, b) => a.iova - b.iova) : found;
  }

  /** The mapping that contains this IOVA. */
  mappingAt(c: Container, iova: number): DmaRow | undefined {
    for (const d of this.dmas)
      if (d.live !== 0 && d.container === c.index + 1 && d.iova <= iova && iova < d.iova + d.pages)
        return d;
    return undefined;
  }

  /** The mapping that starts there. */
  mappingFrom(c: Container, iova: number): DmaRow | undefined {
    const d = this.mappingAt(c, iova);
    return d?.iova === iova ? d : undefined;
  }

  /** Whether the address of a mapping of the container is handed over. */
  isHandedOver(c: Container): boolean {
    return this.dmas.some((d) => d.live !== 0 && d.container === c.index + 1 && d.handed !== 0);
  }

  /** Whether the IOMMU translates this page of the mapping. */
  isIommuMapped(d: DmaRow, page: number): boolean {
    return this.#page(d, page).iommu !== 0;
  }

  /** Whether a driver has pinned this page of the mapping. */
  isDriverPinned(d: DmaRow, page: number): boolean {
    return this.#page(d, page).driver !== 0;
  }

  /** The pages that the IOMMU and the drivers have pinned at this page of the mapping. */
  pinned(d: DmaRow, page: number): { readonly iommu: number; readonly driver: number } {
    return this.#page(d, page);
  }

  /** The mm of the IOMMU’s page; 0 if it maps none there. */
  iommuMm(d: DmaRow, page: number): number {
    return this.#page(d, page).iommuMm;
  }

  /** The mm of the drivers’ page; 0 if no driver has pinned it. */
  driverMm(d: DmaRow, page: number): number {
    return this.#page(d, page).driverMm;
  }

  hasDriverPins(d: DmaRow): boolean {
    return this.#pins.some((pin) => pin.live !== 0 && pin.dma === d.index);
  }

  /** How often this driver has pinned the page at this IOVA of its container. */
  pinsOf(g: Group, iova: number): number {
    const c = this.#files.containerOf(g);
    const d = c && this.mappingAt(c, iova);
    return d === undefined ? 0 : (this.#pin(g, d, iova - d.iova)?.count ?? 0);
  }

  /** Whether another driver has pinned it. */
  isPinnedByOthers(g: Group, d: DmaRow, page: number): boolean {
    return this.#pins.some(
      (pin) => pin.live !== 0 && pin.dma === d.index && pin.page === page && pin.group !== g.index,
    );
  }

  // ---- the equations

  /** Whether a page counts at this page of the mapping. A reserved page never counts. */
  isCounted(d: DmaRow, page: number): boolean {
    const { iommu, driver } = this.#page(d, page);
    return iommu === slots.ordinary || driver === slots.ordinary;
  }

  /** Whether the page that is now at its address counts there. */
  isCountedNow(d: DmaRow, page: number): boolean {
    return this.isIommuPageThere(d, page) || this.isDriverPageThere(d, page);
  }

  /** Whether the page that the IOMMU has pinned there is still the one at the address of the mapping. */
  isIommuPageThere(d: DmaRow, page: number): boolean {
    const { iommuMm, iommuPage } = this.#page(d, page);
    return iommuPage !== 0 && iommuMm === d.mm && iommuPage === this.#pageNow(d, page);
  }

  /** The same for that of the drivers. */
  isDriverPageThere(d: DmaRow, page: number): boolean {
    const { driverMm, driverPage } = this.#page(d, page);
    return driverPage !== 0 && driverMm === d.mm && driverPage === this.#pageNow(d, page);
  }

  /** Whether the IOMMU and the drivers have pinned one page of memory there. */
  isSharedPage(d: DmaRow, page: number): boolean {
    const { iommuMm, iommuPage, driverMm, driverPage } = this.#page(d, page);
    return iommuPage !== 0 && iommuPage === driverPage && iommuMm === driverMm;
  }

  #pageNow(d: DmaRow, page: number): number {
    return this.#s.pages.pageIn(d.mm, d.address + page);
  }

  /**
   * The pages of memory that are pinned for it. A page counts once, no matter how many pins it has at one IOVA; if another page has
   * come to its address in between, the IOMMU and the drivers have pinned two.
   */
  countedPages(d: DmaRow): number {
    let n = 0;
    for (let i = 0; i < d.pages; i++) n += this.countedAt(d, i);
    return n;
  }

  countedAt(d: DmaRow, page: number): number {
    const { iommu, driver } = this.#page(d, page);
    if (driver !== slots.ordinary) return iommu === slots.ordinary ? 1 : 0;
    return iommu !== slots.ordinary || this.isSharedPage(d, page) ? 1 : 2;
  }

  /** The number of counted pages in the mappings that this mm owns. */
  locks(mm: number): number {
    let n = 0;
    for (const d of this.dmas) if (d.live !== 0 && d.mm === mm) n += this.countedPages(d);
    return n;
  }

  /**
   * The minimum and maximum of references that pins have to hold on ordinary pages: one for the IOMMU, and for drivers
   * one for all pins of a page (v4.10) or one for each pin (the patches before it).
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

  // ---- changes, for `next`

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
    if (this.#files.hasIommu(c)) this.pinForIommu(d);
  }

  /** Drivers are notified first, so their pins end with the mapping. */
  unmap(d: DmaRow): void {
    this.tellDrivers(d);
    for (let i = 0; i < PAGES; i++) {
      const page = this.#page(d, i);
      page.iommu = 0;
      page.iommuMm = 0;
      page.iommuPage = 0;
    }
    for (const field of Object.keys(dmaFields) as (keyof typeof dmaFields)[]) d[field] = 0;
  }

  /** Every driver unpins its pages of the mapping. */
  tellDrivers(d: DmaRow): void {
    for (const pin of this.#pins) if (pin.live !== 0 && pin.dma === d.index) this.#endPin(pin);
  }

  /** The driver of this device stops: it unpins all its pages. */
  stopDriver(g: Group): void {
    for (const pin of this.#pins) if (pin.live !== 0 && pin.group === g.index) this.#endPin(pin);
  }

  handOver(d: DmaRow): void {
    d.handed = 1;
  }

  /** The mapping gets an address of this process, whose mm now owns it. */
  takeOver(d: DmaRow, p: Process, address: number): void {
    d.handed = 0;
    d.address = address;
    // vfio_change_dma_owner: nothing changes hands within one mm
    if (d.mm !== p.mm) this.#own(d, p);
  }

  /** The process that mapped it exits: another of its threads has the same limit, or its last limit stays in force. */
  exit(p: Process, other: Process | undefined): void {
    for (const d of this.dmas)
      if (d.live !== 0 && d.by === p.index + 1) {
        d.by = other === undefined ? 0 : other.index + 1;
        d.limit = other === undefined ? this.#s.pages.limitOf(p) : 0;
      }
  }

  #own(d: DmaRow, p: Process): void {
    d.mm = p.mm;
    d.by = p.index + 1;
    d.limit = 0;
    d.capable = this.#s.pages.isCapable(p) ? 1 : 0;
  }

  /** The IOMMU pins the mapping; pages that it has already pinned stay as they are. */
  pinForIommu(d: DmaRow): void {
    for (let i = 0; i < d.pages; i++) {
      const page = this.#page(d, i);
      if (page.iommu !== 0) continue;
      page.iommu = this.#s.pages.slotIn(d.mm, d.address + i);
      page.iommuMm = page.iommu === slots.hole ? 0 : d.mm;
      page.iommuPage = this.#pageNow(d, i);
    }
  }

  /** Removes the pins of the IOMMU: the attach of the first IOMMU device failed. */
  unpinForIommu(c: Container): void {
    for (const d of this.mappingsOf(c))
      for (let i = 0; i < d.pages; i++) {
        const page = this.#page(d, i);
        page.iommu = 0;
        page.iommuMm = 0;
        page.iommuPage = 0;
      }
  }

  /** The driver pins the page at this IOVA. Without a mapping, or at a hole, nothing is pinned. */
  pin(g: Group, iova: number): void {
    const c = this.#files.containerOf(g);
    const d = c && this.mappingAt(c, iova);
    if (d === undefined) return;
    const i = iova - d.iova;
    const page = this.#page(d, i);
    if (page.driver === 0) {
      page.driver = this.#s.pages.slotIn(d.mm, d.address + i);
      if (page.driver === slots.hole) return;
      page.driverMm = d.mm;
      page.driverPage = this.#pageNow(d, i);
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
    const d = this.mappingAt(this.#files.containerOf(g)!, iova)!;
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
    pinned.driverPage = 0;
  }

  // ---- rows

  /** The number of pins of drivers on this page of the mapping. */
  #pinsAt(d: DmaRow, page: number): number {
    let n = 0;
    for (const pin of this.#pins)
      if (pin.live !== 0 && pin.dma === d.index && pin.page === page) n += pin.count;
    return n;
  }

  #page(d: DmaRow, page: number): DmaPage {
    return this.#pages[d.index * PAGES + page]!;
  }

  #pin(g: Group, d: DmaRow, page: number): Pin | undefined {
    for (const pin of this.#pins)
      if (pin.live !== 0 && pin.group === g.index && pin.dma === d.index && pin.page === page)
        return pin;
    return undefined;
  }
}

/** The largest number of pages of a mapping. */
const PAGES = 2;

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
 * A mapping (struct vfio_dma). `mm`: its owner, whose pages are mapped and which is charged. `by`: the process that mapped
 * it, whose limit applies; 0 after its exit, and then `limit` is its last limit. `capable`: whether it had CAP_IPC_LOCK at
 * map time. `handed`: its address was handed over, and no process has set a new one (VFIO_DMA_UNMAP_FLAG_VADDR).
 */
export type DmaRow = Row<keyof typeof dmaFields>;

const pageFields = {
  iommu: 'value',
  iommuMm: named('mm', 1),
  iommuPage: 'ignored',
  driver: 'value',
  driverMm: named('mm', 1),
  driverPage: 'ignored',
} as const;
/**
 * A page of a mapping: the kinds of page that the IOMMU and the drivers have pinned there, their mms, and which page of the mm it is
 * (`PagesState.pageIn`); 0: none.
 */
type DmaPage = Row<keyof typeof pageFields>;

const pinFields = {
  live: 'value',
  group: named('group'),
  dma: rowOf('dma'),
  page: 'value',
  count: 'value',
} as const;
/** The number of pins of one driver on a page of a mapping. */
type Pin = Row<keyof typeof pinFields>;
