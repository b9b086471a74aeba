import { describe, expect, it } from 'vitest';
import type { Gauge } from '../model/gauge.ts';
import type { Broken } from '../model/judgement.ts';
import { parseSteps } from '../model/linux.ts';
import { type Compared, whyNeeded } from './needed.ts';
import type { Recording, RecordedStep } from './record.ts';
import { vocabulary } from '../model/linux.ts';

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

const target: Broken = { law: 'isolation', place: { clause: 'there' }, witness: '' };

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
    livedIn: new Map(processes.map((process, i) => [process, [`mm${i}`]])),
    alive: [],
  };
}

function says(whole: Recording, without: Recording): string {
  const comparison: Compared = {
    whole,
    without,
    left: 0,
    kept: [...whole.steps.keys()].slice(1),
    resited: [],
    target,
    breaksAt: whole.steps.length - 1,
    gauges: [gauge],
  };
  return whyNeeded(vocabulary, comparison).says;
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
    expect(says(whole('mm1'), withoutP1)).toBe(
      'the law holds: at step 3 d0 entry 1 is mm2, not mm1',
    );
  });

  it('is no difference when only the number of an mm shifts', () => {
    expect(says(whole('mm2'), withoutP1)).toBe('the law holds');
  });
});

/** The gauge of what is locked in an mm. */
const locked = (mm: number): Gauge => ({
  ...gauge,
  group: 'locked',
  title: `mm${mm} locked`,
  idle: '0',
});

/** A fork and a step at which mm1 and mm2 have this locked. */
const two = (first: string, second: string): Recording => {
  const made = recording(['fork p0 -> p1 = success | 0', `gp = success | 0`], ['p0', 'p1', 'p2']);
  return {
    ...made,
    steps: made.steps.map((step, i) => (i === 0 ? step : { ...step, shows: ['0', first, second] })),
  };
};

describe('what becomes of the law', () => {
  const steps = ['fork p0 -> p1 = success | absent', 'gp = success | mm0'];
  const whole = recording(steps, ['p0', 'p1']);
  const others = recording(['gp = success | mm0'], ['p0']);
  const breaking = (...broke: readonly Broken[]): Recording => ({
    ...others,
    steps: others.steps.map((step) => ({ ...step, broke })),
  });
  const splat: Broken = { law: 'no-splat', place: { clause: 'here' }, witness: '' };

  it('is told first, whatever else goes differently', () => {
    expect(says(whole, others)).toBe('the law holds');
    const denied = recording(['gp = EBADF | mm0'], ['p0']);
    expect(says(whole, denied)).toBe('the law holds: step 2 returns EBADF, not success');
  });

  it('is that it is still broken', () => {
    expect(says(whole, breaking(target))).toBe('the law is still broken at this place');
  });

  it('may be that it is broken elsewhere', () => {
    const elsewhere = { ...target, place: { clause: 'somewhere else' } };
    expect(says(whole, breaking(elsewhere))).toBe(
      'the law is broken elsewhere, at step 2 (somewhere else)',
    );
  });

  it('is followed by what else is broken: what was before, and what was not', () => {
    expect(says(whole, breaking(splat))).toBe('the law holds; broken instead: no-splat at step 2');
    const known = { ...whole, steps: whole.steps.map((step) => ({ ...step, broke: [splat] })) };
    expect(says(known, breaking(splat))).toBe('the law holds; still broken: no-splat at step 2');
  });

  it('is told with the gauge of the same mm, whose number may be another one', () => {
    const less = two('1', '0');
    // p2 runs in mm1 where p1 was never forked
    const without = {
      ...less,
      steps: less.steps.slice(1),
      given: 1,
      livedIn: new Map([
        ['p0', ['mm0']],
        ['p2', ['mm1']],
      ]),
    };
    const compared = (whole2: Recording): string =>
      whyNeeded(vocabulary, {
        whole: whole2,
        without,
        left: 0,
        kept: [1],
        resited: [],
        target,
        breaksAt: 1,
        gauges: [locked(0), locked(1), locked(2)],
      }).says;
    expect(compared(two('0', '1'))).toBe('the law holds');
    expect(compared(two('0', '3'))).toBe('the law holds: at step 2 mm2 locked is 1, not 3');
  });
});

describe('an allocation that fails', () => {
  const whole = recording(
    ['fork p0 -> p1 = success | absent', 'gp = ENOMEM, no memory for x | absent'],
    ['p0', 'p1'],
  );
  const compared = (answer: string, to: number | undefined): string =>
    whyNeeded(vocabulary, {
      whole,
      without: recording([`gp = ${answer} | absent`], ['p0']),
      left: 0,
      kept: [1],
      resited: [{ step: 1, what: 'x', from: 2, to }],
      target,
      breaksAt: 1,
      gauges: [gauge],
    }).says;

  it('is said to have another number there', () => {
    expect(compared('ENOMEM, no memory for x', 1)).toBe(
      'the law holds; in step 2 allocation 1 fails, also for x',
    );
  });

  it('is said not to be there', () => {
    expect(compared('success', undefined)).toBe(
      'the law holds: step 2 allocates no memory for x, so no allocation fails',
    );
  });
});
