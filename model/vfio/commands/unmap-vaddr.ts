import { errno } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { judgeOutcome, type MemlockOutcome, typically } from '../../pages/memlock.ts';
import type { State } from '../../state.ts';
import type { DmaRow } from '../mappings.ts';
import { hasVfio } from '../bounds.ts';
import { iovaWords } from '../words.ts';
import { placeOf } from '../../pages/words.ts';

export interface UnmapVaddr extends Command {
  readonly kind: 'unmap-vaddr';
  readonly process: number;
  readonly container: number;
  readonly iova: string;
}

function outcome(s: State, c: UnmapVaddr): MemlockOutcome {
  const { vfio } = s;
  const of = vfio.files.container(c.container)!;
  if (!vfio.files.holdsContainer(s.process(c.process)!, of)) return { is: 'EBADF' };
  // Meanwhile a driver could ask for pages that cannot be found.
  if (vfio.files.hasMdev(of)) return { is: 'EBUSY' };
  return { is: vfio.mappings.mappingFrom(of, placeOf(c.iova))!.handed === 0 ? 'OK' : 'EINVAL' };
}

export const unmapVaddr = rules<UnmapVaddr>({
  kind: 'unmap-vaddr',
  says: 'VFIO_IOMMU_UNMAP_DMA with VFIO_DMA_UNMAP_FLAG_VADDR: the mapping stays, but its address becomes invalid until a process sets a new one (live update of a hypervisor)',
  fields: {
    process: { uses: 'process' },
    container: { uses: 'container' },
    iova: { oneOf: iovaWords },
  },
  in: hasVfio,
  needs: 'vaddr',
  possible(s, c) {
    const of = s.vfio.files.container(c.container);
    return (
      s.process(c.process) !== undefined &&
      of !== undefined &&
      s.vfio.mappings.mappingFrom(of, placeOf(c.iova)) !== undefined
    );
  },
  typical: (s, c) => typically(outcome(s, c)),
  judge: (s, c, a) => judgeOutcome('unmap-vaddr', a, outcome(s, c)),
  next(s, c, a) {
    if (a.errno !== errno.OK) return;
    s.vfio.mappings.handOver(
      s.vfio.mappings.mappingFrom(s.vfio.files.container(c.container)!, placeOf(c.iova))!,
    );
  },
  draw: {
    weight: 18,
    /** In a container without mediated devices, the mapping with the largest charge. */
    telling(s, c) {
      const of = s.vfio.files.container(c.container);
      if (of === undefined || s.vfio.files.hasMdev(of)) return undefined;
      const counted = (d: DmaRow): number => s.vfio.mappings.countedPages(d);
      const [d] = s.vfio.mappings.mappingsOf(of).toSorted((a, b) => counted(b) - counted(a));
      return d && { ...c, iova: iovaWords[d.iova]! };
    },
  },
  overlap: { succeedsOnNothing: true },
});
