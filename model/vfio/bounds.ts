import { type BoundsOf, counted, flag, number } from '../bounds.ts';
import type { World } from '../world.ts';

/**
 * The kind of the device of a VFIO group. `mdev`: a mediated device, whose driver pins the pages that it needs.
 * `passthrough`: behind the IOMMU, which maps everything. `pinning`: behind the IOMMU, and its driver also pins.
 */
export const groupKinds = ['mdev', 'passthrough', 'pinning'] as const;
export type GroupKind = (typeof groupKinds)[number];

/** The IOMMU backend of a container (VFIO_SET_IOMMU). `tce`: that of POWER, which cannot pin. */
export const backends = ['type1v2', 'type1', 'tce'] as const;
export type Backend = (typeof backends)[number];

/** Containers and groups. They map `pages`. */
export interface VfioBounds {
  /** Containers (/dev/vfio/vfio) open at once, 1 to 2. */
  readonly containers: number;
  /** The groups, with one device each: g0, g1, ... At most 4. */
  readonly groups: readonly GroupKind[];
  readonly backends: readonly Backend[];
  /** Pages of IOVA space, 2 or 3: i0, i1, ... Ranges beyond the last one stand for ranges that wrap. */
  readonly iovas: number;
  /** Mappings that all containers can have together (struct vfio_dma), 1 to 6. */
  readonly mappings: number;
  /** Mappings that one container may have (the module’s parameter dma_entry_limit). */
  readonly dmaEntries: number;
  /** Whether the last page of IOVA space is that of 64 bits: the address after it is 0. */
  readonly top?: boolean | undefined;
}

export const CONTAINERS_MAX = 2;
export const GROUPS_MAX = 4;
export const IOVAS_MAX = 3;
export const MAPPINGS_MAX = 6;

export const vfioBounds: BoundsOf<VfioBounds> = {
  containers: {
    values: number(1, CONTAINERS_MAX),
    says: 'containers open at once',
    inWords: (n) => counted(n, 'container'),
  },
  groups: {
    values: { kind: 'things', of: groupKinds, max: GROUPS_MAX },
    says: 'groups with one device each: g0, g1, ...',
    inWords: (kinds) => `${kinds.length === 1 ? 'group' : 'groups'} ${kinds.join(', ')}`,
  },
  backends: {
    values: { kind: 'words', of: backends },
    says: 'IOMMU backends that a container can have',
    inWords: (names) => `${names.length === 1 ? 'backend' : 'backends'} ${names.join(', ')}`,
  },
  iovas: {
    values: number(2, IOVAS_MAX),
    says: 'pages of IOVA space: i0, i1, ...',
    inWords: (n) => counted(n, 'IOVA'),
  },
  mappings: {
    values: number(1, MAPPINGS_MAX),
    says: 'mappings in all containers together',
    inWords: (n) => counted(n, 'mapping'),
  },
  dmaEntries: {
    values: number(1, MAPPINGS_MAX),
    says: 'mappings in one container',
    inWords: (n) => `${n} in a container`,
  },
  top: {
    values: flag,
    says: 'the last IOVA is the last page of 64 bits: the address after it is 0',
    inWords: (is) => (is === true ? 'the last IOVA is the last of 64 bits' : undefined),
  },
};

export function hasVfio({ vfio }: World): boolean {
  return vfio !== undefined;
}
