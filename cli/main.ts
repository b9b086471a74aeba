#!/usr/bin/env node
import type { Console } from './console.ts';
import { widthOf } from './page.ts';
import { runProgram } from './program.ts';
import { readStdin } from './stdin.ts';

const console: Console = {
  print: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(`${text}\n`),
  err: process.stderr,
  input: (max) => readStdin(max),
  width: widthOf(process.stdout, process.env['COLUMNS']),
  colour: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
  now: () => performance.now(),
  newSeed: () => Math.floor(Date.now() % 0x7fffffff),
  self: process.argv[1]?.endsWith('.ts') ? 'npx tsx cli/main.ts' : 'npx pasidcheck',
};

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader went away (a pipe into head): nothing left to say.
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`pasidcheck: cannot write the results (${error.code})\n`);
  process.exit(3);
});

process.exitCode = runProgram(process.argv.slice(2), console);
