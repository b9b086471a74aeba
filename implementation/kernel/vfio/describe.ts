import type { StateLine } from '../../../model/state-line.ts';
import type { Kernel } from '../kernel.ts';
import { isReserved } from '../mm/page.ts';
import { dmasOf, framed, iommuPte, pfnsOf } from './tables.ts';

/** Containers with their mappings and pins, in lines. */
export function describePins(k: Kernel): readonly StateLine[] {
  const v = k.vfio;
  const lines: StateLine[] = [];
  for (const c of v.containers.rows) {
    if (c.live === 0) continue;
    const groups = v.groups.filter((g) => g.container === v.containers.pointer(c));
    lines.push({
      what: `c${c.name}`,
      is: groups.length === 0 ? 'no group' : groups.map((g) => `g${g.index}`).join(' '),
    });
    if (c.iommu === 0) continue;
    for (const d of dmasOf(k, c.iommu)) {
      const iommu = Array.from({ length: d.pages }, (_, i) =>
        frameText(framed(iommuPte(k, c.iommu, d.iova + i))),
      );
      const nodes = pfnsOf(k, v.dmas.pointer(d)).map(
        (p) =>
          `i${p.iova} ${frameText(framed(p))} ${p.refs} ${p.refs === 1 ? 'reference' : 'references'}`,
      );
      lines.push({
        what: `c${c.name} i${d.iova}`,
        is: `a${d.address}, ${d.pages} ${d.pages === 1 ? 'page' : 'pages'}, IOMMU ${iommu.join(' ') || 'nothing'}, drivers ${nodes.join(', ') || 'none'}`,
      });
    }
  }
  const pins = v.pfns.rows.filter((p) => p.live !== 0).length;
  if (pins > 0) lines.push({ what: 'pfn nodes', is: String(pins) });
  return lines;
}

function frameText(pfn: number): string {
  if (pfn === 0) return 'none';
  return isReserved(pfn) ? 'reserved' : 'page';
}
