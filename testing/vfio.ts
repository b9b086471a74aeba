import { accountOf, type Pfn, pfnAt } from '../implementation/kernel/mm/page.ts';
import type { Switches } from '../implementation/kernel/switches.ts';
import type { VfioDma } from '../implementation/kernel/vfio/tables.ts';
import { findWorld } from '../model/worlds.ts';
import { Bench } from './kernel.ts';

/** For suites only: a kernel with VFIO, and the values that its suites check. */
export class VfioBench extends Bench {
  constructor(switches: Partial<Switches> = {}, world = 'vfio-tiny') {
    super(switches, findWorld(world));
  }

  /** The same after these commands. */
  static after(...lines: readonly string[]): VfioBench {
    return new VfioBench().and(...lines);
  }

  and(...lines: readonly string[]): this {
    this.run(...lines);
    return this;
  }

  /** The answer of the last of these commands. */
  last(...lines: readonly string[]): string {
    return this.run(...lines).at(-1)!;
  }

  /** mm->locked_vm of a process, in pages. */
  locked(process = 0): number {
    return accountOf(this.k, this.task(process).mm).lockedVm;
  }

  pfn(process: number, address: number): Pfn {
    return pfnAt(this.k, this.mm(process).index, address);
  }

  /** The references of pins on the page at an address. */
  pins(process: number, address: number): number {
    return this.k.ram!.pages.at(this.pfn(process, address), 'test').pins;
  }

  /** The mapping that begins at an IOVA, in any container. */
  dma(iova = 0): VfioDma {
    return this.k.vfio.dmas.rows.find((d) => d.live !== 0 && d.iova === iova)!;
  }

  /** The pages that drivers have pinned: `i0 x2`. */
  get nodes(): string[] {
    return this.k.vfio.pfns.rows
      .filter((p) => p.live !== 0)
      .map((p) => `i${p.iova} x${p.refs}`)
      .toSorted();
  }

  /** The frames that the IOMMU maps for the first container, by IOVA. */
  get translated(): number[] {
    const { iommuPtes, iovas } = this.k.vfio;
    return iommuPtes
      .slice(0, iovas)
      .filter((pte) => pte.page !== 0 || pte.reserved !== 0)
      .map((pte) => pte.index);
  }
}

/** p0 has a container. */
export const container = 'container p0 type1v2 -> c0';
/** With only a mediated device: no page is pinned until its driver pins it. */
export const mediated: readonly string[] = [container, 'attach p0 c0 g0'];
/** With only a pass-through device: a mapping pins all of its pages. */
export const passthrough: readonly string[] = [container, 'attach p0 c0 g1'];
export const both: readonly string[] = [...mediated, 'attach p0 c0 g1'];
/** One page, a0 at i0. */
export const map = 'map p0 c0 i0 a0 1 rw';
export const pin = 'pin g0 i0 1';
/**
 * p1 also has the container, but its own address space.
 *
 */
export const shared: readonly string[] = [container, 'fork p0 -> p1'];
