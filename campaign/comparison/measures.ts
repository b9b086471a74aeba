import type { World } from '../../model/world.ts';
import { atomicSections } from './atomic-sections.ts';
import { leafTables } from './leaf-tables.ts';
import type { Measure } from './measure.ts';
import { notifications } from './notifications.ts';

const measures: readonly Measure[] = [leafTables, notifications, atomicSections];

/** The measures by which kernels are compared in a world. */
export function measuresIn(world: World): readonly Measure[] {
  return measures.filter(({ isIn }) => isIn(world));
}
