import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Runner } from '../checker/run.ts';
import { findKernel, simulate } from '../defects/kernels.ts';
import { type Answer, errno } from '../model/answer.ts';
import { parseSteps } from '../model/linux.ts';
import { findWorld } from '../model/worlds.ts';
import { type Scenario, scenarioFile, scenarios, scenarioText } from './scenarios.ts';
import { specification } from '../properties/linux.ts';

/** What a kernel breaks on the way, and which commands it refuses. */
function tried(kernel: string, { world, lines }: Scenario) {
  const runner = new Runner(specification, simulate(findKernel(kernel)), findWorld(world));
  const broken: string[] = [];
  const refused: string[] = [];
  const { skipped } = runner.run(parseSteps(...lines), {
    broken: (_step, { law }) => broken.push(law),
    answered(_s, step, _c, a: Answer) {
      if (a.errno !== errno.OK) refused.push(lines[step]!);
    },
  });
  return { broken, refused, skipped };
}

describe.each(scenarios)('the scenario $name', (scenario) => {
  it('is stored in the corpus as it is said here', () => {
    const file = new URL(`../corpus/${scenarioFile(scenario)}`, import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(scenarioText(scenario));
  });

  it('goes through at the least limit on the reference, and nothing is broken', () => {
    expect(tried('reference', scenario)).toEqual({ broken: [], refused: [], skipped: 0 });
  });

  it('goes through at the least limit on linux-6.3, but for what lockdep says of locks', () => {
    const { broken, refused, skipped } = tried('linux-6.3', scenario);
    expect({ refused, skipped }).toEqual({ refused: [], skipped: 0 });
    expect(broken.filter((law) => law !== 'no-splat')).toEqual([]);
  });
});

const named = (name: string): Scenario => scenarios.find((s) => s.name === name)!;

describe('at the least limit', () => {
  it('v9 refuses to plug a pass-through device beside a mediated one that has all memory pinned', () => {
    const { refused } = tried('vfio-mdev-v9', named('pass-through-plugged-and-unplugged'));
    expect(refused).toContain('attach p0 c0 g1');
  });

  it('v4.10 refuses that a mediated device pins what a pass-through one has pinned', () => {
    const { refused } = tried('linux-4.10', named('mediated-plugged-and-unplugged'));
    expect(refused).toContain('pin g0 i0 2');
  });
});
