import { describe, expect, it } from 'vitest';
import { afterIn } from '../../../testing/model.ts';
import { success } from '../../answer.ts';

describe('mlock', () => {
  it('locks up to the limit', () => {
    const model = afterIn('vfio', 'setrlimit p0 1');
    expect(model.admits('mlock p0 a0')).toEqual(['success']);
    model.and('mlock p0 a0');
    expect(model.admits('mlock p0 a0')).toEqual(['success']); // nothing new
    expect(model.admits('mlock p0 a1')).toEqual(['ENOMEM']);
    expect(model.judge('mlock p0 a1', success)).toMatchObject({
      law: 'memlock-limit',
      place: { command: 'mlock', clause: 'over the limit' },
    });
  });

  it('may not be done at all with a limit of none', () => {
    const model = afterIn('vfio', 'setrlimit p0 0', 'munmap-page p0 a0');
    expect(model.admits('mlock p0 a0')).toEqual(['EPERM']);
    expect(model.admits('mlock p0 a3')).toEqual(['EPERM']);
    const capable = afterIn('vfio-capable', 'setrlimit p0 0');
    expect(capable.admits('mlock p0 a0')).toEqual(['success']);
    expect(capable.and('dropcap p0').admits('mlock p0 a0')).toEqual(['EPERM']);
  });

  it('fails at a hole', () => {
    expect(afterIn('vfio', 'munmap-page p0 a0').admits('mlock p0 a0')).toEqual(['ENOMEM']);
  });

  it('may be refused where nothing new would count, if what counts is over the limit', () => {
    const model = afterIn('vfio', 'mlock p0 a0', 'mlock p0 a1', 'setrlimit p0 1');
    expect(model.admits('mlock p0 a0')).toEqual(['success', 'ENOMEM']);
    expect(model.admits('mlock p0 a3')).toEqual(['success', 'ENOMEM']);
    expect(model.admits('mlock p0 a2')).toEqual(['ENOMEM']);
  });
});

describe('munlock', () => {
  it('fails at a hole, and else takes the lock away', () => {
    const model = afterIn('vfio', 'mlock p0 a0', 'munmap-page p0 a1');
    expect(model.admits('munlock p0 a1')).toEqual(['ENOMEM']);
    expect(model.admits('munlock p0 a0')).toEqual(['success']);
    expect(model.and('munlock p0 a0').state.pages.expectedLocked(1)).toBe(0);
  });
});
