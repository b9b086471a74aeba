import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traces } from '../checker/arbitrary.ts';
import { allPoints } from '../implementation/kernel/points.ts';
import { sva } from '../testing/model.ts';
import type { Command } from './command.ts';
import { InputError } from './input-error.ts';
import { parseSteps } from './linux.ts';
import { parseTrace, printTrace } from './trace-text.ts';
import { worlds } from './worlds.ts';
import { parseWorld } from './world-text.ts';
import { specification } from '../properties/linux.ts';

const text = (...lines: readonly string[]): string => lines.join('\n');
const parse = (...lines: readonly string[]) => parseTrace(text(...lines), 't.txt');
const daemon = ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d0 -> f1'];

describe('a trace as text', () => {
  it('is the kernel and the world, then its steps', () => {
    expect(parse('linux-5.18-rc1   world sva', ...daemon)).toEqual({
      kernel: 'linux-5.18-rc1',
      trace: { world: sva, steps: parseSteps(...daemon) },
      lines: [2, 3, 4, 5],
    });
  });

  it('may have no kernel, a seed as in reports, and a world of its own', () => {
    expect(parse('world sva', 'gp').kernel).toBe(undefined);
    expect(parse('k world sva   seed -7', 'gp').kernel).toBe('k');
    expect(parse('k world sva,processes=2', 'gp').trace.world).toEqual(
      parseWorld('sva,processes=2'),
    );
  });

  it('may have comments and empty lines, and whatever ends a line', () => {
    const lines = ['', '# why', 'k world sva # not vfio', '  ', 'gp # first', ' #', '\twork'];
    for (const end of ['\n', '\r\n', '\r']) {
      const read = parseTrace(`\uFEFF${lines.join(end)}${end}`, 't.txt');
      expect(read.trace.steps).toEqual(parseSteps('gp', 'work'));
      expect(read.lines).toEqual([5, 7]);
    }
  });

  it('may be numbered, with what was answered, also where that goes on below', () => {
    const { trace, lines } = parse(
      'k world sva',
      '',
      '   1  open p0 d0 -> f0                 PASID 1',
      '   2  exit p0 [stops at do_exit: mm left,',
      '      files still open]',
      '          suspended at do_exit: mm left, files still open; resumed at',
      '          the end',
      '          2 pages',
      '   3  gp                               success  # comment',
      ' 4+  continue p0                       resumes step 2: success',
      '* 5   work',
    );
    expect(trace.steps).toEqual(
      parseSteps(
        'open p0 d0 -> f0',
        'exit p0 [stops at do_exit: mm left, files still open]',
        'gp',
        'work',
      ),
    );
    expect(lines).toEqual([3, 4, 9, 11]);
  });
});

describe('text that is no trace: the message names the line, and', () => {
  it.each<[string, readonly string[], string]>([
    ['nothing', [], 't.txt: expected a trace: a first line such as "linux-5.18   world sva", then'],
    ['nothing but comments', ['# a', ''], 't.txt: expected a trace: a first line'],
    ['no steps', ['# a', 'k world sva'], 't.txt: line 2: expected a command on each further line'],
    [
      'no first line',
      ['', 'open p0 d0 -> f0'],
      't.txt: line 2: expected the kernel and the world, such as "linux-5.18   world sva", got "open p0 d0 -> f0"',
    ],
    ['two kernels', ['a b world sva', 'gp'], 'got "a b world sva"'],
    [
      'an unknown world',
      ['k world svaa', 'gp'],
      't.txt: line 1: unknown world "svaa"; did you mean',
    ],
    [
      'a bound too large',
      ['k world sva,files=9', 'gp'],
      'line 1: world "sva,files=9": sva.files is 9',
    ],
    [
      'an unknown command',
      ['k world sva', '', 'opne p0'],
      't.txt: line 3: unknown command "opne"; did',
    ],
    [
      'a name too high',
      ['k world sva', 'gp', 'open p0 d0 -> f9'],
      't.txt: line 3 (open): file f9, expect',
    ],
    [
      'a name of nothing',
      ['k world sva', '#', 'close p0 f0'],
      't.txt: line 3 (close): file f0 refers to',
    ],
    [
      'half of it numbered',
      ['k world sva', '1 gp', 'gp'],
      'line 3: the steps above are numbered; expect',
    ],
    [
      'the other half',
      ['k world sva', 'gp', '2 gp'],
      'line 3: the steps above are not numbered; expected',
    ],
    [
      'a number too far in',
      ['k world sva', '1 gp', '  2 work'],
      't.txt: line 3: is indented as if it',
    ],
    [
      'a control character',
      ['k world sva', 'gp \u0000'],
      't.txt: line 2: contains the control character "\\u0000"',
    ],
    [
      'an escape',
      ['k world sva', '# \u001B[2J'],
      'line 2: contains the control character "\\u001b", expected',
    ],
    [
      'too many steps',
      ['k world sva', ...Array<string>(10_001).fill('gp')],
      '10001 steps, expected at most 10000',
    ],
  ])('%s', (_what, lines, message) => {
    expect(() => parse(...lines)).toThrow(InputError);
    expect(() => parse(...lines)).toThrow(message);
  });
});

describe('a trace that is printed', () => {
  it('looks as it is written', () => {
    const trace = { world: parseWorld('sva,processes=2'), steps: parseSteps(...daemon) };
    expect(printTrace({ trace, kernel: 'linux-5.18-rc1' })).toBe(
      text('linux-5.18-rc1   world sva,processes=2', ...daemon, ''),
    );
    expect(printTrace({ trace })).toMatch(/^world sva,processes=2\n/);
  });

  it('reads back as it was, and is printed the same again, whatever fails or stops in it', () => {
    for (const world of worlds)
      fc.assert(
        fc.property(traces(specification, world), fc.infiniteStream(anyMarks), (drawn, marks) => {
          const steps = drawn.steps.map((c): Command => ({ ...c, ...marks.next().value }));
          const printed = printTrace({ trace: { world, steps }, kernel: 'k' });
          const read = parseTrace(printed, 't.txt');
          expect(read.trace).toEqual({ world, steps });
          expect(printTrace(read)).toBe(printed);
        }),
        { seed: 4, numRuns: 8, endOnFailure: true },
      );
  });

  it('reads back wherever a command can stop', () => {
    const steps = allPoints.map((stops): Command => ({ kind: 'gp', stops }));
    expect(parseTrace(printTrace({ trace: { world: sva, steps } }), 't').trace.steps).toEqual(
      steps,
    );
  });

  it.each<[{ readonly kernel?: string; readonly stops?: string }, string]>([
    [{ kernel: 'a b' }, 'kernel "a b": expected a name without spaces'],
    [{ kernel: '#a' }, 'kernel "#a": expected a name without spaces'],
    [{ stops: 'a [b]' }, 'stops "a [b]": expected words without brackets, one space apart'],
    [{ stops: 'a #b' }, 'stops "a #b": expected words without brackets'],
    [{ stops: 'a  b' }, 'stops "a  b": expected words without brackets'],
  ])('is refused with %j: it could not be read back', ({ kernel, stops }, message) => {
    const steps: Command[] = [{ kind: 'gp', ...(stops !== undefined && { stops }) }];
    expect(() => printTrace({ trace: { world: sva, steps }, kernel })).toThrow(message);
  });
});

const anyMarks = fc.record(
  { fails: fc.integer({ min: 1, max: 99 }), stops: fc.constantFrom(...allPoints) },
  { requiredKeys: [] },
);
