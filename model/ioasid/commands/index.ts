export { alloc } from './alloc.ts';
export { free } from './free.ts';
