import { type Feature, features } from '../../model/feature.ts';
import { reference, type Switches } from '../kernel/switches.ts';
import { linux410 } from './linux-4.10.ts';
import { linux412 } from './linux-4.12.ts';
import { linux418 } from './linux-4.18.ts';
import { linux49 } from './linux-4.9.ts';
import { linux517 } from './linux-5.17.ts';
import { linux518 } from './linux-5.18.ts';
import { linux518rc1 } from './linux-5.18-rc1.ts';
import { linux518rc1Mmget } from './linux-5.18-rc1-mmget.ts';
import { linux63 } from './linux-6.3.ts';
import { vfioMdevV9 } from './vfio-mdev-v9.ts';

/** A kernel by name: how it sets the switches, and nothing else. */
export interface Version {
  readonly name: string;
  readonly says: string;
  readonly switches: Switches;
  /** What there was by then, and is simulated. */
  readonly has: readonly Feature[];
  /**
   * Ids of catalogued defects that this release really had and that are not what it is checked for:
   * shown as known, each with its reason, and no cause to fail.
   */
  readonly known: readonly string[];
  /**
   * Those of its switches that are no mistakes but another design, in which what it is known for may show in another
   * way than in that of the reference.
   */
  readonly design?: Partial<Switches>;
  /** Of a kernel that is made to show something: in which world, and whether commands have to overlap or memory to fail. */
  readonly trial?: Trial;
}

/** Where and how something shows. */
export interface Trial {
  /** The name of a world. */
  readonly world: string;
  readonly overlaps: boolean;
  readonly faults: boolean;
}

const referenceVersion: Version = {
  name: 'reference',
  says: 'the design with every switch at its reference value',
  switches: reference,
  has: features,
  known: [],
};

export const versions: readonly Version[] = [
  referenceVersion,
  linux517,
  linux518rc1,
  linux518rc1Mmget,
  linux518,
  linux49,
  vfioMdevV9,
  linux410,
  linux412,
  linux418,
  linux63,
];
