import type { Process, State } from '../state.ts';
import type { DmaRow } from './mappings.ts';
import { slots } from '../pages/state.ts';

/**
 * The situation of each mapping and each process, as a number. It leaves out names, addresses and counts, and keeps
 * the conditions that accounting mistakes need. The thousands of states of random traces have about a hundred
 * situations. A search that knows which of them it has seen can return to the rare ones. A bit is set for a special
 * condition; the more bits are set, the more conditions are combined.
 *
 * @param note - called with each situation; never in a world without VFIO
 */
export function vfioSituations(s: State, note: (situation: number) => void): void {
  if (s.world.vfio === undefined) return;
  for (const d of s.vfio.mappings.dmas) if (d.live !== 0) note(ofMapping(s, d));
  for (const p of s.processes) if (p.live !== 0) note(ofProcess(s, p));
}

/** A number composed of bits. */
class Bits {
  number = 1;

  say(is: boolean): void {
    this.number = this.number * 2 + (is ? 1 : 0);
  }
}

function ofMapping(s: State, d: DmaRow): number {
  const { vfio, pages } = s;
  const c = vfio.files.containers[d.container - 1]!;
  const bits = new Bits();
  bits.say(d.handed !== 0);
  bits.say(vfio.files.hasIommu(c));
  bits.say(vfio.files.hasMdev(c));
  sayWhoHasIt(s, d, bits);
  sayWhatIsPinned(s, d, bits);
  sayRoom(vfio.mappings.limitOfMapping(d), pages.expectedLocked(d.mm), bits);
  return bits.number * 2;
}

function ofProcess(s: State, p: Process): number {
  const { vfio, pages } = s;
  const bits = new Bits();
  let containers = 0;
  let hasIommu = false;
  let hasMdev = false;
  for (const c of vfio.files.containers) {
    if (c.live === 0 || !vfio.files.holdsContainer(p, c)) continue;
    containers++;
    hasIommu ||= vfio.files.hasIommu(c);
    hasMdev ||= vfio.files.hasMdev(c);
  }
  bits.say(containers > 0);
  bits.say(containers > 1);
  bits.say(hasIommu);
  bits.say(hasMdev);
  bits.say(s.processes.some((q) => q.live !== 0 && q.index !== p.index && q.mm === p.mm));
  bits.say(pages.isCapable(p));
  bits.say(pages.limitOf(p) >= 0);
  sayRoom(pages.limitOf(p), pages.expectedLocked(p.mm), bits);
  return bits.number * 2 + 1;
}

/** Whether its owner lives and has the container; another process has the container; the owner shares its mm. */
function sayWhoHasIt({ vfio, processes }: State, d: DmaRow, bits: Bits): void {
  const c = vfio.files.containers[d.container - 1]!;
  let owners = 0;
  let holds = false;
  let othersHold = false;
  for (const p of processes) {
    if (p.live === 0) continue;
    if (p.mm === d.mm) {
      owners++;
      holds ||= vfio.files.holdsContainer(p, c);
    } else othersHold ||= vfio.files.holdsContainer(p, c);
  }
  bits.say(owners > 0);
  bits.say(owners > 1);
  bits.say(holds);
  bits.say(othersHold);
}

/**
 * Whether pages are counted, some of them only for a driver; whether drivers have pins; whether some pages are reserved, are
 * of another mm, or were replaced at their address since.
 */
function sayWhatIsPinned({ vfio, pages }: State, d: DmaRow, bits: Bits): void {
  let isCounted = false;
  let isForDriverAlone = false;
  let isReserved = false;
  let isOfAnother = false;
  let hasMoved = false;
  for (let i = 0; i < d.pages; i++) {
    const { iommu, driver } = vfio.mappings.pinned(d, i);
    isCounted ||= vfio.mappings.isCounted(d, i);
    isForDriverAlone ||= driver === slots.ordinary && iommu !== slots.ordinary;
    isReserved ||= iommu === slots.reserved || driver === slots.reserved;
    const [first, second] = [vfio.mappings.iommuMm(d, i), vfio.mappings.driverMm(d, i)];
    isOfAnother ||= (first !== 0 && first !== d.mm) || (second !== 0 && second !== d.mm);
    const now = pages.slotIn(d.mm, d.address + i);
    hasMoved ||=
      (iommu !== slots.hole && iommu !== now) || (driver !== slots.hole && driver !== now);
    hasMoved ||= iommu === slots.ordinary && !vfio.mappings.isIommuPageThere(d, i);
    hasMoved ||= driver === slots.ordinary && !vfio.mappings.isDriverPageThere(d, i);
  }
  bits.say(isCounted);
  bits.say(isForDriverAlone);
  bits.say(vfio.mappings.hasDriverPins(d));
  bits.say(isReserved);
  bits.say(isOfAnother);
  bits.say(hasMoved);
}

/** Whether the limit allows no more page; whether it is exceeded. */
function sayRoom(limit: number, locked: number, bits: Bits): void {
  bits.say(limit === locked);
  bits.say(limit >= 0 && limit < locked);
}
