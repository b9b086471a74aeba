import { errno } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { withPages } from '../../pages/found.ts';
import { judgeOutcome, type MemlockOutcome, typically } from '../../pages/memlock.ts';
import { replayed } from '../replay.ts';
import type { State } from '../../state.ts';
import type { Group } from '../files.ts';
import { hasVfio } from '../bounds.ts';

export interface Attach extends Command {
  readonly kind: 'attach';
  readonly process: number;
  readonly container: number;
  readonly group: number;
}

/** In the order in which they are checked. */
function outcome(s: State, c: Attach): MemlockOutcome {
  const { vfio } = s;
  const p = s.process(c.process)!;
  const into = vfio.files.container(c.container)!;
  const g = vfio.files.groups[c.group]!;
  if (!vfio.files.holdsContainer(p, into)) return { is: 'EBADF' };
  // A group has one opener at a time; a process that already has it open uses that file.
  if (!vfio.files.holdsGroup(p, g) && (vfio.files.isGroupOpen(g) || vfio.files.isDeviceOpen(g)))
    return { is: 'EBUSY' };
  if (g.container !== 0) return { is: 'EINVAL' };
  if (vfio.files.backendOf(into) === 'tce' && vfio.files.kindOf(g) === 'mdev')
    return { is: 'ENODEV' };
  if (vfio.mappings.isHandedOver(into)) return { is: 'EBUSY' };
  if (!vfio.files.isIommuGroup(g) || vfio.files.hasIommu(into)) return { is: 'OK' };
  return replayed(s, into, p);
}

export const attach = rules<Attach>({
  kind: 'attach',
  says: 'hot-plug: the process opens the group (unless it is open), attaches it to the container, and opens its device; a driver that pins starts. The first device behind the IOMMU pins everything that is mapped.',
  fields: {
    process: { uses: 'process' },
    container: { uses: 'container' },
    group: { uses: 'group' },
  },
  in: hasVfio,
  possible: (s, c) =>
    s.process(c.process) !== undefined &&
    s.vfio.files.container(c.container) !== undefined &&
    s.vfio.files.groups[c.group] !== undefined,
  typical: (s, c) => typically(outcome(s, c)),
  judge: (s, c, a) => judgeOutcome('attach', a, outcome(s, c)),
  next(s, c, a) {
    const g = s.vfio.files.groups[c.group]!;
    const into = s.vfio.files.container(c.container)!;
    if (a.errno !== errno.OK) {
      if (!s.vfio.files.hasIommu(into)) s.vfio.mappings.unpinForIommu(into);
      return;
    }
    if (g.container !== 0) return;
    s.vfio.attach(s.process(c.process)!, into, g);
  },
  draw: {
    opens: true,
    rivals: true,
    weight: 14,
    /** A free group; if the container has mappings, one behind the IOMMU, so that they are pinned. */
    telling(s, c) {
      const { vfio } = s;
      const into = vfio.files.container(c.container);
      const p = s.process(c.process);
      if (p === undefined || into === undefined || !vfio.files.holdsContainer(p, into))
        return undefined;
      const isReplayed = !vfio.files.hasIommu(into) && vfio.mappings.mappingsOf(into).length > 0;
      const tells = (g: Group): boolean =>
        g.container === 0 && (!isReplayed || vfio.files.isIommuGroup(g));
      const n = vfio.files.groups.length;
      const g = vfio.files.groups.find((_, i) => tells(vfio.files.groups[(c.group + i) % n]!));
      return g && { ...c, group: (c.group + g.index) % n };
    },
  },
  overlap: {
    keepsAlive: true,
    asOf: withPages,
    /** If it is the first behind the IOMMU, the mappings are pinned one after the other. */
    parts(s, c) {
      const { vfio } = s;
      const into = vfio.files.container(c.container)!;
      if (!vfio.files.isIommuGroup(vfio.files.groups[c.group]!) || vfio.files.hasIommu(into))
        return [];
      return vfio.mappings.mappingsOf(into).map(({ iova }) => (now) => {
        const d = now.vfio.mappings.mappingFrom(now.vfio.files.container(c.container)!, iova);
        if (d !== undefined) now.vfio.mappings.pinForIommu(d);
        return 0;
      });
    },
    /** The group is open and not in the container. If attach fails, it closes the group, and pages may be charged until then. */
    halfway(s, c, a) {
      const g = s.vfio.files.groups[c.group]!;
      if (a.errno !== errno.OK && g.container === 0 && outcome(s, c).is !== 'EBADF') {
        s.vfio.attach(s.process(c.process)!, s.vfio.files.container(c.container)!, g);
        return;
      }
      if (outcome(s, c).is !== 'EBADF' && !s.vfio.files.isGroupOpen(g))
        s.vfio.files.openGroup(s.process(c.process)!, g);
    },
  },
});
