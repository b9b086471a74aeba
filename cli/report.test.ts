import { describe, expect, it } from 'vitest';
import { run, workplace } from '../testing/cli.ts';

const { stored } = workplace();

describe('report', () => {
  it.each(['text', 'md', 'json'])('tells a finding as %s', (format) => {
    const { code, out } = run(
      'report',
      stored(() => undefined),
      '--format',
      format,
    );
    expect(code).toBe(0);
    expect(out).toContain('no-reuse-while-referenced');
  });
});
