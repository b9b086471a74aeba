import { named, ownName, rowOf, setOf } from '../../memory/kinds.ts';
import type { Layout, Row } from '../../memory/records.ts';
import type { Part } from '../part.ts';
import { tablesIn, take } from '../rows.ts';
import type { Process, State } from '../state.ts';
import { capacityOf, setsOf } from './bounds.ts';

/** Sets of PASIDs, their PASIDs, which of these a guest has bound to which device, and who has the file of a set open. */
export class SetsState implements Part {
  readonly sets: readonly PasidSet[];
  readonly guests: readonly Guest[];
  readonly endpoints: readonly unknown[];
  readonly binds: readonly GuestBind[];
  readonly kvms: readonly Kvm[];
  readonly #s: State;
  readonly #open: readonly OpenSets[];
  readonly #late: Row<'quota'> | undefined;

  /** Processes and PASIDs are laid out before. */
  constructor(s: State, l: Layout) {
    this.#s = s;
    const { world } = s;
    const { pasidSets, guests, endpoints } = setsOf(world);
    const table = tablesIn(l, world.sets !== undefined);
    this.sets = table('set', pasidSets, setFields);
    this.guests = table('guest', guests, guestFields);
    this.endpoints = table(
      'endpoint',
      endpoints,
      { none: 'value' },
      { keyed: { of: named('endpoint'), each: 1 } },
    );
    this.binds = table('guest bind', guests * endpoints, bindFields);
    this.#open = table(
      'open sets',
      world.processes,
      { sets: setOf('set'), kvms: setOf('kvm') },
      {
        keyed: { of: rowOf('process'), each: 1 },
      },
    );
    this.kvms = table('kvm', pasidSets, kvmFields);
    [this.#late] = table('late', 1, { quota: 'value' });
  }

  set(name: number): PasidSet | undefined {
    return this.sets.find((row) => row.live !== 0 && row.name === name);
  }

  guest(name: number): Guest | undefined {
    return this.guests.find((row) => row.live !== 0 && row.name === name);
  }

  setOf(g: Guest): PasidSet {
    return this.sets[g.set - 1]!;
  }

  // ---- queries of rules and laws

  /** Whether the process has the file of the set open. */
  hasOpen(p: Process, set: PasidSet): boolean {
    return (this.#open[p.index]!.sets & (1 << set.index)) !== 0;
  }

  /** The set of this mm; an mm has one at most. */
  setOfMm(mm: number): PasidSet | undefined {
    return this.sets.find((row) => row.live !== 0 && row.mm === mm);
  }

  /** PASIDs of the set that are not freed. */
  countIn(set: PasidSet): number {
    return this.guests.filter((g) => g.live !== 0 && g.set === set.index + 1).length;
  }

  /** What no set has reserved: the least and the most, because a set may return its quota late. */
  available(): readonly [least: number, most: number] {
    const live = this.sets.filter((row) => row.live !== 0);
    const most = capacityOf(this.#s.world) - live.reduce((sum, { quota }) => sum + quota, 0);
    return [most - (this.#late?.quota ?? 0), most];
  }

  /** Whether the quota of the set may be used up: a freed PASID counts until everything of it is gone. */
  mayBeFull(set: PasidSet): boolean {
    return this.countIn(set) + set.late >= set.quota;
  }

  isFull(set: PasidSet): boolean {
    return this.countIn(set) >= set.quota;
  }

  bind(endpoint: number, pasid: number): GuestBind | undefined {
    return this.binds.find((b) => b.live !== 0 && b.endpoint === endpoint && b.pasid === pasid);
  }

  /** A PASID of a set is never that of the mm itself. */
  holds(pasid: number): boolean {
    return this.#holder(pasid) !== undefined;
  }

  holderText(pasid: number): string | undefined {
    const g = this.#holder(pasid);
    return g && `s${this.setOf(g).name}, as v${g.name}`;
  }

  ownersOf(pasid: number): readonly string[] {
    const g = this.#holder(pasid);
    return g === undefined ? [] : [`mm${this.setOf(g).mm - 1}`];
  }

  #holder(pasid: number): Guest | undefined {
    return this.guests.find((g) => g.live !== 0 && g.pasid === pasid);
  }

  /** Whether a virtual machine may be made for this mm, and subscribe to its set. */
  mayWatch(mm: number): boolean {
    if (this.kvms.some((row) => row.live !== 0 && row.mm === mm)) return false;
    const set = this.setOfMm(mm);
    return set === undefined || this.countIn(set) === 0;
  }

  /** Whether a guest of this mm has bound the PASID to some device. */
  isBoundFor(mm: number, pasid: number): boolean {
    const g = this.#holder(pasid);
    return (
      g !== undefined &&
      this.setOf(g).mm === mm &&
      this.binds.some((b) => b.live !== 0 && b.pasid === pasid)
    );
  }

  // ---- changes, for `next`

  newKvm(p: Process): void {
    const row = take(this.kvms);
    row.mm = p.mm;
    this.#open[p.index]!.kvms |= 1 << row.index;
  }

  newSet(name: number, p: Process, quota: number): void {
    const row = take(this.sets);
    row.name = name;
    row.mm = p.mm;
    row.quota = quota;
    this.#open[p.index]!.sets |= 1 << row.index;
  }

  newGuest(name: number, set: PasidSet, pasid: number): void {
    const g = take(this.guests);
    g.name = name;
    g.set = set.index + 1;
    g.pasid = pasid;
    this.#s.ioasid.isTaken(pasid);
  }

  /** The PASID is freed. The kernel may clear what is left of it later. */
  freeGuest(g: Guest): void {
    const set = this.setOf(g);
    for (const b of this.binds) if (b.pasid === g.pasid) drop(b);
    set.late++;
    this.#s.ioasid.mayComeFree(g.pasid);
    g.live = g.name = g.set = g.pasid = 0;
  }

  newBind(endpoint: number, g: Guest): void {
    const b = take(this.binds);
    b.endpoint = endpoint;
    b.pasid = g.pasid;
  }

  unbind(endpoint: number, pasid: number): void {
    const b = this.bind(endpoint, pasid);
    if (b !== undefined) drop(b);
  }

  closeSet(p: Process, set: PasidSet): void {
    this.#open[p.index]!.sets &= ~(1 << set.index);
  }

  /** A set that nobody has open ends, with all of its PASIDs. It may return its quota late. */
  dropUnreferenced(): void {
    for (const kvm of this.kvms)
      if (!this.#open.some((o) => (o.kvms & (1 << kvm.index)) !== 0)) kvm.live = kvm.mm = 0;
    for (const set of this.sets) {
      if (set.live === 0 || this.#open.some((o) => (o.sets & (1 << set.index)) !== 0)) continue;
      for (const g of this.guests) if (g.live !== 0 && g.set === set.index + 1) this.freeGuest(g);
      if (set.late > 0) this.#late!.quota += set.quota;
      set.live = set.name = set.mm = set.quota = set.late = 0;
    }
  }

  // ---- events of processes

  born(p: Process, parent: Process): void {
    const own = this.#open[p.index];
    if (own === undefined) return;
    const from = this.#open[parent.index]!;
    own.sets = from.sets;
    own.kvms = from.kvms;
  }

  execs(p: Process): void {
    if (this.#s.world.closeOnExec) this.exits(p);
  }

  exits(p: Process): void {
    const own = this.#open[p.index];
    if (own !== undefined) own.sets = own.kvms = 0;
  }

  settled(): void {
    for (const set of this.sets) set.late = 0;
    if (this.#late === undefined) return;
    this.#late.quota = 0;
  }
}

function drop(b: GuestBind): void {
  b.live = b.endpoint = b.pasid = 0;
}

/** `mm`: its token, the mm that it is for. `late`: PASIDs that were freed, and may still count. */
const setFields = {
  live: 'value',
  name: ownName('set'),
  mm: named('mm', 1),
  quota: 'value',
  late: 'value',
} as const;
export type PasidSet = Row<keyof typeof setFields>;

const guestFields = {
  live: 'value',
  name: ownName('guest'),
  set: rowOf('set', 1),
  pasid: 'value',
} as const;
/** A PASID of a set, for a guest. */
export type Guest = Row<keyof typeof guestFields>;

const bindFields = { live: 'value', endpoint: named('endpoint'), pasid: 'value' } as const;
/** A PASID that is bound to an assigned device. */
export type GuestBind = Row<keyof typeof bindFields>;

const kvmFields = { live: 'value', mm: named('mm', 1) } as const;
/** A virtual machine, whose KVM subscribes to the set of this mm. */
export type Kvm = Row<keyof typeof kvmFields>;

type OpenSets = Row<'sets' | 'kvms'>;
