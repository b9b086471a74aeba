import { describe, expect, it } from 'vitest';
import { jsonLines, runCli } from '../testing/cli.ts';

describe('oracle', () => {
  it('tells which defect notices a weakening, as JSON lines and nothing else', () => {
    const { code, out, err } = runCli('oracle', 'open-admits-EBUSY', '--json');
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(jsonLines(out)).toEqual([
      expect.objectContaining({
        name: 'open-admits-EBUSY',
        noticed: true,
        defect: 'sva-handle-not-shared',
        law: 'answers-conform',
      }),
      expect.objectContaining({ kind: 'summary', weakenings: 1, noticed: 1, percent: 100 }),
    ]);
  });

  it('exits with 1 where too few are noticed, and says of each why', () => {
    const { code, out } = runCli('oracle', 'unfailing-admit-everything', 'open-admits-EBUSY');
    expect(code).toBe(1);
    expect(out).toMatch(/^open-admits-EBUSY +sva-handle-not-shared: answers-conform, /m);
    expect(out).toMatch(
      /^unfailing-admit-everything +NOT NOTICED: .* Why: these commands have only one/m,
    );
    expect(out).toContain('1 of 2 weakenings noticed: 50.0 %, 95 % would be enough\n');
  });

  it('measures the same again', () => {
    const once = runCli('oracle', 'open-admits-EBUSY');
    expect(runCli('oracle', 'open-admits-EBUSY')).toEqual(once);
  });
});
