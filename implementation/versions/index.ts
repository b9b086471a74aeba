import { features } from '../../model/feature.ts';
import { reference } from '../kernel/switches.ts';
import { ioasid511 } from './ioasid-5.11.ts';
import { ioasidExtV1 } from './ioasid-ext-v1.ts';
import { ioasidExtV4 } from './ioasid-ext-v4.ts';
import { ioasidCyclic } from './ioasid-cyclic.ts';
import { ioasidAtomicWq } from './ioasid-atomic-wq.ts';
import { ioasidVfioUnbinds } from './ioasid-vfio-unbinds.ts';
import { linux410 } from './linux-4.10.ts';
import { linux412 } from './linux-4.12.ts';
import { linux418 } from './linux-4.18.ts';
import { linux44Svm } from './linux-4.4-svm.ts';
import { linux49 } from './linux-4.9.ts';
import { linux514Vtd } from './linux-5.14-vtd.ts';
import { linux517 } from './linux-5.17.ts';
import { linux518 } from './linux-5.18.ts';
import { linux518rc1 } from './linux-5.18-rc1.ts';
import { linux518rc1Mmget } from './linux-5.18-rc1-mmget.ts';
import { linux56Vtd } from './linux-5.6-vtd.ts';
import { linux58Vtd } from './linux-5.8-vtd.ts';
import { linux63 } from './linux-6.3.ts';
import type { Version } from './release.ts';
import { vfioMdevV9 } from './vfio-mdev-v9.ts';
import { vtdDrainV2Kernel } from './vtd-drain-v2.ts';
import { x86PasidV1 } from './x86-pasid-v1.ts';

export type { Trial, Version } from './release.ts';

const referenceVersion: Version = {
  name: 'reference',
  says: 'the reference design: every switch has its reference value',
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
  linux44Svm,
  linux56Vtd,
  vtdDrainV2Kernel,
  x86PasidV1,
  linux58Vtd,
  linux514Vtd,
  ioasid511,
  ioasidExtV1,
  ioasidAtomicWq,
  ioasidCyclic,
  ioasidVfioUnbinds,
  ioasidExtV4,
];
