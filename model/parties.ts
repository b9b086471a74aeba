import type { AnyState } from './any-state.ts';
import type { AnyWorld } from './any-world.ts';
import type { Command } from './command.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The actor and the target of a command, by name: a process, a device, a thread of the system, or the system under test. */
export interface Parties {
  readonly actor: string;
  /** The actor itself if the command has no other party. */
  readonly target: string;
}

/**
 * Read off the fields. The actor is the caller among the arguments, otherwise the first object that stands for a party (a file
 * stands for its device), otherwise the thread that runs it, if that is a party, otherwise the system under test. The target is the new caller, otherwise that object.
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
  const actor =
    caller ?? thing ?? vocabulary.tasks.partyOf(vocabulary.taskOf(c)) ?? vocabulary.subject;
  return { actor, target: child ?? thing ?? actor };
}

/** Callers by their number, then others in the order of the sorts, then threads of the system, and the system under test. */
export function compareParties(vocabulary: Vocabulary): (a: string, b: string) => number {
  const letters = vocabulary.sorts.map(({ letter }) => letter);
  const threads = vocabulary.tasks.parties;
  const rank = (party: string): number => {
    if (party === vocabulary.subject) return letters.length + threads.length;
    const thread = threads.indexOf(party);
    return thread < 0 ? letters.indexOf(party[0]!) : letters.length + thread;
  };
  return (a, b) => rank(a) - rank(b) || Number(a.slice(1)) - Number(b.slice(1));
}

/** The kind of a party: `mdev`; undefined if there is only one kind. */
export function kindOfParty(
  vocabulary: Vocabulary,
  world: AnyWorld,
  party: string,
): string | undefined {
  const sort = vocabulary.sorts.find(({ letter }) => letter === party[0]);
  return sort?.kindOf?.(world, Number(party.slice(1)));
}
