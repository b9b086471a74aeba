import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Grader, ordinaryBudget } from '../checker/grade.ts';
import {
  certify,
  check,
  explore,
  portOf,
  readSteps,
  replay,
  report,
  Runner,
  shrink,
  specify,
  success,
  traces,
} from '../index.ts';
import {
  below,
  command,
  counter,
  counting,
  law,
  rightly,
  state,
  system,
  wrongAtTwo,
} from '../testing/counter.ts';

describe('the engine on a system of its user', () => {
  it('finds, shrinks and proves, and the certificate is checked again', () => {
    const { findings } = check(system, { runs: 100 });
    const [finding] = findings;
    expect(finding!.trace.steps.map(({ kind }) => kind)).toEqual(['up', 'up', 'down']);
    expect(finding).toMatchObject({
      place: { command: 'down', answer: 'below zero' },
      grade: 'proven shortest',
    });
    expect(finding!.witness).toBe('down answered below zero. Admitted: success.');
    expect(certify(system, finding!)).toEqual([]);
    const right = { specification: counter, port: counting(rightly) };
    expect(certify(right, finding!)).not.toEqual([]);
    expect(certify(system, { ...finding!, certificate: undefined })).toEqual([
      'it has no certificate',
    ]);
  });

  it('explores, and says the same of an implementation that cannot be put back', () => {
    const states = explore(system);
    const runs = explore({ ...system, port: counting(wrongAtTwo, false) });
    expect(states.findings[0]!.trace).toEqual(runs.findings[0]!.trace);
    expect(runs.findings[0]).toMatchObject({ grade: 'proven shortest' });
    // Of every state there is one, of every trace all.
    expect([states.levels, runs.levels]).toEqual([
      [1, 1, 1, 1],
      [1, 2, 4, 8],
    ]);
    expect(explore({ ...system, port: counting(wrongAtTwo, false) }, { states: 5 })).toMatchObject({
      complete: 1,
      findings: [],
    });
  });

  it('has seen every trace where none goes on', () => {
    const up = command({
      kind: 'up',
      says: 'Counts up, up to two',
      possible: (s) => s.counter.value < 2,
      next: (s) => void s.counter.value++,
    });
    const once = specify({ subject: 'once', state, commands: [up] });
    const port = portOf({ name: 'once', fresh: () => ({}), commands: { up: () => success } });
    expect(explore({ specification: once, port }, { depth: 10 })).toMatchObject({
      levels: [1, 1, 1, 0],
      complete: Infinity,
      findings: [],
    });
  });

  it('shrinks what it is given, replays text, and reports', () => {
    const long = readSteps(counter, 'down; up; up   success; up # three\ndown; down; down');
    expect(shrink(system, long).trace.steps).toHaveLength(3);
    expect(() => shrink(system, readSteps(counter, 'up'))).toThrow('the trace breaks no law');
    const { steps, broken } = replay(system, 'up; up; down');
    expect(steps.map((step) => step.state === 'answered' && step.answer)).toEqual([
      'success',
      'success',
      'below zero',
    ]);
    expect(broken).toHaveLength(1);
    const [finding] = explore(system).findings;
    expect(report(system, finding!)).toMatchObject({ subject: 'counter', breaksAt: 2 });
  });

  it('is a fast-check arbitrary, too', () => {
    const runner = new Runner(counter, system.port, { name: 'w' });
    const property = fc.property(traces(counter, { name: 'w' }), ({ steps }) => {
      runner.run(steps, { broken: (_step, { witness }) => expect.unreachable(witness) });
    });
    const { counterexample } = fc.check(property, { seed: 1 });
    expect(String(counterexample![0])).toBe('world w\nup\nup\ndown\n');
  });

  it('judges by a law of the state, at the command that breaks it', () => {
    const even = law({
      name: 'even',
      title: 'Never three',
      because: 'it is an example',
      after: (view, tell) => view.state.counter.value === 3 && tell('three', 'It is three.'),
    });
    const laws = [...counter.laws, even];
    const { findings } = explore(
      { ...system, specification: { ...counter, laws } },
      { all: true, depth: 4 },
    );
    expect(findings.map(({ place, trace }) => [place, trace.steps.length])).toContainEqual([
      { clause: 'three' },
      3,
    ]);
  });

  it('puts a shorter trace in the place of one that it proves not to be shortest', () => {
    const port = counting(wrongAtTwo, false);
    const grader = new Grader(counter, port, { name: 'w' }, ordinaryBudget);
    const long = readSteps(counter, 'up; down; up; up; down');
    const { trace, grade } = grader.grade(
      { world: { name: 'w' }, steps: long },
      { law: 'answers-conform', place: { command: 'down', answer: 'below zero' }, witness: '' },
    );
    expect([trace.steps.length, grade]).toEqual([3, 'proven shortest']);
  });

  it('says which goals were never reached', () => {
    const never = { specification: counter, port: counting(() => below) };
    expect(check(never, { runs: 50 }).progress.coverage.missed).toEqual(['down succeeds']);
  });
});
