import { failed, success } from '../../../model/answer.ts';
import { fdInstalled, findFile, fput } from '../fs/file.ts';
import { inProcess, type SystemCall } from './call.ts';

export const close: SystemCall<{ process: number; file: number }> = (k, c) =>
  // oxlint-disable-next-line require-yield -- fput never waits; the release it leads to does, later
  inProcess(k, c.process, function* (task) {
    const file = findFile(k, c.file);
    if (file === 0 || !fdInstalled(k, task, file)) return failed('EBADF');
    task.fds &= ~(1 << k.files.at(file, 'close').index);
    fput(k, file);
    return success;
  });
