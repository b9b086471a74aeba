import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traces } from '../checker/arbitrary.ts';
import { rulesOf, sva } from '../testing/model.ts';
import { InputError } from './input-error.ts';
import { parseCommand, parseSteps, usage } from './parse.ts';
import { commandText } from './text.ts';

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
    expect(parseCommand('  open  p0 d0   f0 ')).toEqual(parseCommand('open p0 d0 -> f0'));
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

  it('reads back as what it was, in any trace', () => {
    fc.assert(
      fc.property(traces(sva), ({ steps }) => {
        expect(parseSteps(...steps.map(commandText))).toEqual(steps);
      }),
      { seed: 1, numRuns: 100, endOnFailure: true },
    );
  });
});

describe('what cannot be read', () => {
  const refused: readonly (readonly [string, string])[] = [
    ['opne p0 d0 -> f0', 'unknown command "opne"; did you mean "open"?'],
    ['open p0', '"open p0": open takes PROCESS DEVICE -> FILE, not 1 arguments'],
    ['gp p0', '"gp p0": gp takes no arguments, not 1 arguments'],
    ['close d0 f0', '"close d0 f0": expected a process such as p0, got "d0"'],
    ['close p0 f', '"close p0 f": expected a file such as f0, got "f"'],
    ['close p0 f01', '"close p0 f01": expected a file such as f0, got "f01"'],
    ['gp [stops at ]', '"gp [stops at ]": gp takes no arguments, not 3 arguments'],
    ['gp [stops at a [b]]', '"gp [stops at a [b]]": gp takes no arguments, not 4 arguments'],
    ['continue d0', '"continue d0": expected a process such as p0, got "d0"'],
    ['mmap p0 f0 io', '"mmap p0 f0 io": expected mmio or dus, got "io"'],
  ];

  it.each(refused)('%s: says where, what came and what was expected', (line, message) => {
    expect(() => parseCommand(line)).toThrow(InputError);
    expect(() => parseCommand(line)).toThrow(message);
  });
});

describe('the usage of a command', () => {
  it('names its arguments, what it makes behind an arrow, and the words to choose from', () => {
    expect(usage(rulesOf('open'))).toBe('PROCESS DEVICE -> FILE');
    expect(usage(rulesOf('hotplug'))).toBe('DEVICE remove|add');
    expect(usage(rulesOf('work'))).toBe('no arguments');
  });
});
