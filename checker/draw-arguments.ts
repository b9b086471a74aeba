import type { Command, Field, Rules } from '../model/command.ts';
import { nameAt } from '../model/names.ts';
import type { Named, Sort } from '../model/sort.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import type { Draw } from './draw.ts';
import type { AnyState } from '../model/any-state.ts';

/** The number of commands of one kind that are cached. */
const KNOWN_MAX = 8192;

/** Draws a command of one kind; undefined if no object exists for one of its arguments. */
export type DrawArguments = (draw: Draw) => Command | undefined;

/**
 * A function that draws the arguments of one command. The fields are looked up once, not per draw, and
 * equal commands are one object: a campaign draws the same few thousand over and over.
 *
 * @param state - the state whose names are drawn
 * @param next - the next new name of each sort, in their order
 */
export function drawingArguments(
  rules: Rules,
  vocabulary: Vocabulary,
  state: AnyState,
  next: Int32Array,
): DrawArguments {
  const fields = Object.entries(rules.fields);
  const draws = fields.map(([, field]) => drawingArgument(field, vocabulary, state, next));
  const drawn = new Int32Array(fields.length);
  const known = new Map<number, Command>();
  const make = (): Command =>
    Object.fromEntries([
      ['kind', rules.kind],
      ...fields.map(([field, kind], i) => [
        field,
        'oneOf' in kind ? kind.oneOf[drawn[i]!] : drawn[i],
      ]),
    ]) as Command;
  return (draw) => {
    let r = draw.nextInt(0, 0x3fffffff);
    let key = 0;
    for (let i = 0; i < draws.length; i++) {
      if (i === 3) r = draw.nextInt(0, 0x3fffffff); // its bits are used up
      const value = draws[i]!(r);
      if (value < 0) return undefined;
      drawn[i] = value;
      key = key * 256 + value;
      r >>= 8;
    }
    let c = known.get(key);
    if (c === undefined) {
      c = make();
      if (known.size < KNOWN_MAX) known.set(key, c);
    }
    return c;
  };
}

/** Makes one argument from a random number: the index of a word, or a name; -1 if no object exists. */
function drawingArgument(
  field: Field,
  vocabulary: Vocabulary,
  state: AnyState,
  next: Int32Array,
): (r: number) => number {
  if ('oneOf' in field) {
    const words = field.oneOf.length;
    if (words <= 2) return (r) => r % words;
    // Of three or more words, the first is the plainest, and is drawn at least half of the time.
    return (r) => ((r & 1) === 0 ? 0 : ((r & 0xff) >> 1) % words);
  }
  if ('makes' in field) {
    const sort = placeOf(vocabulary, field.makes);
    return () => next[sort]!;
  }
  const sort = vocabulary.sortOf(field.uses);
  const rows = sort.rows(state);
  if (sort.isGiven === true) return (r) => (rows.length === 0 ? -1 : (r & 0xff) % rows.length);
  return (r) => nameAt(rows as readonly Named[], r & 0xff);
}

/** The index of a sort of names in the vocabulary; -1 if there is none. */
export function placeOf({ sorts }: Vocabulary, sort: Sort | undefined): number {
  return sorts.findIndex(({ name }) => name === sort);
}
