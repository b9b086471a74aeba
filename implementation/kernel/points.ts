import { subsystems } from './kernel.ts';
import { beforeLock } from './machine/points.ts';
import type { AnySubsystem } from './subsystem.ts';

const all: readonly AnySubsystem[] = subsystems;

/** Points with unfinished work, without the points at which a lock is taken. */
export const halfDone: ReadonlySet<string> = new Set(
  all.flatMap(({ points }) => Object.values(points ?? {}).map(({ at }) => at)),
);

/** The names of all points. */
export const allPoints: readonly string[] = [
  ...halfDone,
  ...all.flatMap(({ lockedIn }) =>
    Object.entries(lockedIn ?? {}).flatMap(([lock, where]) =>
      where.map((f) => beforeLock(lock, f)),
    ),
  ),
];
