import { describe, expect, it } from 'vitest';
import { errno, errnoName, errnos, failed, ok, success } from './answer.ts';

describe('an answer', () => {
  it('is success where its errno is 0, with a value', () => {
    expect(success).toEqual({ errno: 0, value: 0 });
    expect(ok(3)).toEqual({ errno: 0, value: 3 });
  });

  it('has the number of its errno and no value where it failed', () => {
    expect(failed('EBADF')).toEqual({ errno: errno.EBADF, value: 0 });
  });

  it('is one object per errno, so that a million failures cost nothing', () => {
    expect(failed('EBADF')).toBe(failed('EBADF'));
  });
});

describe('an errno', () => {
  it('can be told by its name, each by one', () => {
    expect(errnos.map((name) => errnoName(errno[name]))).toEqual([...errnos]);
    expect(new Set(errnos).size).toBe(errnos.length);
  });
});
