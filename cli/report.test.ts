import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCli, runWith, workplace } from '../testing/cli.ts';

const { stored, fresh } = workplace();
const finding = 'corpus/pasid-uniqueness-c8fa983f7af7.json';

describe('report', () => {
  it.each(['text', 'md', 'json', 'svg', 'mail', 'vitest'])('explains a finding as %s', (format) => {
    const { code, out } = runCli(
      'report',
      stored(() => undefined),
      '--format',
      format,
    );
    expect(code).toBe(0);
    expect(out).toContain('no-reuse-while-referenced');
  });

  it('says if the stored violation does not show any more, and another one does', () => {
    const other = stored((t) => {
      t['violates'] = { law: 'no-splat', place: { clause: 'x' } };
    });
    const { code, out, err } = runCli('report', other);
    expect(code).toBe(0);
    expect(out).toContain('no-reuse-while-referenced');
    expect(err).toMatch(
      /: is stored as a trace that breaks no-splat \(x\), which it does not break on linux-5\.18-rc1 any more; it breaks no-reuse-while-referenced \(.*\)\n$/,
    );
    expect(runCli('report', finding).err).toBe('');
  });

  it('explains a trace that is given as text', () => {
    const { code, out } = runWith(
      'linux-5.18-rc1 world sva\nopen p0 d0 -> f0\nexit p0\n',
      'report',
      '-',
    );
    expect(code).toBe(0);
    expect(out).toContain('A PASID is not free while anything still refers to it');
  });

  it('writes the trace as text, which says what it breaks', () => {
    const { code, out } = runCli('report', finding, '--format', 'trace');
    expect(code).toBe(0);
    expect(out).toBe(
      [
        'linux-5.18-rc1   world sva',
        '# breaks pasid-uniqueness: handed out while held',
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'exit p0',
        'open p1 d0 -> f1',
        '',
      ].join('\n'),
    );
  });

  it('writes a trace that it can read: also one without a kernel, or one that breaks nothing', () => {
    const { out } = runCli('report', finding, '--format', 'trace');
    const again = runWith(out, 'report', '-', '--format', 'trace').out;
    expect(again).toBe(out.replace(/^#.*\n/m, ''));
    expect(runWith(again, 'report', '-', '--format', 'trace').out).toBe(again);
    const bare = stored((t) => delete t['kernel']);
    expect(runCli('report', bare, '--format', 'trace').out).toMatch(
      /^world sva-one-pasid,pasids=3,name=w\nopen p0 d0 -> f0\n/,
    );
  });

  it.each<[string, string, RegExp]>([
    [
      'names no kernel',
      'world sva\ngp\n',
      /^pasidcheck: standard input: names no kernel, so there is nothing to explain/,
    ],
    [
      'breaks no law',
      'reference world sva\ngp\n',
      /standard input: breaks no law on reference any more; expected a trace that does/,
    ],
  ])('refuses a trace that %s', (_what, text, message) => {
    const { code, out, err } = runWith(text, 'report', '-');
    expect(err).toMatch(message);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  it('reads the corpus as text just as it reads it as JSON', () => {
    const json = runCli('report', finding).out;
    const text = runWith(readFileSync(finding, 'utf8'), 'report', '-').out;
    expect(text.replaceAll(/(replay|certify) -/g, `$1 ${finding}`)).toBe(json);
  });

  it('writes it into a file, and says where', () => {
    const file = `${fresh('deep')}/down/a.svg`;
    const { code, out, err } = runCli('report', finding, '--format', 'svg', '--out', file);
    expect([code, out, err]).toEqual([0, '', `written: ${file}\n`]);
    expect(readFileSync(file, 'utf8')).toMatch(/^<svg /);
    expect(runCli('report', finding, '--out', 'package.json/x')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/cannot write "package.json\/x" \(\w+\); expected/) as string,
    });
  });

  it('changes no sign of what a program reads', () => {
    for (const format of ['svg', 'vitest'])
      expect(runCli('report', finding, '--format', format, '--ascii').out).toBe(
        runCli('report', finding, '--format', format).out,
      );
  });

  it('makes pages of a folder alone', () => {
    expect(runCli('report', 'corpus', '--format', 'md')).toMatchObject({
      code: 2,
      err: 'pasidcheck: corpus is a folder, and --format is md; expected html, or a file\n',
    });
  });
});
