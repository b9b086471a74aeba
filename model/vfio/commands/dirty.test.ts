import { describe, expect, it } from 'vitest';
import { afterIn } from '../../../testing/model.ts';

describe('dirty', () => {
  it('fails without a descriptor and without a group, and may be done twice', () => {
    const model = afterIn('vfio', 'fork p0 -> p1', 'container p0 type1v2 -> c0');
    expect(model.admits('dirty p1 c0 start')).toEqual(['EBADF']);
    expect(model.admits('dirty p0 c0 start')).toEqual(['EINVAL']);
    model.and('attach p0 c0 g0');
    expect(model.admits('dirty p0 c0 stop')).toEqual(['success']);
    expect(model.and('dirty p0 c0 start').admits('dirty p0 c0 start')).toEqual(['success']);
  });

  it('is refused in the first version', () => {
    const first = afterIn('vfio', 'container p0 type1 -> c0', 'attach p0 c0 g0');
    expect(first.admits('dirty p0 c0 start')).toEqual(['EACCES']);
  });
});
