import { describe, expect, it } from 'vitest';
import { jsonLines, runCli, workplace } from '../testing/cli.ts';

const { fresh } = workplace();

describe('check', () => {
  it('finds nothing on the reference in its ordinary world and reaches every goal', () => {
    const args = ['check', '--runs', '12000', '--seed', '5', '--json', '--out', fresh('reference')];
    const { code, out } = runCli(...args);
    expect(code).toBe(0);
    expect(jsonLines(out)).toEqual([
      expect.objectContaining({
        kind: 'summary',
        verdict: 'holds',
        findings: 0,
        goals: expect.objectContaining({ missed: [] }) as unknown,
      }),
    ]);
  });
});
