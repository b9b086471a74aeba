import { describe, expect, it } from 'vitest';
import { after } from '../../../testing/model.ts';

// The specification knows nothing of deferred work: it admits early and late.
describe.each(['gp', 'work'])('%s', (step) => {
  it('always makes sense and has to succeed', () => {
    expect(after().admits(step)).toEqual(['success']);
  });

  it('changes nothing that the specification knows', () => {
    const model = after('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d1 -> f1');
    const before = model.state.layout.snapshot();
    model.and(step);
    expect(model.state.layout.difference(before)).toEqual([]);
  });
});
