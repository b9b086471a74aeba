import { goesOn, type SystemCalls } from '../call.ts';
import { clone } from './clone.ts';
import { exec } from './exec.ts';
import { exit } from './exit.ts';
import { fork } from './fork.ts';
import { thread } from './thread.ts';

export const processCalls: SystemCalls = {
  clone,
  exec,
  exit,
  fork,
  thread,
  continue: goesOn('process'),
};
