import type { Points } from '../machine/points.ts';

export const processPoints = {
  exitMm: { at: 'do_exit: mm left, files still open' },
} as const satisfies Points;
