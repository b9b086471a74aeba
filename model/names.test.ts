import { describe, expect, it } from 'vitest';
import { existing } from './names.ts';
import type { Sort } from './sort.ts';
import { parseCommand } from './linux.ts';
import type { State } from './state.ts';
import { after } from '../testing/model.ts';
import { vocabulary } from './linux.ts';

/** The names that four draws in a row choose. */
const reached = (state: State, sort: Sort) =>
  [0, 1, 2, 3].map((r) => existing(state, vocabulary.sortOf(sort), r));

describe('choosing a name that exists', () => {
  const { state } = after(
    'open p0 d0 -> f0',
    'open p0 d1 -> f1',
    'fork p0 -> p1',
    'close p0 f0',
    'close p1 f0',
    'open p1 d0 -> f2',
  );

  it('reaches every name of its sort, and only those, as the draw goes round', () => {
    expect(reached(state, 'process')).toEqual([0, 1, 0, 1]);
    expect(reached(state, 'device')).toEqual([0, 1, 0, 1]);
    // f0 is closed, and f2 lies in its row
    expect(reached(state, 'file')).toEqual([2, 1, 2, 1]);
  });

  it('answers -1 when there is nothing of that sort', () => {
    expect(existing(state, vocabulary.sortOf('handle'), 0)).toBe(-1);
    expect(existing(state, vocabulary.sortOf('pasid'), 5)).toBe(-1);
  });

  it('passes over the bond that open made, which has no name', () => {
    const bound = after('open p0 d0 -> f0', 'bind p0 f0 -> h0', 'open p0 d0 -> f1').state;
    expect(reached(bound, 'handle')).toEqual([0, 0, 0, 0]);
  });
});

const namesOf = (line: string) => {
  const c = parseCommand(line);
  const found: unknown[] = [];
  vocabulary.eachName(c, (...name) => found.push(name));
  return found;
};

describe('the names of a command', () => {
  it('are told in the order in which they are written, with sort, field and whether they are made', () => {
    expect(namesOf('open p0 d1 -> f2')).toEqual([
      ['process', 'process', 0, false],
      ['device', 'device', 1, false],
      ['file', 'file', 2, true],
    ]);
    expect(namesOf('fork p0 -> p1')).toEqual([
      ['process', 'process', 0, false],
      ['process', 'child', 1, true],
    ]);
  });

  it('do not include words', () => {
    expect(namesOf('hotplug d0 remove')).toEqual([['device', 'device', 0, false]]);
    expect(namesOf('gp')).toEqual([]);
  });
});
