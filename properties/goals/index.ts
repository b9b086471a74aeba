import type { Goal } from '../linux-law.ts';
import * as rooms from './rooms.ts';

/** Every goal there is. */
export const goals: readonly Goal[] = Object.values(rooms).flat();
