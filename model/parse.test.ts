import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traces } from '../checker/arbitrary.ts';
import { rulesOf, sva } from '../testing/model.ts';
import { InputError } from './input-error.ts';
import { parseAnswered, parseCommand, parseSteps, commandText } from './linux.ts';
import { usage } from './parse.ts';
import { specification } from '../properties/linux.ts';

describe('a command as it is written', () => {
  it('is its kind, its names as numbers, and its words', () => {
    expect(parseCommand('open p0 d1 -> f2')).toEqual({
      kind: 'open',
      process: 0,
      device: 1,
      file: 2,
    });
    expect(parseCommand('mmap p0 f0 dus')).toEqual({
      kind: 'mmap',
      process: 0,
      file: 0,
      region: 'dus',
    });
    expect(parseCommand('gp')).toEqual({ kind: 'gp' });
  });

  it('may have any spaces, and do without the arrow, which is only for the eye', () => {
    const open = parseCommand('open p0 d0 -> f0');
    for (const line of ['  open  p0 d0   f0 ', 'open\tp0 d0 → f0', 'open p0 d0 f0'])
      expect(parseCommand(line)).toEqual(open);
  });

  it('may say that one of its allocations fails', () => {
    const c = parseCommand('fork p0 -> p1 [allocation 2 fails]');
    expect(c).toEqual({ kind: 'fork', process: 0, child: 1, fails: 2 });
    expect(commandText(c)).toBe('fork p0 -> p1 [allocation 2 fails]');
    expect(() => parseCommand('gp [allocation 0 fails]')).toThrow(InputError);
  });

  it('may say where it is left', () => {
    expect(parseCommand('exit p0 [stops at do_exit: mm left, files still open]')).toEqual({
      kind: 'exit',
      process: 0,
      stops: 'do_exit: mm left, files still open',
    });
    expect(parseCommand('continue-hotplug d1  [stops at  a: b ]')).toEqual({
      kind: 'continue-hotplug',
      device: 1,
      stops: 'a: b',
    });
  });

  it('may say both, in any order', () => {
    const both = { kind: 'exit', process: 0, fails: 12, stops: 'a: b, c' };
    for (const line of [
      'exit p0 [allocation 12 fails] [stops at a: b, c]',
      'exit p0[stops at a:  b, c][ allocation 12 fails ]',
    ])
      expect(parseCommand(line)).toEqual(both);
  });

  it('reads back as what it was, in any trace', () => {
    fc.assert(
      fc.property(traces(specification, sva), ({ steps }) => {
        expect(parseSteps(...steps.map(commandText))).toEqual(steps);
      }),
      { seed: 1, numRuns: 100, endOnFailure: true },
    );
  });
});

describe('what cannot be read', () => {
  const refused: readonly (readonly [string, string])[] = [
    ['opne p0 d0 -> f0', 'unknown command "opne"; did you mean "open"?'],
    ['', 'unknown command ""; see: list commands'],
    ['toString p0', 'unknown command "toString"; see: list commands'],
    ['open p0', '"open p0": open takes PROCESS DEVICE -> FILE, not 1 argument'],
    [
      'open p0 d0 -> f0 f1',
      '"open p0 d0 -> f0 f1": open takes PROCESS DEVICE -> FILE, not 4 arguments',
    ],
    [
      'open p0 d0 -> f0   PASID 1',
      '"open p0 d0 -> f0   PASID 1": open takes PROCESS DEVICE -> FILE, not 5',
    ],
    ['gp p0', '"gp p0": gp takes no arguments, not 1 argument'],
    ['close d0 f0', '"close d0 f0": expected a process such as p0, got "d0"'],
    ['close p0 f', '"close p0 f": expected a file such as f0, got "f"'],
    ['close p0 f01', '"close p0 f01": expected a file such as f0, got "f01"'],
    [
      'gp [stops at ]',
      '"gp [stops at ]": expected [allocation N fails], N from 1 to 99, or [stops at POINT] (see: list points), once each, got "[stops at ]"',
    ],
    ['gp [stops at a [b]]', 'once each, got "[stops at a [b]]"'],
    ['gp [stops at a', 'once each, got "[stops at a"'],
    ['gp [stops at a] b', 'once each, got "b"'],
    ['gp [stops at a] [stops at b]', 'once each, got "[stops at b]"'],
    ['gp [allocation 0 fails]', 'once each, got "[allocation 0 fails]"'],
    ['gp [allocation 100 fails]', 'once each, got "[allocation 100 fails]"'],
    ['continue d0', '"continue d0": expected a process such as p0, got "d0"'],
    ['mmap p0 f0 io', '"mmap p0 f0 io": expected mmio or dus, got "io"'],
  ];

  it.each(refused)('%s: says where, what came and what was expected', (line, message) => {
    expect(() => parseCommand(line)).toThrow(InputError);
    expect(() => parseCommand(line)).toThrow(message);
  });
});

describe('a command with what it was answered', () => {
  it.each([
    ['open p0 d0 -> f0   PASID 1', 'open p0 d0 -> f0'],
    ['gp  success', 'gp'],
    ['exit p0 [stops at a: b]  suspended at a: b; resumed at step 3', 'exit p0 [stops at a: b]'],
    ['exit p0', 'exit p0'],
  ])('%s', (line, command) => {
    expect(parseAnswered(line)).toEqual(parseCommand(command));
  });

  it.each([
    ['close p0 f0 f1', 'close takes PROCESS FILE, not 3 arguments'],
    ['close p0   EBADF', 'expected a file such as f0, got "EBADF"'],
    ['exit p0 [stops at a: b] success', 'once each, got "success"'],
  ])('is refused if it cannot be told which is which: %s', (line, message) => {
    expect(() => parseAnswered(line)).toThrow(message);
  });
});

describe('the usage of a command', () => {
  it('names its arguments, what it makes behind an arrow, and the words to choose from', () => {
    expect(usage(rulesOf('open'))).toBe('PROCESS DEVICE -> FILE');
    expect(usage(rulesOf('hotplug'))).toBe('DEVICE remove|add');
    expect(usage(rulesOf('work'))).toBe('no arguments');
  });
});
