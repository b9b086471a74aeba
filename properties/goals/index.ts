import type { Goal } from '../linux-law.ts';
import * as rooms from './rooms.ts';

/** All goals. */
export const goals: readonly Goal[] = Object.values(rooms).flat();
