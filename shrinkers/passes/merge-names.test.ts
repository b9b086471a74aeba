import { describe, expect, it } from 'vitest';
import {
  type ShrinkingCase,
  everythingOnce,
  includes,
  proposals,
  shrunkBy,
  shrunkWithout,
} from '../../testing/shrinking.ts';
import { mergeNames } from './merge-names.ts';

const uses = (process: string) =>
  everythingOnce.slice(1, -1).map((line) => line.replace('p0', process));

describe('merge names', () => {
  it('lets the first process do what the second was made for', () => {
    const whoHasTheFileExits: ShrinkingCase = {
      trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p1'],
      law: (c, s) => c.kind === 'exit' && s.sva.openFiles(s.process(c['process'] as number)!) !== 0,
    };
    expect(shrunkBy([mergeNames], whoHasTheFileExits)).toEqual(['open p0 d0 -> f0', 'exit p0']);
  });

  it('says one name for another of its sort, and drops the command that made it', () => {
    expect(proposals(mergeNames, 'open p0 d1 -> f0', 'fork p0 -> p1', 'close p1 f0')).toEqual([
      'open p1 d1 -> f0; fork p1 -> p1; close p1 f0', // p1 for p0: not possible, so it comes to nothing
      'open p0 d1 -> f0; close p0 f0', // p0 for p1
    ]);
  });

  it('has nothing to merge where each sort has one name', () => {
    expect(proposals(mergeNames, 'open p0 d0 -> f0', 'close p0 f0')).toEqual([]);
  });

  it('is the only one to change all commands of a process together in a long trace', () => {
    const oneProcessDoesItAll: ShrinkingCase = {
      trace: ['open p0 d0 -> f0', 'fork p0 -> p1', ...uses('p1')],
      law: (_c, _s, ran) => includes(ran, uses('p0')) || includes(ran, uses('p1')),
    };
    expect(shrunkBy([mergeNames], oneProcessDoesItAll)).toEqual(everythingOnce.slice(0, -1));
    expect(shrunkWithout(mergeNames, oneProcessDoesItAll)).toEqual(oneProcessDoesItAll.trace);
  });
});
