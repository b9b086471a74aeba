import { describe, expect, it } from 'vitest';
import { jsonLines, runCli } from '../testing/cli.ts';

describe('defects', () => {
  it('finds a defect of the catalogue and exits with 0', () => {
    const { code, out } = runCli('defects', 'fork-inherits-mm-pasid', '--seeds', '3', '--json');
    expect(code).toBe(0);
    expect(jsonLines(out)).toEqual([
      expect.objectContaining({
        id: 'fork-inherits-mm-pasid',
        found: 3,
        asShort: 3,
        optimum: expect.objectContaining({ length: 2, isProven: true }) as unknown,
      }),
    ]);
  });
});

describe('the table of defects', () => {
  const args = ['defects', 'fork-inherits-mm-pasid', '--seeds', '2'];

  it('is Markdown if that is asked', () => {
    const { code, out, err } = runCli(...args, '--md');
    const [heading, ruler, row, ...rest] = out.split('\n');
    expect([code, err, rest]).toEqual([0, '', ['']]);
    expect(heading).toMatch(
      /^\| defect \| found \| .* \| optimum \| grade \| as short \| texts \|$/,
    );
    expect(ruler).toMatch(/^\| --- (\| ---: )+\|$/);
    expect(row).toMatch(/^\| fork-inherits-mm-pasid \| 2\/2 \| .* \| 2 \| proven \| 2\/2 \| 1 \|$/);
    expect(new Set([heading, ruler, row].map((line) => line!.split('|').length)).size).toBe(1);
  });

  it('is a few lines for each on a narrow page', () => {
    const { out } = runCli(...args, '--width', '80');
    const [name, ...numbers] = out.trimEnd().split('\n');
    expect(name).toBe('fork-inherits-mm-pasid');
    expect(numbers).toHaveLength(2);
    expect(numbers[0]).toMatch(/^ {4}found 2\/2 {2}ms to find \d/);
    expect(numbers[1]).toMatch(/ {2}grade proven {2}as short 2\/2 {2}texts 1$/);
  });

  it('is aligned text otherwise, with what the ranges mean', () => {
    const { code, out, err } = runCli(...args);
    const [heading, row] = out.split('\n');
    expect(code).toBe(0);
    expect(heading!.length).toBe(row!.length);
    expect(row).toMatch(/^fork-inherits-mm-pasid +2\/2 .* proven +2\/2 +1$/);
    expect(err).toContain('median, 99th percentile and maximum');
  });
});
