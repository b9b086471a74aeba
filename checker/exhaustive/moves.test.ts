import { describe, expect, it } from 'vitest';
import type { Command, Rules } from '../../model/command.ts';
import type { Sort } from '../../model/sort.ts';
import { commandsIn } from '../../model/in-world.ts';
import { State } from '../../model/state.ts';
import { commandText } from '../../model/linux.ts';
import { worlds } from '../../model/worlds.ts';
import { stream } from '../randomness.ts';
import { Moves } from './moves.ts';
import { specification } from '../../properties/linux.ts';
import { vocabulary } from '../../model/linux.ts';

const every = Object.values(specification.rules);

/** The next new name of each sort, in the order of `sorts`, after p0 was made. */
const sorts = vocabulary.sorts.map(({ name }) => name);
const fresh = (): number[] => vocabulary.sorts.map(({ first = 0 }) => first);

const textsOf = (moves: Moves): string[] => moves.list.map(commandText);

describe.each(worlds)('in random states of $name', (world) => {
  it('the moves are exactly the commands that are possible, over all names ever made', () => {
    const random = stream(1, 'moves', world.name);
    for (let walk = 0; walk < 6; walk++) {
      const s = new State(world);
      const moves = new Moves(specification, s, commandsIn(specification.rules, world));
      const next = fresh();
      for (let step = 0; step < 25; step++) {
        moves.collect(next);
        expect(textsOf(moves).toSorted()).toEqual(possible(s, next).toSorted());
        const c = moves.list[random.nextInt(0, moves.list.length - 1)];
        if (c === undefined) break;
        const rules = specification.rules[c.kind]!;
        rules.next(s, c, rules.typical(s, c));
        const makes = Moves.makes(specification, rules);
        if (makes >= 0) next[makes]!++;
      }
    }
  });
});

describe('the moves', () => {
  const [world] = worlds;

  it('come in the order of the model’s list of commands, the same each time', () => {
    const moves = new Moves(specification, new State(world!), every);
    moves.collect(fresh());
    const first = textsOf(moves);
    const kinds = moves.list.map((c) => Object.keys(specification.rules).indexOf(c.kind));
    expect(kinds).toEqual(kinds.toSorted((a, b) => a - b));
    moves.collect(fresh());
    expect(textsOf(moves)).toEqual(first);
  });

  it('make names that were not there, as they are told which is next', () => {
    const moves = new Moves(specification, new State(world!), every);
    moves.collect(sorts.map(() => 7));
    expect(textsOf(moves)).toEqual(
      expect.arrayContaining(['open p0 d0 -> f7', 'open p0 d1 -> f7', 'fork p0 -> p7']),
    );
  });

  it('are of the kinds that were given only', () => {
    const moves = new Moves(specification, new State(world!), [specification.rules['fork']!]);
    moves.collect(fresh());
    expect(textsOf(moves)).toEqual(['fork p0 -> p1']);
  });

  it('make one name at most', () => {
    const kinds = ['open', 'fork', 'bind', 'close'];
    expect(
      kinds.map((kind) => sorts[Moves.makes(specification, specification.rules[kind]!)]),
    ).toEqual(['file', 'process', 'handle', undefined]);
  });
});

/** There from the start. */
const given = new Set<Sort>(vocabulary.sorts.filter((s) => s.isGiven === true).map((s) => s.name));

/** Written without regard to what exists: every name below the next, and the question to the rules. */
function possible(s: State, next: readonly number[]): string[] {
  const namesOf = (sort: Sort): number[] =>
    Array.from({ length: given.has(sort) ? 4 : next[sorts.indexOf(sort)]! }, (_, i) => i);
  const allOf = (rules: Rules): Command[] => {
    let found: Command[] = [{ kind: rules.kind }];
    for (const [name, field] of Object.entries(rules.fields)) {
      const values =
        'oneOf' in field
          ? field.oneOf
          : 'makes' in field
            ? [next[sorts.indexOf(field.makes)]!]
            : namesOf(field.uses);
      found = found.flatMap((c) => values.map((value) => ({ ...c, [name]: value })));
    }
    return found;
  };
  return commandsIn(specification.rules, s.world)
    .flatMap((rules) => allOf(rules).filter((c) => rules.possible(s, c)))
    .map(commandText);
}
