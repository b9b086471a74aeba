import { describe, expect, it } from 'vitest';
import { bounds } from '../model/world-bounds.ts';
import { switches } from '../implementation/kernel/switches.ts';
import { runCli } from '../testing/cli.ts';
import { listable } from './list.ts';

describe('list', () => {
  it.each(listable)('lists %s', (what) => {
    const { code, out } = runCli('list', what);
    expect(code).toBe(0);
    expect(out.split('\n').length).toBeGreaterThan(4);
  });

  it('lists every switch with its values, and who sets them so', () => {
    const { out } = runCli('list', 'switches');
    for (const [name, values] of Object.entries(switches))
      expect(out).toMatch(new RegExp(`^${name} +${values[0]} \\(reference\\), ${values[1]}`, 'm'));
    expect(out).toContain('mmput (linux-5.18-rc1, linux-5.18-rc1-mmget)');
  });

  it('lists every bound of a world with its range', () => {
    const { out } = runCli('list', 'bounds');
    for (const { name } of bounds) expect(out).toMatch(new RegExp(`^${name} +.*: `, 'm'));
    for (const { says } of bounds) expect(out).toContain(says);
    expect(out).toMatch(/^processes +1 to 8: /m);
  });
});
