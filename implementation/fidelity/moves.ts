import { type Order, orderOf } from './linux-version.ts';

/** A file of Linux that went: it got another path, or its functions went to several files. */
interface Move {
  readonly from: string;
  /** Its new path. None if its functions went to several files: then each function says where (`elsewhere`). */
  readonly to?: string;
  /** The first version without the old path. */
  readonly in: string;
  /** How it is known. */
  readonly source: string;
}

/** Files that went between the versions that were read here. Every other file of the tables has one path in all of them. */
export const moves: readonly Move[] = [
  {
    from: 'drivers/iommu/intel-svm.c',
    to: 'drivers/iommu/intel/svm.c',
    in: 'v5.8',
    source: 'DepSurf, intel_svm_bind_mm: the old path in 5.4, the new one in 5.8',
  },
  {
    from: 'drivers/iommu/intel-pasid.c',
    to: 'drivers/iommu/intel/pasid.c',
    in: 'v5.8',
    source: 'DepSurf, callers of qi_submit_sync: the old path in 5.4, the new one in 5.8',
  },
  {
    from: 'drivers/iommu/dmar.c',
    to: 'drivers/iommu/intel/dmar.c',
    in: 'v5.8',
    source: 'DepSurf, qi_submit_sync: the old path in 5.4, the new one in 5.8',
  },
  {
    from: 'drivers/vfio/vfio.c',
    in: 'v6.1',
    source:
      'DepSurf, vfio_fops_open: there in 5.19; the tree of v6.3.2 has container.c, group.c and vfio_main.c',
  },
];

/**
 * The path that a file has in a version.
 *
 * @param file - its path in any version
 * @returns undefined if that version has no such file, so that the function has to say where it is
 */
export function pathIn(file: string, order: Order): string | undefined {
  for (const move of moves) {
    const went = order >= orderOf(move.in);
    if (file === move.from && went) return move.to;
    if (file === move.to && !went) return move.from;
  }
  return file;
}
