import type { World } from '../../model/world.ts';
import { atomicSections } from './common/atomic-sections.ts';
import { leafTables } from './sva/leaf-tables.ts';
import type { Measure } from './measure.ts';
import { notifications } from './sets/notifications.ts';

const measures: readonly Measure[] = [leafTables, notifications, atomicSections];

/** The measures by which kernels are compared in a world. */
export function measuresIn(world: World): readonly Measure[] {
  return measures.filter(({ isIn }) => isIn(world));
}
