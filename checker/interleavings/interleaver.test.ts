import { describe, expect, it } from 'vitest';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import type { Command } from '../../model/command.ts';
import { parseSteps } from '../../model/parse.ts';
import { findWorld } from '../../model/world.ts';
import { stream } from '../randomness.ts';
import { Runner } from '../run.ts';
import { overlaps } from '../simplest.ts';
import { rulesByKind, specification } from '../specification.ts';
import { Interleaver, type SchedulerName } from './interleaver.ts';

const world = findWorld('sva-small');
const port = kernelWith(defects.find((d) => d.id === 'uacce-start-checked-before-mutex')!);
const commands = parseSteps('open p0 d0 -> f0', 'clone p0 -> p1', 'start p0 f0', 'start p1 f0');

function runs(scheduler: SchedulerName, times: number, seed = 1) {
  const runner = new Runner(port, specification, world);
  const draw = stream(seed, 'schedules');
  const interleaver = new Interleaver(runner, port, rulesByKind, draw, scheduler);
  return Array.from({ length: times }, () => {
    const broken: string[] = [];
    const { steps } = interleaver.run(commands, {
      broken: (_step, { place }) => broken.push(place),
    });
    return { steps, broken };
  });
}

function brokenBy(steps: readonly Command[]): string[] {
  const broken: string[] = [];
  new Runner(port, specification, world).run(steps, {
    broken: (_step, { place }) => broken.push(place),
  });
  return broken;
}

describe.each(['pct', 'uniform'] as const)('traces with overlaps (%s)', (scheduler) => {
  const all = runs(scheduler, 300);

  it('overlap now and then, and not always', () => {
    const overlapping = all.filter(({ steps }) => overlaps({ world, steps })).length;
    expect(overlapping).toBeGreaterThan(30);
    expect(overlapping).toBeLessThan(300);
  });

  it('show what only an overlap shows', () => {
    expect(all.flatMap(({ broken }) => broken)).toContain('start: success');
  });

  it('break the same laws when their steps are run as a trace', () => {
    for (const { steps, broken } of all) expect(brokenBy(steps)).toEqual(broken);
  });

  it('are the same for the same seed', () => {
    expect(runs(scheduler, 300)).toEqual(all);
    expect(runs(scheduler, 300, 2)).not.toEqual(all);
  });
});
