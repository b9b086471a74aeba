import { describe, expect, it } from 'vitest';
import { jsonLines, runCli } from '../testing/cli.ts';

const small = ['--world', 'sva-tiny', '--depth', '2', '--runs', '5'];

describe('compare', () => {
  it('prints a table, each law with its trace and its switch, and where a kernel and the next differ', () => {
    const { code, out } = runCli(
      'compare',
      'linux-5.17',
      'linux-5.18-rc1',
      ...small,
      '--width',
      '80',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^linux-5\.17 +[\d,]+ +2 +/m);
    expect(out).toMatch(/^linux-5\.18-rc1 .* no-reuse-while-referenced 2, /m);
    expect(out).toContain('linux-5.18-rc1, unlike linux-5.17, because of pasidFreeAt=mmput\n');
    expect(out).toContain('linux-5.17 and linux-5.18-rc1 first differ after 2 commands.\n');
    expect(out).toContain('    PASID 1: free on linux-5.17, mm0 on linux-5.18-rc1\n');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('compares a kernel with itself under another switch', () => {
    const told = ['compare', 'reference', '--switch', 'pasidFreeAt=mmput', ...small, '--json'];
    const lines = jsonLines(runCli(...told).out);
    expect(lines[0]).toMatchObject({
      kind: 'comparison',
      kernels: ['reference', 'reference+pasidFreeAt=mmput'],
      world: 'sva-tiny',
    });
    const [, , pair] = ['kernel', 'law', 'pair'].map((kind) =>
      lines.find((l) => l['kind'] === kind),
    );
    expect(pair).toMatchObject({ trace: ['open p0 d0 -> f0', 'exit p0'], agreed: 1 });
  });

  it('says how far two kernels were found to be the same', () => {
    const told = ['compare', 'reference', '--switch', 'liveCdRewrite=asid-only', ...small];
    expect(runCli(...told).out).toMatch(
      /answer and end the same on every trace of up to 2\s+commands \([\d,]+ pairs of states\); longer ones were not compared/,
    );
  });

  it('is Markdown with --md', () => {
    const { out } = runCli('compare', 'linux-5.17', 'linux-5.18-rc1', ...small, '--md');
    expect(out).toContain(
      '| kernel | states | up to | breaks | leaf tables | longest atomic section |',
    );
    expect(out).toContain('## no-reuse-while-referenced\n\n```\nopen p0 d0 -> f0\nexit p0\n```\n');
  });

  it.each([
    [['linux-5.17'], 'linux-5.17: expected another kernel to compare with, or --switch'],
    [['linux-5.17', 'linux-5.17'], 'linux-5.17: named twice'],
    [['linux-5.17', 'linux-5.19'], 'unknown kernel "linux-5.19"'],
    [['linux-5.17', 'linux-4.10'], 'no world fits all of them'],
    [['linux-5.17', 'reference', '--world', 'sets'], 'linux-5.17 has no sets of PASIDs here'],
    [['linux-5.17', 'reference', '--json', '--md'], '--json --md: expected one of them'],
  ])('refuses %j', (args, says) => {
    const { code, err, out } = runCli('compare', ...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(says);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
