import { ioctl, openFile } from '../../fs/open.ts';
import type { UacceRequest } from '../../uacce/ioctl.ts';
import type { SystemCall } from '../call.ts';

const request: UacceRequest = { cmd: 'UACCE_CMD_START_Q' };

export const start: SystemCall<{ process: number; file: number }> = {
  context: 'process',
  run: (k, c, task) => ioctl(k, task, openFile(k, task, c.file), request),
};
