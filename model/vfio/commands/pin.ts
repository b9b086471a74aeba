import { errno, ok } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { withPages } from '../../pages/found.ts';
import { Charges, judgeOutcome, type MemlockOutcome, typically } from '../../pages/memlock.ts';
import type { State } from '../../state.ts';
import type { Container } from '../files.ts';
import { slots } from '../../pages/state.ts';
import { hasVfio } from '../bounds.ts';
import { iovaWords, isIova } from '../words.ts';
import { placeOf } from '../../pages/words.ts';
import { fitsFor } from '../replay.ts';

export interface Pin extends Command {
  readonly kind: 'pin';
  readonly group: number;
  readonly iova: string;
  readonly pages: string;
}

/** VFIO_PIN_PAGES_MAX_ENTRIES: as many addresses as a page can hold. */
const PAGES_MAX = 512;

/** In the order in which they are checked. */
function outcome(s: State, c: Pin): MemlockOutcome {
  const { vfio } = s;
  const g = vfio.files.groups[c.group]!;
  const of = vfio.files.containerOf(g);
  if (of === undefined) return { is: 'EINVAL' };
  const pages = Number(c.pages);
  if (pages === 0) return { is: 'EINVAL' };
  if (pages < 0 || pages > PAGES_MAX) return { is: 'E2BIG' };
  if (vfio.files.backendOf(of) === 'tce') return { is: 'ENOTTY' };
  if (vfio.files.backendOf(of) === 'type1') return { is: 'EACCES' };
  if (vfio.mappings.isHandedOver(of)) return { is: 'EBUSY' };
  // Older kernels let the driver of a device behind the IOMMU pin only if a mediated device is attached.
  if (vfio.files.isIommuGroup(g) && !vfio.files.hasMdev(of)) {
    const alone = pinned(s, c, of);
    return { ...alone, or: [...(alone.or ?? []), 'EINVAL'] };
  }
  return pinned(s, c, of);
}

/** Page by page. */
function pinned(s: State, c: Pin, of: Container): MemlockOutcome {
  const { vfio, pages } = s;
  const charges = new Charges(pages);
  for (let iova = placeOf(c.iova), end = iova + Number(c.pages); iova < end; iova++) {
    const d = vfio.mappings.mappingAt(of, iova);
    if (d === undefined) return { is: 'EINVAL' };
    if (d.writable === 0) return { is: 'EPERM' };
    const i = iova - d.iova;
    if (vfio.mappings.isDriverPinned(d, i)) continue;
    // If the owner exits between the look at its mm and the charge, older kernels answer ESRCH.
    if (!s.runs(d.mm)) return { is: 'ENODEV', or: ['ESRCH'] };
    const slot = pages.slotIn(d.mm, d.address + i);
    if (slot === slots.hole) return { is: 'EFAULT' };
    if (slot !== slots.ordinary || vfio.mappings.isIommuPageThere(d, i)) continue;
    if (!fitsFor(s, charges, d)) return { is: 'ENOMEM', limit: vfio.mappings.limitOfMapping(d) };
    charges.add(d.mm);
  }
  return { is: 'OK' };
}

export const pin = rules<Pin>({
  kind: 'pin',
  says: 'the driver of the device pins pages by their IOVA, to write to them (vfio_pin_pages). A page is charged unless it is already charged. Returns the number of pinned pages: all of them, or an error and none.',
  runsOn: 'driver',
  fields: {
    group: { uses: 'group' },
    iova: { oneOf: iovaWords },
    pages: { oneOf: ['1', '2', '0', '-1', '513'] },
  },
  in: hasVfio,
  possible(s, c) {
    const g = s.vfio.files.groups[c.group];
    return (
      g !== undefined &&
      g.container !== 0 &&
      s.vfio.files.isDeviceOpen(g) &&
      isIova(s.world, c.iova)
    );
  },
  typical: (s, c) => typically(outcome(s, c), Number(c.pages)),
  judge(s, c, a) {
    if (a.errno === errno.OK && a.value !== Number(c.pages))
      return {
        law: 'pin-result',
        place: {
          command: 'pin',
          clause: `success without ${a.value === 0 ? 'a page' : 'all pages'}`,
        },
        witness: `the driver of g${c.group} asked for ${inPages(Number(c.pages))} and was told that ${inPages(a.value)} ${a.value === 1 ? 'is' : 'are'} pinned.`,
      };
    return judgeOutcome('pin', a, outcome(s, c));
  },
  next(s, c, a) {
    if (a.errno !== errno.OK) return;
    const g = s.vfio.files.groups[c.group]!;
    const pages = Math.min(a.value, Number(c.pages), s.world.vfio!.iovas);
    for (let i = 0; i < pages; i++) s.vfio.mappings.pin(g, placeOf(c.iova) + i);
  },
  tells: (a) => inPages(a.value),
  outcome: (a) => (a.value === 0 ? 'success without a page' : 'success'),
  draw: {
    rivals: true,
    weight: 12,
    /** A mapped page that no driver has pinned: there limits, holes and the exit of its owner matter. */
    telling(s, c) {
      const { vfio } = s;
      const g = vfio.files.groups[c.group];
      const of = g && vfio.files.containerOf(g);
      if (of === undefined) return undefined;
      const { iovas } = s.world.vfio!;
      for (let n = 0; n < iovas; n++) {
        const iova = (placeOf(c.iova) + n) % iovas;
        const d = vfio.mappings.mappingAt(of, iova);
        if (d === undefined || d.writable === 0 || vfio.mappings.isDriverPinned(d, iova - d.iova))
          continue;
        return { ...c, iova: iovaWords[iova]!, pages: '1' };
      }
      return undefined;
    },
  },
  overlap: {
    keepsAlive: true,
    asOf: withPages,
    /** A command that fails returns its charge at the end. */
    halfway(s, c, a) {
      const pages = Math.min(Number(c.pages), s.world.vfio!.iovas);
      if (a.errno !== errno.OK && pages > 0) pin.next(s, c, ok(pages));
    },
  },
});

function inPages(n: number): string {
  return `${n} page${n === 1 ? '' : 's'}`;
}
