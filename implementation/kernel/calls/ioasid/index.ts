import type { SystemCalls } from '../call.ts';
import { alloc } from './alloc.ts';
import { free } from './free.ts';

export const ioasidCalls: SystemCalls = { alloc, free };
