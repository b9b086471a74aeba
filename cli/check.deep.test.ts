import { describe, expect, it } from 'vitest';
import { jsonLines, runCli, workplace } from '../testing/cli.ts';

const { fresh } = workplace();

/** What is found on one kernel of the catalogue. */
function found(...more: readonly string[]): Record<string, unknown>[] {
  const kernel = [
    '--kernel',
    'mm-pasid-drop-in-mmput',
    '--world',
    'sva-tiny',
    '--runs',
    '20',
    '--seed',
    '9',
  ];
  const { out } = runCli('check', ...kernel, ...more, '--json', '--out', fresh('by-defect'));
  return jsonLines(out).filter((line) => line['kind'] === 'finding');
}

describe('check', () => {
  it('reports each mistake once and searches the mended kernel for others, with --by-defect', () => {
    expect(found().length).toBeGreaterThan(1);
    expect(found('--by-defect')).toEqual([
      expect.objectContaining({ knownAs: ['mm-pasid-drop-in-mmput'] }),
    ]);
  });

  it('prints the same bytes for the same seed', () => {
    const kernel = ['--kernel', 'linux-5.18-rc1', '--world', 'sva-tiny'];
    const args = ['check', ...kernel, '--runs', '10', '--seed', '-9'];
    const out = ['--out', fresh('same')];
    expect(runCli(...args, ...out).out).toBe(runCli(...args, ...out).out);
  });

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
