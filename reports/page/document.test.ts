import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pageOf, template } from './document.ts';
import type { PageData } from './played.ts';

const hash = (text: string): string =>
  `sha256-${createHash('sha256').update(text).digest('base64')}`;
const made = template({ style: 'a{b:c}', script: 'f("</script><!--")', worker: 'QUJD', hash });
const data = { version: '1 $& </script><b>' } as unknown as PageData;
const page = pageOf(made, { title: '<i> @@data@@', plain: 'a & b', data });

const inner = (opening: RegExp): string =>
  new RegExp(`${opening.source}([\\s\\S]*?)</script>`).exec(page)![1]!;

describe('a page', () => {
  it('lets run only the script and the style that it has', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src '${hash(inner(/<script>/))}'`,
      `style-src '${hash('a{b:c}')}'`,
      'worker-src blob:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('holds its data as it was, whatever is in it', () => {
    expect(JSON.parse(inner(/<script type="application\/json" id="data">/))).toEqual(data);
    expect(page).toContain('<title>&#60;i&#62; @@data@@</title>');
  });

  it('ends no element from within', () => {
    expect(inner(/<script>/)).toBe(String.raw`f("\x3c/script>\x3c!--")`);
    expect(page.match(/<\/script>/g)).toHaveLength(3);
  });

  it('names nothing to load', () => {
    expect(page).not.toMatch(/\b(?:src|href)=/);
  });
});
