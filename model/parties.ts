import type { AnyState } from './any-state.ts';
import type { AnyWorld } from './any-world.ts';
import type { Command } from './command.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Who acts in a command, and on whom, by name: a process, a device, or what is checked. */
export interface Parties {
  readonly actor: string;
  /** The actor itself if nobody else takes part. */
  readonly target: string;
}

/**
 * Read off the fields: the caller that is named acts, else the first thing that stands for somebody (a file stands for
 * its device), else what is checked; the target is the caller that is made, else that thing.
 *
 * @param s - the state in which the command is issued
 */
export function partiesOf(vocabulary: Vocabulary, s: AnyState, c: Command): Parties {
  let caller: string | undefined;
  let child: string | undefined;
  let thing: string | undefined;
  const callers = new Set(
    vocabulary.tasks.kinds.filter(({ isCaller }) => isCaller).map(({ field }) => field),
  );
  vocabulary.eachName(c, (sort, _field, name, makes) => {
    const isCaller = callers.has(sort);
    if (isCaller && makes) child ??= vocabulary.name(sort, name);
    else if (isCaller) caller ??= vocabulary.name(sort, name);
    else if (!makes) thing ??= vocabulary.sortOf(sort).party?.(s, name);
  });
  const actor = caller ?? thing ?? vocabulary.subject;
  return { actor, target: child ?? thing ?? actor };
}

/** Callers by their number, then others in the order of the sorts, then what is checked. */
export function compareParties(vocabulary: Vocabulary): (a: string, b: string) => number {
  const letters = vocabulary.sorts.map(({ letter }) => letter);
  const rank = (party: string): number =>
    party === vocabulary.subject ? letters.length : letters.indexOf(party[0]!);
  return (a, b) => rank(a) - rank(b) || Number(a.slice(1)) - Number(b.slice(1));
}

/** What kind of thing a party is: `mdev`; undefined if there is only one kind. */
export function kindOfParty(
  vocabulary: Vocabulary,
  world: AnyWorld,
  party: string,
): string | undefined {
  const sort = vocabulary.sorts.find(({ letter }) => letter === party[0]);
  return sort?.kindOf?.(world, Number(party.slice(1)));
}
