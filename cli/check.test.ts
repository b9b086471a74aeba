import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defects } from '../defects/index.ts';
import { jsonLines, runCli, workplace } from '../testing/cli.ts';

const { fresh } = workplace();

describe('check', () => {
  it('finds the daemon and its server with one PASID on linux-5.18-rc1, stores it and exits with 1', () => {
    const out = fresh('rc1');
    const { code, out: text } = runCli(
      'check',
      '--kernel',
      'linux-5.18-rc1',
      '--world',
      'sva-tiny',
      '--law',
      'pasid-uniqueness',
      '--first',
      '--seed',
      '7',
      '--out',
      out,
    );
    expect(code).toBe(1);
    expect(text).toContain('One PASID has one owner');
    for (const step of ['open d0 -> f0: PASID 1', 'fork -> p1', 'exit', 'open d0 -> f1: PASID 1'])
      expect(text).toContain(step);
    expect(text).toContain('4 commands; proven shortest');
    expect(readdirSync(out).some((name) => name.startsWith('pasid-uniqueness-'))).toBe(true);
  });

  it('prints JSON lines and nothing else, one per finding and a summary, with --json', () => {
    const { code, out } = runCli(
      'check',
      '--kernel',
      'linux-5.18-rc1',
      '--world',
      'sva-tiny',
      '--runs',
      '10',
      '--seed',
      '3',
      '--json',
      '--out',
      fresh('json'),
    );
    const lines = jsonLines(out);
    expect(code).toBe(1);
    expect(lines.slice(0, -1).every((line) => line['kind'] === 'finding')).toBe(true);
    expect(lines.at(-1)).toMatchObject({ kind: 'summary', verdict: 'violated', seed: 3 });
    expect(Object.keys(lines.at(-1)!)).toEqual(
      expect.arrayContaining(['commands', 'seconds', 'commandsPerSecond', 'findings', 'goals']),
    );
  });

  it('finds nothing on the reference and reaches every goal', () => {
    const { code, out } = runCli(
      'check',
      '--world',
      'sva-small',
      '--runs',
      '1000',
      '--seed',
      '3',
      '--json',
      '--out',
      fresh('reference'),
    );
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

  it('shows what a release is known for, and does not fail for it', () => {
    const { code, out } = runCli(
      'check',
      '--kernel',
      'linux-5.18',
      '--world',
      'sva-tiny',
      '--runs',
      '300',
      '--seed',
      '2',
      '--json',
      '--out',
      fresh('known'),
    );
    const lines = jsonLines(out);
    expect([code, lines.at(-1)!['verdict']]).toEqual([0, 'only-known']);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines.slice(0, -1)) {
      expect(line['known']).toBe(true);
      expect(line['knownAs']).not.toEqual([]);
      const sure = defects.filter(({ evidence }) => evidence === 'verified');
      const ids = line['knownAs'] as readonly string[];
      expect(line['inferred']).toBe(!ids.every((id) => sure.some((d) => d.id === id)));
    }
  });

  it('says that a short run proves little, in each part that the kernel has, and what it did not try', () => {
    const { code, out } = runCli('check', '--runs', '4', '--seed', '1', '--out', fresh('short'));
    expect(code).toBe(0);
    expect(out).toMatch(/^reference, world sva, seed 1: .*too short to say much\n/);
    expect(out).toMatch(/^reference, world vfio, seed 1: .*too short to say much\n/m);
    expect(out).toMatch(/^reference, world vtd, seed 1: .*too short to say much\n/m);
    expect(out).toContain('missed: ');
    expect(out).toContain(
      'reference in sva, vtd, enqcmd, sets-small and vfio: no law was broken, but the run was too short',
    );
    expect(out).toContain('not tried: commands that overlap (--interleave)');
  });

  it('fails where a run proves little, if goals are required', () => {
    const args = ['--runs', '2', '--world', 'sva-tiny', '--out', fresh('goals')];
    expect(runCli('check', ...args, '--require-goals').code).toBe(4);
    expect(runCli('check', ...args).code).toBe(0);
  });

  it('looks for a defect in its own world, and says in which way', () => {
    const args = ['check', '--kernel', 'sva-cd-outlives-mm', '--runs', '1', '--seed', '1'];
    const { out, err } = runCli(...args, '--out', fresh('own'));
    expect(out).toMatch(/^sva-cd-outlives-mm, world sva-tiny-keep-on-exec, /m);
    expect(err).toContain('--interleave is on');
  });
});
