import { type Example, run } from './cli.ts';
import { example as queue } from './bounded-queue.ts';
import { example as pool } from './connection-pool.ts';
import { example as kernel } from './small-kernel.ts';
import { example as commit } from './two-phase-commit.ts';

/** `npm run example -- NAME VERB`: one of the examples by its name. */
const examples = new Map<string, Example>(Object.entries({ pool, commit, queue, kernel }));

const [name = '', ...args] = process.argv.slice(2);
const example = examples.get(name);
if (example === undefined) console.log(`expected one of ${[...examples.keys()].join(', ')}`);
process.exitCode =
  example === undefined ? 2 : await run(name, example, args, (text) => console.log(text));
