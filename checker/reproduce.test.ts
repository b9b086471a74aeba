import { describe, expect, it } from 'vitest';
import { type Broken, sameViolation } from '../model/judgement.ts';
import { commandText } from '../model/linux.ts';
import { runnerWith } from '../testing/judge.ts';
import { linesOf, traceOf } from '../testing/shrinking.ts';
import { firstBreak, reproduceOn } from './reproduce.ts';

const handedOut: Broken = {
  law: 'pasid-uniqueness',
  place: { clause: 'handed out while held' },
  witness: '',
};
const daemon = ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d0 -> f1'];

describe('two violations', () => {
  it('are the same if law and place are, whatever the witness names', () => {
    const other: Broken = { ...handedOut, witness: 'PASID 2' };
    expect(sameViolation(handedOut, other)).toBe(true);
    expect(sameViolation(handedOut, { ...handedOut, place: { clause: 'elsewhere' } })).toBe(false);
    expect(sameViolation(handedOut, { ...handedOut, law: 'isolation' })).toBe(false);
  });
});

describe('the first break of a trace', () => {
  const runner = runnerWith({ pasidFreeAt: 'mmput' });

  it('is the step, what is broken, and what was carried out up to there', () => {
    const found = firstBreak(runner, traceOf(['exit p5', ...daemon, 'gp']), handedOut)!;
    expect(found.step).toBe(4);
    expect(found.broken.witness).toContain('open answered PASID 1');
    expect(found.ran.map(commandText)).toEqual(daemon);
  });

  it('is none where another law breaks, or none', () => {
    expect(firstBreak(runner, traceOf(daemon.slice(0, 3)), handedOut)).toBeUndefined();
    expect(firstBreak(runnerWith(), traceOf(daemon), handedOut)).toBeUndefined();
  });
});

describe('reproducing', () => {
  it('hands back what was carried out up to the break', () => {
    const again = reproduceOn(runnerWith({ pasidFreeAt: 'mmput' }), handedOut);
    expect(linesOf(again(traceOf([...daemon, 'gp']))!)).toEqual(daemon);
    expect(again(traceOf(['gp']))).toBeUndefined();
  });
});
