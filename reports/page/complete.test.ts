import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { complete } from './complete.ts';

const all = catalogue();
const head = 'linux-5.18   world sva\nopen p0 d0 -> f0\n';

/** What is offered at the end of a text, and the text after the first is taken. */
function offered(text: string): { readonly options: string[]; readonly taken: string } {
  const { from, to, options } = complete(text, text.length, all);
  const [first] = options;
  return {
    options: options.map((option) => option.text.trim()),
    taken: first === undefined ? text : text.slice(0, from) + first.text + text.slice(to),
  };
}

describe('at the end of a text is offered', () => {
  it('a kernel, then a world', () => {
    expect(offered('linux-5.18-rc1-').options).toEqual(['linux-5.18-rc1-mmget world']);
    expect(offered('linux-5.18 world sva-t').options).toContain('sva-tiny');
  });

  it('a command', () => {
    expect(offered(`${head}for`).taken).toBe(`${head}fork `);
  });

  it('a name of the right sort that the trace has, and the next one', () => {
    expect(offered(`${head}close p0 `).options).toEqual(['f0', 'f1']);
    expect(offered(`${head}close `).options).toEqual(['p0', 'p1']);
  });

  it('for an object that is made, its new name', () => {
    expect(offered(`${head}fork p0 `).taken).toBe(`${head}fork p0 -> p1 `);
  });

  it('a word of a choice', () => {
    expect(offered(`${head}hotplug d0 r`).options).toEqual(['remove']);
  });

  it('after the arguments, that it stops or that an allocation fails; then a point', () => {
    expect(offered(`${head}fork p0 -> p1 `).options).toEqual(['[stops at', '[allocation 1 fails]']);
    expect(
      offered(`${head}fork p0 -> p1 [stops at uacce_fops_open`).options.length,
    ).toBeGreaterThan(0);
  });

  it('nothing for a command that is none', () => {
    expect(offered(`${head}nonsense p`).options).toEqual([]);
  });
});
