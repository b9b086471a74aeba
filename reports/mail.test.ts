import { describe, expect, it } from 'vitest';
import { parseTrace } from '../model/trace-text.ts';
import { renderMail } from './mail.ts';
import { examples, hostile } from './renderer.contract.ts';

const trace = 'linux-5.18-rc1   world sva\nopen p0 d0 -> f0\nexit p0\n';

describe.each(Object.entries(examples))('the mail on the %s', (_name, example) => {
  const mail = renderMail(example(), trace);

  it('is ASCII', () => {
    expect(mail).toMatch(/^[\n\x20-\x7E]*$/);
  });

  it('has no line of more than 72 columns', () => {
    expect(mail.split('\n').filter((line) => line.length > 72)).toEqual([]);
  });

  it('begins with a subject that names the kernel and the law, folded as headers are', () => {
    const { kernel, law } = example();
    const [header] = mail.split('\n\n');
    expect(header!.replaceAll('\n ', ' ')).toBe(`Subject: [pasidcheck] ${kernel}: ${law.title}`);
  });
});

describe('a mail', () => {
  it('has the trace as it can be pasted into a shell', () => {
    const mail = renderMail(examples.daemon(), trace);
    const pasted = /<<'END'\n([\s\S]*?) +END\n/.exec(mail)![1]!;
    expect(parseTrace(pasted, 'mail').trace).toEqual(parseTrace(trace, 'trace').trace);
  });

  it('lets no control character through', () => {
    expect(renderMail(hostile(), trace).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
