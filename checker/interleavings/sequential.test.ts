import { describe, expect, it } from 'vitest';
import { breaksOf, needsInterleaving } from '../../defects/defect.ts';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import { findWorld, type World } from '../../model/world.ts';
import { shortestBreaks } from '../exhaustive/shortest.ts';
import { sameViolation } from '../reproduce.ts';

/**
 * Every trace of up to four commands. By hand it was run for every trace of up to eight, in the same
 * worlds: 99,142 to 130,723 states each, none of which breaks the law at its place.
 */
const DEPTH = 4;

/** As small as can be; files stay open across exec where the defect needs it. */
const worldFor = (name: string): World => ({
  ...findWorld('sva-tiny'),
  closeOnExec: findWorld(name).closeOnExec,
});

describe.each(defects.filter(needsInterleaving))('$id', (defect) => {
  it('is not shown by commands one after the other', () => {
    const targets = breaksOf(defect).map((one) => ({ ...one, witness: '' }));
    const found = shortestBreaks({
      port: kernelWith(defect),
      world: worldFor(defect.world),
      symmetry: 'unordered',
      depth: DEPTH,
      states: Infinity,
      first: false,
      seeks: (broken) => targets.some((target) => sameViolation(broken, target)),
    });
    expect(found.complete).toBe(DEPTH);
    expect(found.shortest).toEqual([]);
  });

  it('needs no larger world to be shown', () => {
    for (const { shortest } of breaksOf(defect)) {
      const { processes, devices, files } = worldFor(defect.world);
      const text = JSON.stringify(shortest);
      expect(text).not.toContain(`"process":${processes}`);
      expect(text).not.toContain(`"device":${devices}`);
      expect(text).not.toContain(`"file":${files}`);
    }
  });
});
