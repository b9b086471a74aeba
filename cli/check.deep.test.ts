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

/** A check that meets a race, and without the folder in which that is stored. */
const race = () =>
  runCli(
    'check',
    '--kernel',
    'uacce-open-remove-race',
    '--world',
    'sva-tiny',
    '--interleave',
    '--law',
    'no-splat',
    '--runs',
    '200',
    '--seed',
    '1',
    '--out',
    fresh('race'),
  );

const anonymous = (text: string): string => text.replaceAll(/\S*race\S*\/(?=\S+\.json)/g, '');

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
    const args = ['check', '--runs', '18000', '--seed', '5', '--json', '--out', fresh('reference')];
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

  it('finds a race, shrinks it to one switch, and prints the same bytes again', () => {
    const { code, out } = race();
    expect(code).toBe(1);
    expect(out).toContain('2 commands in 3 steps, 1 of which resumes a command; proven shortest');
    expect(out).toContain('a command is suspended once');
    expect(out).toMatch(/commands overlapped \d+ times/);
    expect(anonymous(race().out)).toBe(anonymous(out));
  });
});
