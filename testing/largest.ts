import { PASIDS_MAX } from '../model/ioasid/bounds.ts';
import { PROCESSES_MAX } from '../model/process/bounds.ts';
import { DEVICES_MAX, FILES_MAX } from '../model/sva/bounds.ts';
import type { World } from '../model/world.ts';

/** For suites only: the largest SVA bounds for which the memory layouts are made. */
export const largest: World = {
  name: 'largest',
  says: '',
  processes: PROCESSES_MAX,
  closeOnExec: true,
  sva: { devices: DEVICES_MAX, files: FILES_MAX },
  ioasid: { pasids: PASIDS_MAX },
};
