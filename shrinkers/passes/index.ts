import type { Pass } from '../pass.ts';
import { changeOneName } from './change-one-name.ts';
import { coupleForThing } from './couple-for-thing.ts';
import { dropAndChange } from './drop-and-change.ts';
import { dropAndRefail } from './drop-and-refail.ts';
import { dropCouples } from './drop-couples.ts';
import { dropFaults } from './drop-faults.ts';
import { dropName } from './drop-name.ts';
import { dropPairs } from './drop-pairs.ts';
import { dropRuns } from './drop-runs.ts';
import { dropStops } from './drop-stops.ts';
import { dropUnconnected } from './drop-unconnected.ts';
import { earlierFaults } from './earlier-faults.ts';
import { failInstead } from './fail-instead.ts';
import { lessForThing } from './less-for-thing.ts';
import { lowerNames } from './lower-names.ts';
import { mergeAndDrop } from './merge-and-drop.ts';
import { mergeAndReplace } from './merge-and-replace.ts';
import { mergeNames } from './merge-names.ts';
import { plainerCommands } from './plainer-commands.ts';
import { plainerCouples } from './plainer-couples.ts';
import { plainerWords } from './plainer-words.ts';
import { reorder } from './reorder.ts';
import { twoForOne } from './two-for-one.ts';

/** Every pass, in the order in which they are tried: first those that make the trace much shorter. */
export const passes: readonly Pass[] = [
  dropFaults,
  dropStops,
  dropUnconnected,
  dropRuns,
  dropName,
  mergeNames,
  dropCouples,
  dropPairs,
  mergeAndDrop,
  dropAndRefail,
  lowerNames,
  earlierFaults,
  changeOneName,
  plainerWords,
  plainerCommands,
  plainerCouples,
  reorder,
  mergeAndReplace,
  dropAndChange,
  twoForOne,
  lessForThing,
  coupleForThing,
];

/** For searches with failing allocations: the passes that introduce a failure come last. */
export const passesWithFaults: readonly Pass[] = [...passes, failInstead];
