import { describe, expect, it } from 'vitest';
import { afterIn, after } from '../../../testing/model.ts';
import { failed } from '../../answer.ts';

describe('container', () => {
  it('makes sense while there is room, with a backend of the world, where there is VFIO', () => {
    expect(after().isPossible('container p0 type1v2 -> c0')).toBe(false);
    expect(afterIn('vfio').isPossible('container p0 tce -> c0')).toBe(false);
    expect(afterIn('vfio').isPossible('container p1 type1v2 -> c0')).toBe(false);
    const one = afterIn('vfio-tiny', 'container p0 type1v2 -> c0');
    expect(one.isPossible('container p0 type1v2 -> c1')).toBe(false);
    expect(one.and('close-container p0 c0').isPossible('container p0 type1v2 -> c1')).toBe(true);
  });

  it('has to succeed, and then its process has it', () => {
    expect(afterIn('vfio').admits('container p0 type1v2 -> c0')).toEqual(['success']);
    const { vfio, ...state } = afterIn('vfio', 'container p0 type1 -> c3').state;
    expect(vfio.files.backendOf(vfio.files.container(3)!)).toBe('type1');
    expect(vfio.files.holdsContainer(state.processes[0]!, vfio.files.container(3)!)).toBe(true);
  });

  it('makes nothing when it fails', () => {
    const refused = afterIn('vfio').answered('container p0 type1 -> c0', failed('ENOMEM'));
    expect(refused.state.vfio.files.container(0)).toBeUndefined();
  });
});
