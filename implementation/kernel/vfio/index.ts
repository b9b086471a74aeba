import { hasVfio } from '../../../model/vfio/bounds.ts';
import { vfioCalls } from '../calls/vfio/index.ts';
import type { Driver } from '../subsystem.ts';
import { vfioLockAcctBg } from './accounting.ts';
import { vfioFops } from './container.ts';
import { describePins } from './describe.ts';
import { driverThreads } from './driver-threads.ts';
import { vfioDeviceFops, vfioGroupFops } from './group.ts';
import { observePins } from './observe.ts';
import { vfioLockedIn, vfioPoints } from './points.ts';
import { vfioSwitches } from './switches.ts';
import { inFile, Vfio } from './tables.ts';

/** drivers/vfio: programs get devices, and their memory is pinned. */
export const vfio: Driver<'vfio', Vfio, typeof vfioSwitches> = {
  name: 'vfio',
  field: 'vfio',
  isIn: hasVfio,
  tables: (k) => new Vfio(k),
  switches: vfioSwitches,
  points: vfioPoints,
  lockedIn: vfioLockedIn,
  calls: vfioCalls,
  ops: { files: [vfioFops, vfioGroupFops, vfioDeviceFops], works: [vfioLockAcctBg] },
  embedded: {
    file: {
      fields: inFile,
      // One for each container, and two for each group and its device.
      atMost: ({ vfio: bounds }) => bounds!.containers + 2 * bounds!.groups.length,
    },
  },
  kthreads: driverThreads,
  reserves: ({ vfio: { works } }) => [{ slab: works, least: 4 }],
  observe: observePins,
  describe: describePins,
  slabs: ({ vfio: v }) => [v.containers, v.iommus, v.domains, v.spaces, v.dmas, v.pfns, v.bitmaps],
};
