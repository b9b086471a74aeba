import { describeState, eachSituation, gaugesOf, openingsOf } from '../model/hints.ts';
import { vocabulary } from '../model/linux.ts';
import { observables } from '../model/observation.ts';
import type { Observables } from '../model/seen.ts';
import { State } from '../model/state.ts';
import type { Trace } from '../model/trace.ts';
import { printTrace } from '../model/trace-text.ts';
import { whyAlone, type World } from '../model/world.ts';
import { bounds, boundOf, boundsText, valueText, widened } from '../model/world-bounds.ts';
import { worldCalled, worldText } from '../model/world-text.ts';
import { goals } from './goals/index.ts';
import { laws } from './laws/index.ts';
import { type Specification, specificationOf } from './specification.ts';

/** The specification of this project: PASIDs, SVA and pinned memory in Linux. */
export const specification: Specification = specificationOf({
  commands: vocabulary.commands,
  sorts: vocabulary.sorts,
  tasks: vocabulary.tasks.kinds,
  subject: vocabulary.subject,
  laws,
  goals,
  observables: observables as unknown as Observables,
  state: (world: World) => new State(world),
  whyAlone,
  inhabitantsAre: 'processes (and their address spaces)',
  windDown(s: State) {
    const p = s.processes.find(({ live }) => live !== 0);
    return p && { kind: 'exit', process: p.name };
  },
  openings: openingsOf,
  situations: eachSituation,
  hasSituations: ({ vfio }: World) => vfio !== undefined,
  gauges: gaugesOf,
  describe: describeState,
  inhabitants: (s: State) =>
    s.processes
      .filter(({ live }) => live !== 0)
      .map(({ name, mm }) => ({ name: `p${name}`, livesIn: `mm${mm - 1}` })),
  print: (trace) => printTrace({ trace: trace as Trace<World> }),
  bounds: {
    text: boundsText,
    written: worldText,
    called: worldCalled,
    wider: (world: World) =>
      bounds.flatMap((bound) => {
        const wider = widened(world, bound);
        const was = `${bound.name}=${valueText(bound, boundOf(world, bound))} (${bound.says})`;
        const isAmount = bound.values.kind === 'number';
        return wider === undefined ? [] : [{ world: wider, bound: was, isAmount }];
      }),
  },
});
