import { describe, expect, it } from 'vitest';
import { placeText } from '../../model/place.ts';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import type { Command } from '../../model/command.ts';
import { parseSteps } from '../../model/linux.ts';
import { findWorld } from '../../model/worlds.ts';
import { stream } from '../randomness.ts';
import { type Listener, Runner } from '../run.ts';
import { overlaps } from '../simplest.ts';
import { Interleaver, type SchedulerName } from './interleaver.ts';
import { specification } from '../../properties/linux.ts';

const world = findWorld('sva-small');
const port = kernelWith(defects.find((d) => d.id === 'uacce-start-checked-before-mutex')!);
const commands = parseSteps('open p0 d0 -> f0', 'clone p0 -> p1', 'start p0 f0', 'start p1 f0');

function runs(scheduler: SchedulerName, times: number, seed = 1, begun = 0) {
  const runner = new Runner(specification, port, world);
  const draw = stream(seed, 'schedules');
  const interleaver = new Interleaver(runner, port, draw, scheduler);
  return Array.from({ length: times }, () => {
    const broken: string[] = [];
    const listener: Listener = { broken: (_step, { place }) => broken.push(placeText(place)) };
    const { steps } = interleaver.run(commands, listener, begun);
    return { steps, broken };
  });
}

function brokenBy(steps: readonly Command[]): string[] {
  const broken: string[] = [];
  new Runner(specification, port, world).run(steps, {
    broken: (_step, { place }) => broken.push(placeText(place)),
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

  it('overlap nowhere in what leads to where they begin, but for its last command', () => {
    const isLeftIn = (runsOfIt: typeof all, from: number, to: number): boolean =>
      runsOfIt.some(({ steps }) => steps.slice(from, to).some((c) => c.stops !== undefined));
    expect(isLeftIn(all, 0, 3)).toBe(true);
    expect(isLeftIn(runs(scheduler, 300, 1, 4), 0, 3)).toBe(false);
    expect(isLeftIn(runs(scheduler, 300, 1, 3), 2, 3)).toBe(true);
  });

  it('are the same for the same seed', () => {
    expect(runs(scheduler, 300)).toEqual(all);
    expect(runs(scheduler, 300, 2)).not.toEqual(all);
  });
});
