import type { Catalogue } from './played.ts';

/** What may stand where the cursor is: each option replaces the text from `from` to `to`. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly options: readonly Option[];
}

export interface Option {
  readonly text: string;
  readonly says: string;
}

const OPTIONS_MAX = 8;

/** Completes a trace as text: the kernel and world of its head, then commands, names and points. */
export function complete(text: string, cursor: number, catalogue: Catalogue): Completion {
  const start = text.lastIndexOf('\n', cursor - 1) + 1;
  const line = text.slice(start, cursor);
  const isHead = text.slice(0, start).trim() === '';
  const stop = /\[stops at ([^\]]*)$/.exec(line);
  if (stop !== null)
    return among(
      stop[1]!,
      cursor,
      catalogue.points.map((point) => ({ text: `${point}]`, says: '' })),
    );
  const word = /\S*$/.exec(line)![0];
  const before = line.slice(0, line.length - word.length).trim();
  if (isHead) {
    if (before === '') return among(word, cursor, named(catalogue.kernels, ' world '));
    if (/\bworld$/.test(before)) return among(word, cursor, named(catalogue.worlds, ''));
    return { from: cursor, to: cursor, options: [] };
  }
  if (before === '') {
    const commands = catalogue.commands.map(({ name, says, args }) => ({
      text: args === '' ? name : `${name} `,
      says: `${args}${args === '' ? '' : ': '}${says}`,
    }));
    return among(word, cursor, commands);
  }
  const [kind = ''] = before.split(/\s+/);
  const command = catalogue.commands.find(({ name }) => name === kind);
  if (command === undefined) return { from: cursor, to: cursor, options: [] };
  const written = before
    .split(/\s+/)
    .slice(1)
    .filter((part) => part !== '->');
  const expected = command.args.split(/\s+/).filter((part) => part !== '' && part !== '->');
  const next = expected[written.length];
  if (next === undefined)
    return among(word, cursor, [
      { text: '[stops at ', says: 'is suspended at a point, and another task runs' },
      { text: '[allocation 1 fails]', says: 'a memory allocation in it fails' },
    ]);
  return among(word, cursor, argumentsFor(next, text, isMade(command.args, written.length)));
}

/** The words of a choice, or the names of this sort in the text, with the next new one. */
function argumentsFor(argument: string, text: string, makes: boolean): Option[] {
  if (argument.includes('|') || !/^[a-z]0$/.test(argument))
    return argument.split('|').map((word) => ({ text: `${word} `, says: '' }));
  const letter = argument[0]!;
  const numbers = [...text.matchAll(new RegExp(`\\b${letter}(\\d+)\\b`, 'g'))].map((m) =>
    Number(m[1]),
  );
  const next = Math.max(-1, ...numbers) + 1;
  if (makes) return [{ text: `-> ${letter}${next} `, says: 'a new one' }];
  const used = [...new Set(numbers)].toSorted((a, b) => a - b);
  return [...used, next].map((n) => ({
    text: `${letter}${n} `,
    says: n === next ? 'not in the trace yet' : '',
  }));
}

/** Whether the n-th argument is created by the command. */
function isMade(args: string, index: number): boolean {
  const parts = args.split(/\s+/);
  let seen = -1;
  for (const [i, part] of parts.entries()) {
    if (part === '->') continue;
    seen++;
    if (seen === index) return parts[i - 1] === '->';
  }
  return false;
}

function named(
  entries: readonly { readonly name: string; readonly says: string }[],
  end: string,
): Option[] {
  return entries.map(({ name, says }) => ({ text: `${name}${end}`, says }));
}

function among(word: string, cursor: number, options: readonly Option[]): Completion {
  const fits = options.filter(({ text }) => text.startsWith(word) && text.trim() !== word);
  return { from: cursor - word.length, to: cursor, options: fits.slice(0, OPTIONS_MAX) };
}
