import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { benchmark, type Effort, wholeOnly } from './benchmark.ts';
import { measureBuilt } from './built.ts';
import type { BenchmarkReport } from './report.ts';
import { renderTable } from './table.ts';
import { howToProfile, underTsx, benchUsage } from './usage.ts';

/** `npm run bench`: the speed of each part, and a comparison with plain fast-check. */

const { values } = parseArgs({
  options: {
    world: { type: 'string', default: 'sva' },
    seed: { type: 'string', default: '1' },
    traces: { type: 'string', default: '8000' },
    rounds: { type: 'string', default: '7' },
    built: { type: 'boolean', default: false },
    whole: { type: 'boolean', default: false },
    json: { type: 'string' },
    profile: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(benchUsage);
else if (values.profile) console.log(howToProfile);
else if (values.whole) console.log(`${wholeOnly(effort(), progress)} commands/s`);
else compare(effort());

function compare(wanted: Effort): void {
  const reports: BenchmarkReport[] = [];
  if (values.built) reports.push(measureBuilt(wanted));
  reports.push(benchmark(wanted, progress));
  console.log(renderTable(reports));
  if (reports.every((r) => r.code !== 'built')) console.log(`\n${underTsx}`);
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ reports }, undefined, 2)}\n`);
}

function effort(): Effort {
  return {
    world: values.world,
    seed: atLeast(0, 'seed'),
    rounds: atLeast(1, 'rounds'),
    tracesPerRound: atLeast(1, 'traces'),
  };
}

function atLeast(min: number, option: 'seed' | 'rounds' | 'traces'): number {
  const n = Number(values[option]);
  if (Number.isInteger(n) && n >= min) return n;
  throw new RangeError(`--${option} ${values[option]}: expected a whole number from ${min}`);
}

function progress(done: number, all: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(done < all ? `\rround ${done} of ${all}` : '\r\x1b[K');
}
