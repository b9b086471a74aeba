import type { Command } from '../../../model/command.ts';
import type { World } from '../../../model/world.ts';

/** The kernel threads of a subsystem, each with a row in the table of tasks. */
export interface Kthreads {
  count(world: World): number;
  /** Its name in reports. */
  says(n: number): string;
  /** Which of them runs a command. */
  runs(c: Command): number;
}
