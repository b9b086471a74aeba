import { errno } from '../answer.ts';
import { type Command, rules } from '../command.ts';
import { judgeOutcome, type Outcome, replayed, typically } from '../memlock.ts';
import type { State } from '../state.ts';
import type { Group } from '../vfio-state.ts';
import { hasVfio } from '../vfio-words.ts';

export interface Attach extends Command {
  readonly kind: 'attach';
  readonly process: number;
  readonly container: number;
  readonly group: number;
}

/** In the order in which they are checked. */
function outcome(s: State, c: Attach): Outcome {
  const { vfio } = s;
  const p = s.process(c.process)!;
  const into = vfio.container(c.container)!;
  const g = vfio.groups[c.group]!;
  if (!vfio.holdsContainer(p, into)) return { is: 'EBADF' };
  // A group has one opener at a time; who has it open already goes on with that.
  if (!vfio.holdsGroup(p, g) && (vfio.isGroupOpen(g) || vfio.isDeviceOpen(g)))
    return { is: 'EBUSY' };
  if (g.container !== 0) return { is: 'EINVAL' };
  if (vfio.backendOf(into) === 'tce' && vfio.kindOf(g) === 'mdev') return { is: 'ENODEV' };
  if (vfio.isHandedOver(into)) return { is: 'EBUSY' };
  if (!vfio.isIommuGroup(g) || vfio.hasIommu(into)) return { is: 'OK' };
  return replayed(vfio, into, p);
}

export const attach = rules<Attach>({
  kind: 'attach',
  says: 'hot-plug: the process opens the group (unless it has it), puts it into the container, and opens a device whose driver pins, which starts. With the first device behind the IOMMU, all that is mapped is pinned.',
  fields: {
    process: { uses: 'process' },
    container: { uses: 'container' },
    group: { uses: 'group' },
  },
  opens: true,
  rivals: true,
  weight: 14,
  in: hasVfio,
  possible: (s, c) =>
    s.process(c.process) !== undefined &&
    s.vfio.container(c.container) !== undefined &&
    s.vfio.groups[c.group] !== undefined,
  /** A group that is free; where something is mapped, one behind the IOMMU, for which that is pinned. */
  telling(s, c) {
    const { vfio } = s;
    const into = vfio.container(c.container);
    const p = s.process(c.process);
    if (p === undefined || into === undefined || !vfio.holdsContainer(p, into)) return undefined;
    const isReplayed = !vfio.hasIommu(into) && vfio.mappingsOf(into).length > 0;
    const tells = (g: Group): boolean => g.container === 0 && (!isReplayed || vfio.isIommuGroup(g));
    const n = vfio.groups.length;
    const g = vfio.groups.find((_, i) => tells(vfio.groups[(c.group + i) % n]!));
    return g && { ...c, group: (c.group + g.index) % n };
  },
  typical: (s, c) => typically(outcome(s, c)),
  judge: (s, c, a) => judgeOutcome('attach', a, outcome(s, c)),
  next(s, c, a) {
    const g = s.vfio.groups[c.group]!;
    const into = s.vfio.container(c.container)!;
    if (a.errno !== errno.OK) {
      if (!s.vfio.hasIommu(into)) s.vfio.unpinForIommu(into);
      return;
    }
    if (g.container !== 0) return;
    s.vfio.attach(s.process(c.process)!, into, g);
  },
  /** Where it is the first behind the IOMMU, the mappings are pinned one after the other. */
  parts(s, c) {
    const { vfio } = s;
    const into = vfio.container(c.container)!;
    if (!vfio.isIommuGroup(vfio.groups[c.group]!) || vfio.hasIommu(into)) return [];
    return vfio.mappingsOf(into).map(({ iova }) => (now) => {
      const d = now.vfio.mappingFrom(now.vfio.container(c.container)!, iova);
      if (d !== undefined) now.vfio.pinForIommu(d);
      return 0;
    });
  },
  /** The group is open and not in the container; if that fails, it is closed again, and until then pages may be charged. */
  halfway(s, c, a) {
    const g = s.vfio.groups[c.group]!;
    if (a.errno !== errno.OK && g.container === 0 && outcome(s, c).is !== 'EBADF') {
      s.vfio.attach(s.process(c.process)!, s.vfio.container(c.container)!, g);
      return;
    }
    if (outcome(s, c).is !== 'EBADF' && !s.vfio.isGroupOpen(g))
      s.vfio.openGroup(s.process(c.process)!, g);
  },
});
