import { describe, expect, it } from 'vitest';
import * as edit from './edit.ts';

const text =
  '# a mail\nlinux-5.18   world sva\nopen p0 d0 -> f0\n# then\nfork p0 -> p1\n\nexit p0\n';

describe('a trace as text', () => {
  it('has its steps, without its head, comments and empty lines', () => {
    expect(edit.stepsIn(text)).toEqual(['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0']);
  });

  it('loses a step', () => {
    expect(edit.stepsIn(edit.withoutStep(text, 1))).toEqual(['open p0 d0 -> f0', 'exit p0']);
    expect(edit.withoutStep(text, 7)).toBe(text);
  });

  it('has a step moved, up or down', () => {
    expect(edit.stepsIn(edit.withStepMoved(text, 2, 0))).toEqual([
      'exit p0',
      'open p0 d0 -> f0',
      'fork p0 -> p1',
    ]);
    expect(edit.stepsIn(edit.withStepMoved(text, 0, 2))).toEqual([
      'fork p0 -> p1',
      'exit p0',
      'open p0 d0 -> f0',
    ]);
    expect(edit.withStepMoved(text, 0, 3)).toBe(text);
  });

  it('ends before a step, and goes on with another', () => {
    expect(edit.stepsIn(edit.withStepAdded(edit.upTo(text, 1), 'exec p0'))).toEqual([
      'open p0 d0 -> f0',
      'exec p0',
    ]);
    expect(edit.upTo(text, 3)).toBe(text);
  });

  it('names its kernel and its world, which can be others', () => {
    expect([edit.kernelIn(text), edit.worldIn(text)]).toEqual(['linux-5.18', 'sva']);
    expect(edit.kernelIn('world sva')).toBeUndefined();
    const other = edit.withWorld(edit.withKernel(text, 'linux-6.3'), 'vfio');
    expect([edit.kernelIn(other), edit.worldIn(other)]).toEqual(['linux-6.3', 'vfio']);
    expect(edit.stepsIn(other)).toEqual(edit.stepsIn(text));
  });

  it('has a switch set, set otherwise, and left alone again', () => {
    const set = edit.withSwitch(text, 'pasidFreeAt', 'mmput');
    expect(edit.kernelIn(set)).toBe('linux-5.18+pasidFreeAt=mmput');
    const two = edit.withSwitch(set, 'bondPins', 'mm_users');
    expect(edit.kernelIn(two)).toBe('linux-5.18+pasidFreeAt=mmput,bondPins=mm_users');
    expect(edit.kernelIn(edit.withSwitch(two, 'pasidFreeAt', 'mmdrop'))).toBe(
      'linux-5.18+bondPins=mm_users,pasidFreeAt=mmdrop',
    );
    expect(edit.kernelIn(edit.withSwitch(set, 'pasidFreeAt', ''))).toBe('linux-5.18');
  });
});
