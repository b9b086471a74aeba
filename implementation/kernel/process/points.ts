import type { Points } from '../machine/points.ts';

export const processPoints = {
  exitMm: { in: 'do_exit', at: 'do_exit: mm left, files still open' },
} as const satisfies Points;
