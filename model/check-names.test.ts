import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traces } from '../checker/arbitrary.ts';
import { sva } from '../testing/model.ts';
import { checkNames } from './check-names.ts';
import { nameLimits, withReadableNames } from './name-limits.ts';
import { parseSteps, commandText } from './linux.ts';
import { readTrace, writeTrace } from './trace-json.ts';
import { parseTrace, printTrace } from './trace-text.ts';
import { findWorld, worlds } from './worlds.ts';
import type { World } from './world.ts';
import { specification } from '../properties/linux.ts';

const check = (world: World, ...lines: readonly string[]): void =>
  checkNames(specification, parseSteps(...lines), world, (step) => `t: step ${step + 1}`);

describe('a name in a trace', () => {
  it.each<[string, readonly string[], string]>([
    [
      'is made before it is used',
      ['close p0 f0'],
      't: step 1 (close): file f0 refers to nothing; expected one of none: no file was created before',
    ],
    [
      'is made once',
      ['open p0 d0 -> f0', 'open p0 d0 -> f0'],
      't: step 2 (open): file f0 is created a second time; expected each name once',
    ],
    [
      'that the world does not have is none',
      ['open p0 d2 -> f0'],
      't: step 1 (open): device d2 refers to nothing; expected one of d0, d1',
    ],
    [
      'is no further than there is room, beside what the trace makes',
      ['open p0 d0 -> f99'],
      't: step 1 (open): file f99, expected f0 to f4: the world has room for 4, and the trace has 1',
    ],
    [
      'of a process counts p0 as well',
      ['fork p0 -> p9'],
      't: step 1 (fork): child p9, expected p0 to p4: the world has room for 3, and the trace has 2',
    ],
    [
      'of a handle has room for those of open, and three',
      ['open p0 d0 -> f0', 'bind p0 f0 -> h8'],
      't: step 2 (bind): handle h8, expected h0 to h7: the world has room for 7, and the trace has 1',
    ],
    [
      'of a PASID has room for four at most',
      ['alloc -> n4'],
      't: step 1 (alloc): pasid n4, expected n0 to n3: the world has room for 3, and the trace has 1',
    ],
  ])('%s', (_what, lines, message) => {
    expect(() => check(sva, ...lines)).toThrow(message);
  });

  it('of a container is bounded too, and groups are those of the world', () => {
    const vfio = findWorld('vfio');
    expect(() => check(vfio, 'container p0 type1v2 -> c3')).toThrow('expected c0 to c2');
    expect(() => check(vfio, 'detach p0 g3')).toThrow(
      'group g3 refers to nothing; expected one of g0, g1, g2',
    );
  });

  it('may be the last in its range, and leave a gap where a step was left out', () => {
    expect(() => check(sva, 'open p0 d0 -> f4')).not.toThrow();
    expect(() =>
      check(sva, 'open p0 d0 -> f1', 'close p0 f1', 'open p0 d0 -> f5', 'fork p0 -> p2'),
    ).not.toThrow();
  });

  it('counts up in a long trace, further than there can be things at once', () => {
    const lines = Array.from({ length: 100 }, (_, i) => [`open p0 d0 -> f${i}`, `close p0 f${i}`]);
    expect(() => check(sva, ...lines.flat())).not.toThrow();
  });

  it('is in its range in every trace that is drawn', () => {
    for (const world of worlds)
      fc.assert(
        fc.property(traces(specification, world), (trace) => {
          expect(() => checkNames(specification, trace.steps, world, String)).not.toThrow();
          expect(withReadableNames(specification, trace)).toBe(trace);
        }),
        { seed: 2, numRuns: 30, endOnFailure: true },
      );
  });
});

describe('a trace with names beyond their range', () => {
  const steps = parseSteps(
    'open p0 d1 -> f70',
    'fork p0 -> p2',
    'bind p2 f70 -> h3',
    'open p2 d1 -> f71',
    'close p0 f70',
  );
  const readable = withReadableNames(specification, { world: sva, steps });

  it('is written with lower ones, and what is in its range stays', () => {
    expect(readable.steps.map(commandText)).toEqual([
      'open p0 d1 -> f0',
      'fork p0 -> p2',
      'bind p2 f0 -> h3',
      'open p2 d1 -> f1',
      'close p0 f0',
    ]);
  });

  it('is so in JSON and in text', () => {
    const trace = { world: sva, steps };
    expect(readTrace(writeTrace({ trace }), 'memory').trace).toEqual(readable);
    expect(parseTrace(printTrace({ trace }), 'memory').trace).toEqual(readable);
  });

  it('can be read then', () => {
    expect(() => checkNames(specification, steps, sva, String)).toThrow();
    expect(() => checkNames(specification, readable.steps, sva, String)).not.toThrow();
  });
});

describe('the limits of names', () => {
  it('are what there is room for, and what the trace has', () => {
    const limits = nameLimits(specification, parseSteps('fork p0 -> p1', 'open p1 d0 -> f0'), sva);
    expect(limits.get('process')).toMatchObject({ room: 3, made: 2 });
    expect(limits.get('file')).toMatchObject({ room: 4, made: 1 });
    expect(limits.get('device')).toMatchObject({ room: 2, made: 2 });
    expect(limits.get('container')).toMatchObject({ room: 0, made: 0 });
  });
});
