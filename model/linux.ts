import type { Answer } from './answer.ts';
import type { Command } from './command.ts';
import { domains } from './domains.ts';
import type { Language } from './language.ts';
import { commands } from './order.ts';
import { parserOf } from './parse.ts';
import { State } from './state.ts';
import { Vocabulary } from './vocabulary.ts';
import type { World } from './world.ts';

/** The vocabulary of Linux traces, and how they are written and read. */
export const vocabulary = new Vocabulary({
  commands,
  sorts: domains.flatMap(({ sorts }) => sorts),
  tasks: domains.flatMap(({ tasks = [] }) => tasks),
  subject: 'kernel',
});

/** The same with a state that knows which names exist. */
export const language: Language = {
  vocabulary,
  newState: (world) => new State(world as World),
};

const parser = parserOf(vocabulary, 'list commands');

/** Reads a command as it is written: `open p0 d0 -> f0`. The inverse of `commandText`. @throws InputError */
export const parseCommand = parser.command;

/** The same for a line in which the answer may follow the command. @throws InputError */
export const parseAnswered = parser.answered;

/** A whole trace, one command per line. @throws InputError */
export const parseSteps = parser.steps;

/** A command as it is written: `open p0 d0 -> f0`, `gp`, `fork p0 -> p1 [allocation 1 fails]`. */
export function commandText(c: Command): string {
  return vocabulary.text(c);
}

/** The answer in words: `success`, `PASID 1`, `EBADF`, `never returned`. */
export function answerText(c: Command, a: Answer): string {
  return vocabulary.answer(c, a);
}
