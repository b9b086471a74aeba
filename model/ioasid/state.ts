import { ownName, rowOf } from '../../memory/kinds.ts';
import type { Layout, Row } from '../../memory/records.ts';
import type { Part } from '../part.ts';
import { take, tablesIn } from '../rows.ts';
import type { Process, State } from '../state.ts';
import { hasSmallLeaves } from '../sva/bounds.ts';
import { pasidsOf } from './bounds.ts';

/** The PASIDs that drivers have allocated, the PASID that each mm got, and those that may not be free yet. */
export class IoasidState implements Part {
  readonly grants: readonly Grant[];
  readonly #s: State;
  /** Of each process, in their order. */
  readonly #told: readonly Told[];
  readonly #global: Row<keyof typeof globalFields> | undefined;
  readonly #most: Row<'peak'> | undefined;

  /** Processes are laid out before. */
  constructor(s: State, l: Layout) {
    this.#s = s;
    const { world } = s;
    const table = tablesIn(l, world.ioasid !== undefined);
    [this.#global] = table('ioasid', 1, globalFields);
    this.#told = table('told', world.processes, toldFields, {
      keyed: { of: rowOf('process'), each: 1 },
    });
    [this.#most] = tablesIn(l, hasSmallLeaves(world))('most pasids', 1, { peak: 'value' });
    this.grants = table('grant', Math.min(pasidsOf(world), 4), grantFields);
  }

  /** By name; undefined if it does not exist now. */
  grant(name: number): Grant | undefined {
    for (const g of this.grants) if (g.live !== 0 && g.name === name) return g;
    return undefined;
  }

  // ---- queries of laws and rules

  /** The PASID that the mm of this process got last; 0 if none. */
  toldTo(p: Process): number {
    return this.#told[p.index]?.pasid ?? 0;
  }

  /** Whether its mm may nevertheless have one. */
  mayHaveUntold(p: Process): boolean {
    return (this.#told[p.index]?.untold ?? 0) !== 0;
  }

  holds(pasid: number): boolean {
    return this.grants.some((g) => g.live !== 0 && g.pasid === pasid);
  }

  ownersOf(pasid: number): readonly string[] {
    return this.holds(pasid) ? ['a driver'] : [];
  }

  /** The owners that the allocator may show. */
  owners(pasid: number): readonly string[] {
    return this.#s.parts.flatMap((part) => part.ownersOf?.(pasid) ?? []);
  }

  holderText(pasid: number): string | undefined {
    const grant = this.grants.find((g) => g.live !== 0 && g.pasid === pasid);
    return grant && `the driver that allocated n${grant.name}`;
  }

  /** Whether anything besides this mm holds this PASID. */
  isHeld(pasid: number, butMm = 0): boolean {
    for (const part of this.#s.parts) if (part.holds?.(pasid, butMm) === true) return true;
    return false;
  }

  /** Its holder in words. */
  holder(pasid: number, butMm: number): string | undefined {
    for (const part of this.#s.parts) {
      const text = part.holderText?.(pasid, butMm);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  /**
   * Whether the PASID may be in use: it is held, or a living mm got it, or an mm got it that has
   * ended since, and nothing shows yet that it was freed (a kernel may free late, after a grace period).
   */
  mayBeTaken(pasid: number): boolean {
    if (((this.#global?.lingering ?? 0) & (1 << pasid)) !== 0 || this.isHeld(pasid)) return true;
    for (const p of this.#s.processes) if (p.live !== 0 && this.toldTo(p) === pasid) return true;
    return false;
  }

  /** Whether the allocator may still show an owner of it. */
  mayHaveOwner(pasid: number): boolean {
    return this.mayBeTaken(pasid) || this.#untold() > 0;
  }

  /** Whether every PASID may be in use, so that "no space" is a correct answer. */
  mayBeExhausted(): boolean {
    const most = pasidsOf(this.#s.world);
    let free = 0;
    for (let n = 1; n <= most; n++) if (!this.mayBeTaken(n)) free++;
    return free <= this.#untold();
  }

  /** mms that may have a PASID that no caller got, because a bind ran out of memory. */
  #untold(): number {
    let n = this.#global?.untold ?? 0;
    for (const p of this.#s.processes)
      if (p.live !== 0 && this.mayHaveUntold(p) && this.#s.firstIn(p.mm) === p) n++;
    return n;
  }

  /** The lowest PASID that is certainly free; 0 if there is none. */
  lowestFree(): number {
    const most = pasidsOf(this.#s.world);
    for (let n = 1; n <= most; n++) if (!this.mayBeTaken(n)) return n;
    return 0;
  }

  // ---- changes, for `next`

  newGrant(name: number, pasid: number): void {
    const g = take(this.grants);
    g.name = name;
    g.pasid = pasid;
    this.isTaken(pasid);
  }

  /** A caller holds this PASID now, so it has not been free since an earlier owner. */
  isTaken(pasid: number): void {
    this.#global!.lingering &= ~(1 << pasid);
    this.#countTaken(pasid);
  }

  /** The number of PASIDs that may have been taken at once so far; only in worlds with small leaves. */
  get peak(): number {
    return this.#most?.peak ?? 0;
  }

  #countTaken(taken: number): void {
    if (this.#most === undefined) return;
    let n = this.#untold();
    for (let pasid = 1; pasid <= pasidsOf(this.#s.world); pasid++)
      if (pasid === taken || this.mayBeTaken(pasid)) n++;
    this.#most.peak = Math.max(this.#most.peak, n);
  }

  /** Every process in the mm now knows this PASID of the mm. */
  tell(mm: number, pasid: number): void {
    this.isTaken(pasid);
    for (const p of this.#s.processes) {
      if (p.live === 0 || p.mm !== mm) continue;
      const told = this.#told[p.index]!;
      told.pasid = pasid;
      told.untold = 0;
    }
  }

  /** A bind ran out of memory: the mm may have a PASID now, and no caller got it. */
  mayHaveTaken(by: Process): void {
    if (this.toldTo(by) !== 0) return;
    for (const p of this.#s.processes)
      if (p.live !== 0 && p.mm === by.mm) this.#told[p.index]!.untold = 1;
    this.#countTaken(0);
  }

  /** Its holder ended; the kernel need not free it at once. */
  mayComeFree(pasid: number): void {
    if (pasid > 0) this.#global!.lingering |= 1 << pasid;
  }

  // ---- events of processes

  born(p: Process, _parent: Process, other: Process | undefined): void {
    const own = this.#told[p.index];
    if (own === undefined) return;
    const known = other && this.#told[other.index];
    own.pasid = known?.pasid ?? 0;
    own.untold = known?.untold ?? 0;
  }

  leavesMm(p: Process, _mm: number, isLast: boolean): void {
    const own = this.#told[p.index];
    if (own === undefined || !isLast) return;
    this.mayComeFree(own.pasid);
    this.#global!.untold += own.untold;
    own.untold = 0;
  }

  execs(p: Process): void {
    const own = this.#told[p.index];
    if (own === undefined) return;
    own.pasid = 0;
    own.untold = 0;
  }

  exits(p: Process): void {
    this.execs(p);
  }

  settled(): void {
    if (this.#global === undefined) return;
    this.#global.lingering = 0;
    this.#global.untold = 0;
  }
}

/** `lingering`: a bit per PASID that may be free by now. `untold`: mms that ended and may have had one. */
const globalFields = { lingering: 'value', untold: 'value' } as const;

const toldFields = { pasid: 'value', untold: 'value' } as const;
/**
 * `pasid`: the PASID that the mm got last; 0 if none. `untold`: it may have one that no caller got. Both are the same for all
 * processes of an mm.
 */
type Told = Row<keyof typeof toldFields>;

const grantFields = { live: 'value', name: ownName('pasid'), pasid: 'value' } as const;
/** A PASID that a driver has allocated for itself. */
export type Grant = Row<keyof typeof grantFields>;
