import { type Example, run } from './cli.ts';
import { example as queue } from './bounded-queue.ts';
import { example as pool } from './connection-pool.ts';
import { example as kernel } from './small-kernel.ts';
import { example as commit } from './two-phase-commit.ts';

/** `npm run example -- NAME VERB` runs an example by its name. */
const examples: Readonly<Record<string, Example>> = { pool, commit, queue, kernel };

const [name = '', ...args] = process.argv.slice(2);
const example = examples[name];
if (example === undefined) console.log(`expected one of ${Object.keys(examples).join(', ')}`);
process.exitCode =
  example === undefined ? 2 : await run(example, args, (text) => console.log(text));
