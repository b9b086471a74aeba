import { hasVfio } from '../../../model/vfio/bounds.ts';
import type { Container } from '../../../model/vfio/files.ts';
import type { DmaRow } from '../../../model/vfio/mappings.ts';
import { slots } from '../../../model/pages/state.ts';
import type { Tell } from '../../law.ts';
import type { Law, View } from '../../linux-law.ts';

const byIommu = 'the IOMMU maps another page than was pinned';
const byDriver = 'a driver has another page than was pinned';

/**
 * `isolation` looks at the mm of a page, this law at the page. Numbers of pages have no meaning outside the kernel, so pages are
 * only compared: with the page that is now at the address of the mapping, and with that of the other side.
 *
 * It judges every step, because two states that differ only in which page is which count as one.
 */
export const pageIdentity: Law = {
  name: 'page-identity',
  title: 'A device reaches the page that was at its address at pin time',
  because:
    'a device that reaches another page of its own program overwrites data that the program keeps elsewhere, and reads what it was never told to read',
  closeness: 'object',
  needs: ['pins'],
  in: hasVfio,
  onStep(view, _was, report) {
    const { vfio } = view.state;
    for (const d of vfio.mappings.dmas) {
      if (d.live === 0) continue;
      const c = vfio.files.containers[d.container - 1]!;
      for (let page = 0; page < d.pages; page++) {
        lookAtIommu(view, c, d, page, report);
        lookAtDriver(view, c, d, page, report);
      }
    }
  },
};

function lookAtIommu(view: View, c: Container, d: DmaRow, page: number, report: Tell): void {
  const { mappings } = view.state.vfio;
  const at = d.iova + page;
  const mapped = mappedPage(view, c, d, page);
  if (mapped === 0) return;
  if (mappings.pinned(d, page).iommu === slots.reserved) {
    report(
      byIommu,
      `at i${at} of c${c.name} the IOMMU maps a page of memory, but a reserved page was there when it was mapped.`,
    );
    return;
  }
  const address = d.address + page;
  const isThere = mappings.isIommuPageThere(d, page);
  if ((mapped === view.seen.pageAt(d.mm, address)) !== isThere)
    report(byIommu, `at i${at} of c${c.name} the IOMMU ${text('maps', isThere, d, address)}`);
}

function lookAtDriver(view: View, c: Container, d: DmaRow, page: number, report: Tell): void {
  const { state, seen } = view;
  const { mappings } = state.vfio;
  const at = d.iova + page;
  const { iommu, driver } = mappings.pinned(d, page);
  const given = driver === slots.ordinary ? seen.externalPage(c.name, at) : 0;
  if (given === 0 || seen.externalMm(c.name, at) !== mappings.driverMm(d, page)) return;
  const address = d.address + page;
  const isThere = mappings.isDriverPageThere(d, page);
  if ((given === seen.pageAt(d.mm, address)) !== isThere)
    report(byDriver, `at i${at} of c${c.name} a driver ${text('has', isThere, d, address)}`);
  const mapped = iommu === slots.ordinary ? mappedPage(view, c, d, page) : 0;
  const isShared = mappings.isSharedPage(d, page);
  if (mapped !== 0 && (mapped === given) !== isShared)
    report(
      byDriver,
      isShared
        ? `at i${at} of c${c.name} a driver has another page than the IOMMU, but both have pinned one page.`
        : `at i${at} of c${c.name} a driver has the page of the IOMMU, but they have pinned two pages.`,
    );
}

/** The page that the IOMMU maps where it has pinned one; 0 if it maps none, or memory of another mm. */
function mappedPage({ state, seen }: View, c: Container, d: DmaRow, page: number): number {
  const { mappings } = state.vfio;
  const at = d.iova + page;
  if (!mappings.isIommuMapped(d, page)) return 0;
  return seen.mappedMm(c.name, at) === mappings.iommuMm(d, page) ? seen.mappedPage(c.name, at) : 0;
}

function text(has: string, isThere: boolean, { mm }: DmaRow, address: number): string {
  return isThere
    ? `${has} another page than the one at a${address} of mm${mm - 1}, which was pinned.`
    : `${has} the page that is now at a${address} of mm${mm - 1}, but another one was pinned.`;
}
