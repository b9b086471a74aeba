import { describe, expect, it } from 'vitest';
import { reproduceOn } from '../../checker/reproduce.ts';
import { runnerWith } from '../../testing/judge.ts';
import { sva } from '../../testing/model.ts';
import {
  type ShrinkingCase,
  linesOf,
  proposals,
  shrunkBy,
  shrunkWithout,
  times,
  traceOf,
} from '../../testing/shrinking.ts';
import { shrink } from '../shrink.ts';
import { dropStops } from './drop-stops.ts';
import { specification } from '../../properties/linux.ts';

const x = '[stops at x]';

describe('drop stops', () => {
  it('proposes nothing where nothing stops', () => {
    expect(proposals(dropStops, 'open p0 d0 -> f0', 'gp', 'close p0 f0')).toEqual([]);
  });

  it('lets all run through first, one after the other', () => {
    const [first] = proposals(
      dropStops,
      `exec p0 ${x}`,
      `hotplug d0 remove ${x}`,
      'continue p0',
      'continue-hotplug d0',
    );
    expect(first).toBe('exec p0; hotplug d0 remove');
  });

  it('then each alone: before what came between, behind it, or with its continuation for another stop', () => {
    expect(proposals(dropStops, `exec p0 ${x}`, 'gp', 'continue p0').slice(1)).toEqual([
      'exec p0; gp',
      'gp; exec p0',
      'exec p0; gp; continue p0',
    ]);
  });

  it('takes the stop of the continuation where there is one more', () => {
    const y = '[stops at y]';
    const lines = [`exec p0 ${x}`, 'gp', `continue p0 ${y}`, 'work', 'continue p0'];
    expect(proposals(dropStops, ...lines).slice(1)).toEqual([
      `exec p0 ${y}; gp; work; continue p0`,
      `gp; exec p0 ${y}; work; continue p0`,
      `exec p0; gp; continue p0 ${y}; work; continue p0`,
      `exec p0 ${x}; gp; continue p0; work`,
      `exec p0 ${x}; gp; work; continue p0`,
      `exec p0 ${x}; gp; continue p0; work; continue p0`,
    ]);
  });

  it('finds the continuation of the same task', () => {
    const lines = [`exec p0 ${x}`, `exec p1 ${x}`, 'continue p1', 'continue p0'];
    expect(proposals(dropStops, ...lines)).toContain(`exec p0; exec p1 ${x}; continue p1`);
    expect(proposals(dropStops, ...lines)).toContain(`exec p0 ${x}; exec p1; continue p0`);
  });

  it('lets what is left to the end run through as well', () => {
    expect(proposals(dropStops, `exec p0 ${x}`, 'gp')).toEqual(['exec p0; gp', 'exec p0; gp']);
  });

  it('makes commands sequential that need not overlap', () => {
    const { steps } = traceOf([
      'open p0 d0 -> f0',
      'mmap p0 f0 mmio',
      'hotplug d0 remove [stops at uacce_remove: before q->mutex]',
      'gp',
      'continue-hotplug d0',
      'touch p0 f0 mmio',
    ]);
    const runner = runnerWith({ uacceRemove: 'leaves-mappings' });
    const target = {
      law: 'answers-conform',
      place: { command: 'touch', answer: 'success' },
      witness: '',
    };
    const { trace } = shrink(
      { world: sva, steps },
      reproduceOn(runner, target),
      [dropStops],
      specification,
    );
    expect(linesOf(trace)).toEqual([
      'open p0 d0 -> f0',
      'mmap p0 f0 mmio',
      'hotplug d0 remove',
      'gp',
      'touch p0 f0 mmio',
    ]);
  });

  it('is the only one to leave out the stop of a command that is needed', () => {
    const needsBoth: ShrinkingCase = {
      trace: [`open p0 d0 -> f0 ${x}`, 'gp', 'continue p0'],
      law: (_c, _s, ran) => times(ran, 'open p0 d0 -> f0') > 0 && times(ran, 'gp') > 0,
    };
    expect(shrunkBy([dropStops], needsBoth)).toEqual(['open p0 d0 -> f0', 'gp']);
    expect(shrunkWithout(dropStops, needsBoth)).toEqual([`open p0 d0 -> f0 ${x}`, 'gp']);
  });
});
