import { rowOf } from '../../memory/kinds.ts';
import type { Layout, Row } from '../../memory/records.ts';
import type { Part } from '../part.ts';
import { tablesIn } from '../rows.ts';
import { ADDRESSES_MAX } from './bounds.ts';
import type { Process, State } from '../state.ts';

/** The pages of each process that can be mapped, which of them are mlocked, and its limit. */
export class PagesState implements Part {
  readonly #s: State;
  /** In the order of the processes. */
  readonly #spaces: readonly Space[];
  readonly #addresses: number;
  /** For each process, a row for each address. */
  readonly #made: readonly Made[];
  #partsThatLock: readonly Part[] | undefined;
  #partsThatPin: readonly Part[] | undefined;

  /** Processes are laid out before. */
  constructor(s: State, l: Layout) {
    this.#s = s;
    const { world } = s;
    const table = tablesIn(l, world.pages !== undefined);
    this.#spaces = table('pages', world.processes, spaceFields, {
      keyed: { of: rowOf('process'), each: 1 },
    });
    this.#addresses = world.pages?.addresses ?? 0;
    this.#made = table('pages made', world.processes * this.#addresses, madeFields, {
      keyed: { of: rowOf('process'), each: this.#addresses },
    });
  }

  reset(): void {
    const [first] = this.#spaces;
    if (first === undefined) return;
    first.limit = UNLIMITED;
    first.capable = this.#s.world.pages!.capable ? 1 : 0;
    this.#freshen(first);
  }

  /** The page at this address of the process; after the last address there is a hole. */
  slot(p: Process, address: number): Slot {
    const m = this.#of(p);
    if ((m.ordinary & (1 << address)) !== 0) return slots.ordinary;
    return (m.reserved & (1 << address)) !== 0 ? slots.reserved : slots.hole;
  }

  /** The same of an mm; `none` if no process runs in it. */
  slotIn(mm: number, address: number): Slot {
    const p = this.#s.firstIn(mm);
    return p === undefined ? slots.hole : this.slot(p, address);
  }

  /**
   * Which page of memory is at this address of an mm: a number that no other page of the mm has or had. 0 if none is there, or a
   * reserved one.
   */
  pageIn(mm: number, address: number): number {
    const p = this.#s.firstIn(mm);
    if (p === undefined || this.slot(p, address) !== slots.ordinary) return 0;
    return this.#madeAt(p, address).pages * ADDRESSES_MAX + address;
  }

  isMlocked(p: Process, address: number): boolean {
    return (this.#of(p).mlocked & (1 << address)) !== 0;
  }

  /** Pages that are mlocked in this mm. */
  locks(mm: number): number {
    const p = this.#spaces.length === 0 ? undefined : this.#s.firstIn(mm);
    return p === undefined ? 0 : bitsIn(this.#of(p).mlocked);
  }

  /** The required mm->locked_vm, in pages: the mlocked pages, and the pages that other domains keep locked. */
  expectedLocked(mm: number): number {
    let n = 0;
    for (const part of this.#lockers) n += part.locks!(mm);
    return n;
  }

  isCapable(p: Process): boolean {
    return this.#of(p).capable !== 0;
  }

  limitOf(p: Process): number {
    return this.#of(p).limit;
  }

  /** The limit of the process in this row; 0 once it has exited. */
  limitAt(row: number): number {
    return this.#spaces[row]!.limit;
  }

  /** The pages at the addresses of each process now. */
  get pages(): PagesOfProcesses {
    return this.#spaces.map(({ ordinary, reserved, index }) => ({
      ordinary,
      reserved,
      made: this.#madeIn(index).map(({ pages }) => pages),
    }));
  }

  /** Acts as if these pages were at the addresses. The mlocks stay as they are. */
  withPages(pages: PagesOfProcesses, act: () => void): void {
    const now = this.pages;
    this.#setPages(pages);
    act();
    this.#setPages(now);
  }

  /** The minimum and maximum of references that pins have to hold on pages of memory, over all domains. */
  expectedPinReferences(): readonly [least: number, most: number] {
    let [least, most] = [0, 0];
    for (const part of this.#pinners) {
      const [more, evenMore] = part.pinReferences!();
      least += more;
      most += evenMore;
    }
    return [least, most];
  }

  // ---- changes, for `next`

  /** All processes of the mm see it. */
  setSlot({ mm }: Process, address: number, slot: Slot): void {
    for (const m of this.#in(mm)) {
      const rest = ~(1 << address);
      const here = 1 << address;
      m.ordinary = (m.ordinary & rest) | (slot === slots.ordinary ? here : 0);
      m.reserved = (m.reserved & rest) | (slot === slots.reserved ? here : 0);
      m.mlocked &= rest;
      if (slot === slots.ordinary) this.#made[m.index * this.#addresses + address]!.pages++;
    }
  }

  setMlocked({ mm }: Process, address: number, isLocked: boolean): void {
    for (const m of this.#in(mm)) {
      m.mlocked &= ~(1 << address);
      if (isLocked) m.mlocked |= m.ordinary & (1 << address);
    }
  }

  setLimit(p: Process, limit: number): void {
    for (const m of this.#sharing(p)) m.limit = limit;
  }

  dropCapability(p: Process): void {
    this.#of(p).capable = 0;
  }

  // ---- events of processes

  /** A new process has the pages of its parent. The mlocks belong to the mm, and are not copied. */
  born(p: Process, parent: Process, other: Process | undefined): void {
    if (this.#spaces.length === 0) return;
    const m = this.#of(p);
    const from = this.#of(parent);
    m.limit = from.limit;
    m.capable = from.capable;
    m.ordinary = from.ordinary;
    m.reserved = from.reserved;
    m.mlocked = other === undefined ? 0 : this.#of(other).mlocked;
    for (let a = 0; a < this.#addresses; a++)
      this.#madeAt(p, a).pages = other === undefined ? 1 : this.#madeAt(other, a).pages;
  }

  leavesMm(p: Process): void {
    if (this.#spaces.length > 0) this.#empty(p);
  }

  /** A new program starts with a page at every address; the last of four is reserved. */
  execs(p: Process): void {
    if (this.#spaces.length > 0) this.#freshen(this.#of(p));
  }

  exits(p: Process): void {
    if (this.#spaces.length === 0) return;
    const m = this.#of(p);
    m.limit = 0;
    m.capable = 0;
    this.#empty(p);
  }

  // ---- rows

  /** They are asked after every command. The list of all parts is complete only after the last one was made. */
  get #lockers(): readonly Part[] {
    this.#partsThatLock ??= this.#s.parts.filter((part) => part.locks !== undefined);
    return this.#partsThatLock;
  }

  get #pinners(): readonly Part[] {
    this.#partsThatPin ??= this.#s.parts.filter((part) => part.pinReferences !== undefined);
    return this.#partsThatPin;
  }

  #setPages(pages: PagesOfProcesses): void {
    this.#spaces.forEach((m, i) => {
      m.ordinary = pages[i]!.ordinary;
      m.reserved = pages[i]!.reserved;
      this.#madeIn(i).forEach((row, a) => (row.pages = pages[i]!.made[a]!));
    });
  }

  #freshen(m: Space): void {
    const all = (1 << this.#s.world.pages!.addresses) - 1;
    setSpace(m, all & ~RESERVED, all & RESERVED);
    this.#setMade(m.index, 1);
  }

  #empty(p: Process): void {
    setSpace(this.#of(p), 0, 0);
    this.#setMade(p.index, 0);
  }

  #setMade(process: number, pages: number): void {
    for (let a = 0; a < this.#addresses; a++)
      this.#made[process * this.#addresses + a]!.pages = pages;
  }

  #madeAt(p: Process, address: number): Made {
    return this.#made[p.index * this.#addresses + address]!;
  }

  #madeIn(process: number): readonly Made[] {
    return this.#made.slice(process * this.#addresses, (process + 1) * this.#addresses);
  }

  #of(p: Process): Space {
    return this.#spaces[p.index]!;
  }

  /** Those of all its threads. */
  #sharing(p: Process): readonly Space[] {
    return this.#s.threadsOf(p).map((q) => this.#of(q));
  }

  #in(mm: number): readonly Space[] {
    return this.#spaces.filter(({ index }) => {
      const p = this.#s.processes[index]!;
      return p.live !== 0 && p.mm === mm;
    });
  }
}

/** Of each process, bit per address. */
export type PagesOfProcesses = readonly {
  readonly ordinary: number;
  readonly reserved: number;
  readonly made: readonly number[];
}[];

/** No RLIMIT_MEMLOCK. */
export const UNLIMITED = -1;

/** The kind of page at an address of a process, now or when it was pinned. Reserved pages are never counted. */
export const slots = { hole: 0, ordinary: 1, reserved: 2 } as const;
export type Slot = (typeof slots)[keyof typeof slots];

/** The address of a new program that is reserved. */
const RESERVED = 1 << 3;

const spaceFields = {
  limit: 'value',
  capable: 'value',
  ordinary: 'value',
  reserved: 'value',
  mlocked: 'value',
} as const;
/** `limit`: in pages. `ordinary`, `reserved`, `mlocked`: bit per address; processes of one mm agree about these. */
type Space = Row<keyof typeof spaceFields>;

/**
 * `pages`: how many pages of memory were mapped at an address of a process so far; processes of one mm agree about it. Only whether
 * two pages are the same depends on it, and a state of a kernel says that too.
 */
const madeFields = { pages: 'ignored' } as const;
type Made = Row<keyof typeof madeFields>;

function setSpace(m: Space, ordinary: number, reserved: number): void {
  m.ordinary = ordinary;
  m.reserved = reserved;
  m.mlocked = 0;
}

function bitsIn(mask: number): number {
  let n = 0;
  for (let left = mask; left !== 0; left &= left - 1) n++;
  return n;
}
