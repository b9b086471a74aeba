import type { StateLine } from '../state-line.ts';
import type { State } from '../state.ts';

/** Containers with their groups, mappings with their pinned pages, and the locked pages of each process. */
export function describeVfio({ vfio, pages, processes }: State): readonly StateLine[] {
  const owners = processes.filter((p) => isLive(p) && pages.expectedLocked(p.mm) > 0);
  return [
    ...vfio.files.containers.filter(isLive).map((c) => {
      const groups = vfio.files.groupsIn(c).map((g) => `g${g.index} (${vfio.files.kindOf(g)})`);
      return {
        what: `c${c.name}`,
        is: `${vfio.files.backendOf(c)}, ${groups.length > 0 ? groups.join(', ') : 'no group'}`,
      };
    }),
    ...vfio.mappings.dmas.filter(isLive).map((d) => {
      const range = Array.from({ length: d.pages }, (_, i) => i);
      const byIommu = range.filter((i) => vfio.mappings.isIommuMapped(d, i)).length;
      const byDrivers = range.filter((i) => vfio.mappings.isDriverPinned(d, i)).length;
      const where = `c${vfio.files.containers[d.container - 1]!.name} i${d.iova}`;
      return {
        what: where,
        is: `${d.pages} page${d.pages === 1 ? '' : 's'} at a${d.address} of mm${d.mm - 1}, pinned by the IOMMU ${byIommu}, by drivers ${byDrivers}${d.handed === 0 ? '' : ', handed over'}`,
      };
    }),
    ...owners.map((p) => ({
      what: `mm${p.mm - 1} of p${p.name}`,
      is: `${pages.expectedLocked(p.mm)} locked`,
    })),
  ];
}

function isLive(row: { readonly live: number }): boolean {
  return row.live !== 0;
}
