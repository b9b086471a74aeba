import { describe, expect, it } from 'vitest';
import { type ShrinkingCase, proposals, shrunkBy, shrunkWithout } from '../../testing/shrinking.ts';
import { lowerNames } from './lower-names.ts';

describe('lower names', () => {
  it('lowers the names of an open on d1', () => {
    const anyOpen: ShrinkingCase = { trace: ['open p0 d1 -> f3'], law: (c) => c.kind === 'open' };
    expect(shrunkBy([lowerNames], anyOpen)).toEqual(['open p0 d0 -> f0']);
  });

  it('renames everything by its first appearance; then each sort alone', () => {
    expect(
      proposals(lowerNames, 'open p0 d1 -> f3', 'fork p0 -> p5', 'open p5 d0 -> f1', 'close p5 f3'),
    ).toEqual([
      'open p0 d0 -> f0; fork p0 -> p1; open p1 d1 -> f1; close p1 f0',
      'open p0 d1 -> f3; fork p0 -> p1; open p1 d0 -> f1; close p1 f3',
      'open p0 d0 -> f3; fork p0 -> p5; open p5 d1 -> f1; close p5 f3',
      'open p0 d1 -> f0; fork p0 -> p5; open p5 d0 -> f1; close p5 f0',
    ]);
  });

  it('lets p0 keep its name: it is there from the start', () => {
    expect(proposals(lowerNames, 'fork p0 -> p2', 'exit p2', 'exit p0')[0]).toEqual(
      'fork p0 -> p1; exit p1; exit p0',
    );
  });

  it('has nothing to propose where all names are lowest', () => {
    expect(proposals(lowerNames, 'fork p0 -> p1', 'open p1 d0 -> f0')).toEqual([]);
  });

  it('is the only one to lower files where one device is not as good as another', () => {
    const onD1: ShrinkingCase = {
      trace: ['open p0 d1 -> f3'],
      law: (c) => c.kind === 'open' && c['device'] === 1,
    };
    expect(shrunkBy([lowerNames], onD1)).toEqual(['open p0 d1 -> f0']);
    expect(shrunkWithout(lowerNames, onD1)).toEqual(onD1.trace);
  });
});
