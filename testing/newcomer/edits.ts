/** A change of a list: these lines stand after that one, or in its place. */
interface Edit {
  readonly file: string;
  readonly at: string;
  /** Default: they are inserted after it. */
  readonly replaces?: true;
  readonly lines: readonly string[];
}

/** What a newcomer adds: its new files lie in the folder of its name; these are its lines in lists that exist. */
export interface Addition {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Lines outside of new files and rooms, at most. */
  readonly most: number;
}

export const additions: readonly Addition[] = [
  {
    name: 'domain',
    most: 12,
    edits: [
      after(
        'model/domains.ts',
        'import type',
        "import { eventfdDomain } from './eventfd/index.ts';",
      ),
      after('model/domains.ts', '  vfioDomain,', '  eventfdDomain,'),
      after(
        'model/order.ts',
        'import type',
        "import { readEvent, signal } from './eventfd/commands/index.ts';",
      ),
      after('model/order.ts', '  thread,', '  signal,', '  readEvent,'),
      after(
        'properties/laws/index.ts',
        'import type',
        "import { eventCount } from './eventfd/event-count.ts';",
      ),
      after('properties/laws/index.ts', '  freshMm,', '  eventCount,'),
      after(
        'properties/goals/rooms.ts',
        '// The',
        "export { eventfdGoals } from './eventfd/goals.ts';",
      ),
      after(
        'defects/index.ts',
        'import type',
        "import { eventfdKeepsCount } from './eventfd/eventfd-keeps-count.ts';",
      ),
      after('defects/index.ts', '  vfioCountsByWhoPins,', '  eventfdKeepsCount,'),
      after(
        'implementation/kernel/kernel.ts',
        'import type',
        "import { eventfd } from './eventfd/index.ts';",
      ),
      after('implementation/kernel/kernel.ts', '  vfio,', '  eventfd,'),
    ],
  },
  {
    name: 'command',
    most: 5,
    edits: [
      after('model/process/commands/index.ts', 'export', "export { nap } from './nap.ts';"),
      {
        file: 'model/order.ts',
        at: "import { clone, exec, exit, fork, thread, work } from './process/commands/index.ts';",
        replaces: true,
        lines: [
          "import { clone, exec, exit, fork, nap, thread, work } from './process/commands/index.ts';",
        ],
      },
      after('model/order.ts', '  thread,', '  nap,'),
      after(
        'implementation/kernel/calls/process/index.ts',
        'import',
        "import { nap } from './nap.ts';",
      ),
      after('implementation/kernel/calls/process/index.ts', 'export', '  nap,'),
    ],
  },
  {
    name: 'law',
    most: 2,
    edits: [
      after(
        'properties/laws/index.ts',
        'import type',
        "import { shortLog } from './common/short-log.ts';",
      ),
      after('properties/laws/index.ts', '  freshMm,', '  shortLog,'),
    ],
  },
  {
    name: 'pass',
    most: 2,
    edits: [
      after(
        'shrinkers/passes/index.ts',
        'import type',
        "import { noChange } from './no-change.ts';",
      ),
      after('shrinkers/passes/index.ts', '  coupleForThing,', '  noChange,'),
    ],
  },
  {
    name: 'defect',
    most: 2,
    edits: [
      after(
        'defects/index.ts',
        'import type',
        "import { mutexAgain } from './ioasid/mutex-again.ts';",
      ),
      after('defects/index.ts', '  vfioCountsByWhoPins,', '  mutexAgain,'),
    ],
  },
  {
    name: 'release',
    most: 2,
    edits: [
      after(
        'implementation/versions/index.ts',
        'import {',
        "import { linux90 } from './linux-9.0.ts';",
      ),
      after('implementation/versions/index.ts', '  linux63,', '  linux90,'),
    ],
  },
];

/** @param at - how the line begins after which they are inserted, the first of its kind */
function after(file: string, at: string, ...lines: readonly string[]): Edit {
  return { file, at, lines };
}
