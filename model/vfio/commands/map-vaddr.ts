import { errno } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { staysBelow, judgeOutcome, type MemlockOutcome, typically } from '../../pages/memlock.ts';
import type { State } from '../../state.ts';
import { UNLIMITED } from '../../pages/state.ts';
import { addressWords, isAddress, placeOf } from '../../pages/words.ts';
import { iovaWords, isIova } from '../words.ts';
import { hasVfio } from '../bounds.ts';

export interface MapVaddr extends Command {
  readonly kind: 'map-vaddr';
  readonly process: number;
  readonly container: number;
  readonly iova: string;
  readonly address: string;
}

function outcome(s: State, c: MapVaddr): MemlockOutcome {
  const { vfio } = s;
  const p = s.process(c.process)!;
  const of = vfio.files.container(c.container)!;
  if (!vfio.files.holdsContainer(p, of)) return { is: 'EBADF' };
  if (!vfio.files.hasGroup(of)) return { is: 'EINVAL' };
  const d = vfio.mappings.mappingFrom(of, placeOf(c.iova));
  if (d === undefined) {
    const isInside = vfio.mappings.mappingAt(of, placeOf(c.iova)) !== undefined;
    return { is: isInside ? 'EINVAL' : 'ENOENT' };
  }
  if (d.handed === 0) return { is: 'EINVAL' };
  const pages = vfio.mappings.countedPages(d);
  if (d.mm === p.mm || pages === 0) return { is: 'OK' };
  const limit = s.pages.limitOf(p);
  return staysBelow(s.pages.expectedLocked(p.mm), pages, limit, s.pages.isCapable(p))
    ? { is: 'OK' }
    : { is: 'ENOMEM', limit };
}

export const mapVaddr = rules<MapVaddr>({
  kind: 'map-vaddr',
  says: 'VFIO_IOMMU_MAP_DMA with VFIO_DMA_MAP_FLAG_VADDR: a mapping that was handed over gets an address of this process, whose mm is charged for it from now on',
  fields: {
    process: { uses: 'process' },
    container: { uses: 'container' },
    iova: { oneOf: iovaWords },
    address: { oneOf: addressWords },
  },
  in: hasVfio,
  needs: 'vaddr',
  possible(s, c) {
    const of = s.vfio.files.container(c.container);
    return (
      s.process(c.process) !== undefined &&
      of !== undefined &&
      s.vfio.files.backendOf(of) !== 'tce' &&
      isIova(s.world, c.iova) &&
      isAddress(s.world, c.address)
    );
  },
  typical: (s, c) => typically(outcome(s, c)),
  judge: (s, c, a) => judgeOutcome('map-vaddr', a, outcome(s, c)),
  next(s, c, a) {
    const d = s.vfio.mappings.mappingFrom(s.vfio.files.container(c.container)!, placeOf(c.iova));
    if (a.errno !== errno.OK || d === undefined) return;
    s.vfio.mappings.takeOver(d, s.process(c.process)!, placeOf(c.address));
  },
  draw: {
    weight: 5,
    /** A mapping that was handed over; if possible by a process of another mm with the container, and with a limit. */
    telling(s, c) {
      const { vfio } = s;
      const d = vfio.mappings.dmas.find((one) => one.live !== 0 && one.handed !== 0);
      const of = d && vfio.files.containers[d.container - 1];
      if (of === undefined) return undefined;
      const others = s.processes.filter(
        (one) => one.live !== 0 && one.mm !== d!.mm && vfio.files.holdsContainer(one, of),
      );
      const [first] = others;
      const p = others.find((one) => s.pages.limitOf(one) !== UNLIMITED) ?? first;
      return {
        ...c,
        process: p?.name ?? c.process,
        container: of.name,
        iova: iovaWords[d!.iova]!,
      };
    },
  },
});
