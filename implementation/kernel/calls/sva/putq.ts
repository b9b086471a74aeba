import { ioctl, openFile } from '../../fs/open.ts';
import type { UacceRequest } from '../../uacce/ioctl.ts';
import type { SystemCall } from '../call.ts';

const request: UacceRequest = { cmd: 'UACCE_CMD_PUT_Q' };

export const putq: SystemCall<{ process: number; file: number }> = {
  context: 'process',
  run: (k, c, task) => ioctl(k, task, openFile(k, task, c.file), request),
};
