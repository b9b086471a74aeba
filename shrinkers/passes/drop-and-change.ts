import type { Command, Rules } from '../../model/command.ts';
import { makesSense, namesOf, withoutOne } from '../edits.ts';
import { type Pass, withSteps } from '../pass.ts';
import type { Specification } from '../../properties/specification.ts';

const STEPS_MAX = 16;

export const dropAndChange: Pass = {
  name: 'drop and change',
  because:
    'one command may be needed only because of the position, the caller or the address of another. Removes one command, and moves another one, changes one of its names, or replaces a word in all commands. Smallest: [map a0, mmap-page a0 reserved, pin] where an address that is reserved from the start will do: [map a3, pin].',
  *candidates(trace, spec) {
    const { steps } = trace;
    if (steps.length > STEPS_MAX) return;
    for (const rest of withoutOne(steps))
      for (const changed of changes(rest, spec)) {
        const candidate = withSteps(trace, changed);
        if (makesSense(candidate, trace, spec)) yield candidate;
      }
  },
};

/** The steps with one small change. */
function* changes(steps: readonly Command[], spec: Specification): Generator<readonly Command[]> {
  yield* otherWords(steps, spec);
  for (let at = 0; at < steps.length; at++) {
    const others = withOtherNames(steps[at]!, steps, spec);
    for (const c of [...others, ...withOtherWords(steps[at]!, spec)]) yield steps.with(at, c);
    const rest = steps.toSpliced(at, 1);
    for (const c of [steps[at]!, ...others])
      for (let to = 0; to < rest.length; to++) if (to !== at) yield rest.toSpliced(to, 0, c);
  }
}

/** The command with one of its names replaced by each other existing name. */
function withOtherNames(c: Command, steps: readonly Command[], spec: Specification): Command[] {
  const found: Command[] = [];
  spec.vocabulary.eachName(c, (sort, field, name, makes) => {
    if (makes) return;
    for (const other of namesOf(steps, sort, spec))
      if (other !== name) found.push({ ...c, [field]: other });
  });
  return found;
}

/** The command with one of its words replaced by each other word. */
function withOtherWords(c: Command, spec: Specification): Command[] {
  return Object.entries(spec.rules[c.kind]!.fields).flatMap(([field, kind]) =>
    'oneOf' in kind
      ? kind.oneOf.filter((word) => word !== c[field]).map((word) => ({ ...c, [field]: word }))
      : [],
  );
}

/** Another word for a word everywhere, for each field separately, because `1` may be a limit or a number of pages. */
function* otherWords(
  steps: readonly Command[],
  spec: Specification,
): Generator<readonly Command[]> {
  const said = new Map<string, { field: string; word: string; others: readonly string[] }>();
  for (const c of steps)
    for (const [field, kind] of Object.entries(spec.rules[c.kind]!.fields)) {
      if (!('oneOf' in kind)) continue;
      const word = c[field] as string;
      said.set(`${field} ${word}`, { field, word, others: kind.oneOf });
    }
  for (const { field, word, others } of said.values())
    for (const other of others)
      if (other !== word)
        yield steps.map((c) =>
          c[field] === word && hasWord(spec.rules[c.kind]!, field, other)
            ? { ...c, [field]: other }
            : c,
        );
}

/** Fields with the same name may have different words: only a driver asks for -1 pages. */
function hasWord({ fields }: Rules, field: string, word: string): boolean {
  const kind = fields[field]!;
  return 'oneOf' in kind && kind.oneOf.includes(word);
}
