export { clone } from './clone.ts';
export { exec } from './exec.ts';
export { exit } from './exit.ts';
export { fork } from './fork.ts';
export { thread } from './thread.ts';
export { work } from './work.ts';
