import { type Feature, features } from '../../model/feature.ts';
import { reference, type Switches } from '../kernel/switches.ts';
import { linux517 } from './linux-5.17.ts';
import { linux518 } from './linux-5.18.ts';
import { linux518rc1 } from './linux-5.18-rc1.ts';
import { linux518rc1Mmget } from './linux-5.18-rc1-mmget.ts';

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
];
