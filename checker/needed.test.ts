import { describe, expect, it } from 'vitest';
import type { Gauge } from '../model/gauges.ts';
import type { Broken } from '../model/judgement.ts';
import { parseSteps } from '../model/parse.ts';
import { type Comparison, whyNeeded } from './needed.ts';
import type { Recording, RecordedStep } from './record.ts';

const gauge: Gauge = {
  group: 'd0',
  name: 'entry 1',
  title: 'd0 entry 1',
  idle: 'absent',
  says: '',
  kind: 'entries',
  needs: 'entries',
  read: () => '',
  expected: () => undefined,
};

const target: Broken = { law: 'isolation', place: 'there', witness: '' };

/** Steps as `command = answer | what the gauge shows`, run by these processes in mm0, mm1, ... */
function recording(lines: readonly string[], processes: readonly string[]): Recording {
  const steps = lines.map((line): RecordedStep => {
    const [asked, shows] = line.split(' | ') as [string, string];
    const [command, answer] = asked.split(' = ') as [string, string];
    return {
      command: parseSteps(command)[0]!,
      parties: { actor: 'p0', target: 'p0' },
      answer,
      shows: [shows],
      expected: [null],
      broke: [],
      model: [],
      implementation: [],
    };
  });
  return {
    start: { shows: ['absent'], expected: [null], broke: [], model: [], implementation: [] },
    steps,
    given: steps.length,
    rest: undefined,
    ranIn: new Map(processes.map((process, i) => [process, [i + 1]])),
    alive: [],
  };
}

function says(whole: Recording, without: Recording): string {
  const comparison: Comparison = {
    whole,
    without,
    left: 0,
    kept: [...whole.steps.keys()].slice(1),
    target,
    breaksAt: whole.steps.length - 1,
    gauges: [gauge],
  };
  return whyNeeded(comparison).says;
}

describe('what happens without a step', () => {
  const whole = (shows: string): Recording =>
    recording(
      [
        'fork p0 -> p1 = success | absent',
        'fork p0 -> p2 = success | absent',
        `gp = success | ${shows}`,
      ],
      ['p0', 'p1', 'p2'],
    );
  const withoutP1 = recording(
    ['fork p0 -> p2 = success | absent', 'gp = success | mm1'],
    ['p0', 'p2'],
  );

  it('is told with the mms of the whole trace, though their numbers shift', () => {
    expect(says(whole('mm1'), withoutP1)).toBe('at step 3 d0 entry 1 is mm2, not mm1');
  });

  it('is no difference when only the number of an mm shifts', () => {
    expect(says(whole('mm2'), withoutP1)).toBe('nothing is broken');
  });
});
