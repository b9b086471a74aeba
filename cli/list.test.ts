import { describe, expect, it } from 'vitest';
import { run } from '../testing/cli.ts';

describe('list', () => {
  it.each(['kernels', 'worlds', 'commands', 'laws', 'defects'])('lists %s', (what) => {
    const { code, out } = run('list', what);
    expect(code).toBe(0);
    expect(out.split('\n').length).toBeGreaterThan(4);
  });
});
