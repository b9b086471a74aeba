import fc from 'fast-check';
import { Coverage } from '../checker/coverage.ts';
import type { Rules } from '../model/command.ts';
import { vocabulary } from '../model/linux.ts';
import type { Sort } from '../model/sort.ts';
import { commands } from '../model/order.ts';
import { State } from '../model/state.ts';
import type { Workpiece } from './measure.ts';
import { lookingLaws } from './parts.ts';
import { fail, type PlainModel, PlainCommand, type Real, type Tally } from './plain-command.ts';
import type { Workload } from './workload.ts';
import { specification } from '../properties/linux.ts';

/** The number of names among which an argument can choose, by index among those that exist. */
const PLACE_MAX = 7;

/** `fc.commands` cannot see the state when it draws, so arguments are small numbers. */
function drawn(rules: Rules): fc.Arbitrary<PlainCommand> {
  const fields = Object.entries(rules.fields);
  return fc
    .array(fc.nat(PLACE_MAX), { minLength: fields.length, maxLength: fields.length })
    .map((numbers) => new PlainCommand(rules, fields, numbers));
}

export interface PlainFastCheck extends Workpiece {
  /** The counts of all rounds so far. */
  readonly tally: Readonly<Tally>;
}

/**
 * The same kernel, model, laws and goals, driven by `fc.commands` as in its documentation. A unit of work is a command
 * that ran.
 */
export function plainFastCheck({ world, seed, recorded, port }: Workload): PlainFastCheck {
  const sequences = fc.commands(commands.map(drawn), { maxCommands: 50, size: 'max' });
  const state = new State(world);
  const tally = { drawn: 0, ran: 0, ranForNobody: 0 };
  return {
    name: 'fc.commands',
    tally,
    run() {
      const before = tally.ran;
      const real: Real = { port, laws: lookingLaws, coverage: new Coverage(specification, world) };
      const setup = (): { model: PlainModel; real: Real } => {
        state.reset();
        port.reset(world);
        const next = Object.fromEntries(
          vocabulary.sorts.map(({ name, first = 0 }) => [name, first]),
        ) as Record<Sort, number>;
        return { model: { state, next, tally }, real };
      };
      const property = fc.property(sequences, (sequence) => {
        fc.modelRun(setup, sequence);
        atRest(state, real);
      });
      // fc.commands draws up to 50 commands, our generator about a dozen.
      fc.assert(property, { numRuns: Math.ceil(recorded.length / 4), seed });
      return tally.ran - before;
    },
  };
}

/** The work of the runner at the end of a trace. */
function atRest(state: State, { port, laws }: Real): void {
  if (!state.isOver()) return;
  port.settle();
  state.settled();
  const view = {
    state,
    seen: port.observe(),
    shows: port.capabilities.observes,
    splatsBefore: 0,
    last: undefined,
  };
  for (const law of laws) law.after?.(view, fail);
  for (const law of laws) law.atRest?.(view, fail);
}
