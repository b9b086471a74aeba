import { describe, expect, it } from 'vitest';
import { findKernel } from '../../defects/kernels.ts';
import { parseTrace } from '../../model/trace-text.ts';
import { judge } from './play.ts';
import { type Variations, variationsOf } from './variations.ts';

const varied = (...lines: string[]): Variations => {
  const { trace, kernel } = parseTrace(lines.join('\n'), 'trace');
  const version = findKernel(kernel!);
  return variationsOf(trace, version, judge(trace, version).breaks[0]?.broken);
};
const daemon = ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d0 -> f1'];

const says = (of: Variations['free']) => of.map((one) => one.says);

describe('the variations of a trace', () => {
  const { free, holds, tried } = varied('linux-5.18-rc1   world sva', ...daemon);

  it('keep what does not matter, such as which device is opened last', () => {
    expect(says(free)).toContain('step 4: open p1 d1 -> f1 instead of open p1 d0 -> f1');
    expect(says(free)).toContain('step 3: exec p0 instead of exit p0');
  });

  it('name the nearest traces that hold', () => {
    // The child lives on in the same mm.
    expect(says(holds)).toEqual(['step 2: clone p0 -> p1 instead of fork p0 -> p1']);
  });

  it('are what they are said to be, run again', () => {
    expect(tried).toBeGreaterThan(free.length + holds.length);
    for (const { text } of holds) {
      const { trace, kernel } = parseTrace(text, 'trace');
      expect(judge(trace, findKernel(kernel!))).toMatchObject({ breaks: [], skipped: 0 });
    }
    for (const { text } of free) {
      const { trace, kernel } = parseTrace(text, 'trace');
      const { breaks, skipped } = judge(trace, findKernel(kernel!));
      expect(breaks.map(({ broken }) => broken.law)).toContain('pasid-stability');
      expect(skipped).toBe(0);
    }
  });

  it('of a trace that breaks no law are none', () => {
    expect(varied('linux-5.18   world sva', ...daemon)).toEqual({ free: [], holds: [], tried: 0 });
  });
});
