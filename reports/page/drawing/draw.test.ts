import { describe, expect, it } from 'vitest';
import { findKernel } from '../../../defects/kernels.ts';
import { parseTrace } from '../../../model/trace-text.ts';
import { play } from '../play.ts';
import type { Played } from '../played.ts';
import { draw } from './draw.ts';
import type { El } from './element.ts';
import { levelOf, ownerOf } from './owner.ts';
import { renderSvg } from './svg.ts';

const played = (...lines: string[]): Played => {
  const { trace, kernel } = parseTrace(lines.join('\n'), 'trace');
  return play(trace, findKernel(kernel!));
};
const daemon = (): Played =>
  played(
    'linux-5.18-rc1   world sva',
    'open p0 d0 -> f0',
    'fork p0 -> p1',
    'exit p0',
    'open p1 d0 -> f1',
  );
const over = (): Played =>
  played(
    'limit-check-then-charge-race   world vfio-tiny',
    'container p0 type1v2 -> c0',
    'attach p0 c0 g1',
    'setrlimit p0 1',
    'clone p0 -> p1',
    'map p0 c0 i0 a0 1 rw [stops at vfio_lock_acct: before mmap_lock]',
    'mlock p1 a0',
  );

/** All pieces with this class. */
function pieces(all: readonly El[], style: string): El[] {
  return all.flatMap((one) => [
    ...(String(one.attrs['class'] ?? '')
      .split(' ')
      .includes(style)
      ? [one]
      : []),
    ...pieces(
      one.inner.filter((inner): inner is El => typeof inner !== 'string'),
      style,
    ),
  ]);
}

function textsOf(all: readonly El[]): string[] {
  return all.flatMap((one) => [
    ...(one.tag === 'text'
      ? [one.inner.filter((inner) => typeof inner === 'string').join('')]
      : []),
    ...textsOf(one.inner.filter((inner): inner is El => typeof inner !== 'string')),
  ]);
}

describe('the drawing of a trace', () => {
  it('has a row for each moment, from top to bottom', () => {
    const { rows, height } = draw(daemon(), 900);
    expect(rows).toHaveLength(4);
    rows.slice(1).forEach((row, i) => expect(row.y).toBe(rows[i]!.y + rows[i]!.height));
    expect(height).toBeGreaterThanOrEqual(rows.at(-1)!.y + rows.at(-1)!.height);
  });

  it('names its lanes, marks where laws break, and says which', () => {
    const { head, inner } = draw(daemon(), 900);
    expect(textsOf(head)).toEqual([
      'p0',
      'process',
      'p1',
      'process',
      'd0',
      'device',
      'd0',
      'entry 1',
      'PASID',
      '1',
    ]);
    expect(pieces(inner, 'd-broken')).toHaveLength(2);
    expect(textsOf(pieces(inner, 'd-wrong'))).toEqual([
      '≠ mm0',
      '✗ no-reuse-while-referenced',
      '✗ pasid-stability',
      '✗ pasid-uniqueness',
    ]);
  });

  it('names the address space of each life where it begins, so that colour is not the only sign', () => {
    const { inner } = draw(daemon(), 900);
    expect(textsOf(pieces(inner, 'd-tiny'))).toEqual(['mm0', 'mm1']);
  });

  it('has room for what the model has instead, however narrow it is', () => {
    const texts = textsOf(pieces(draw(daemon(), 300).inner, 'd-wrong'));
    expect(texts).toContain('≠ mm0');
  });

  it('does not grow with lanes times rows', () => {
    const forks = Array.from({ length: 40 }, (_, i) => [`fork p0 -> p${i + 1}`, `exit p${i + 1}`]);
    const { inner } = draw(played('linux-5.18   world sva', ...forks.flat()), 900);
    expect(inner.length).toBeLessThan(10 * 80);
  });

  it('shows who is suspended from where to where, and a sum beyond its limit', () => {
    const { inner, rows } = draw(over(), 900);
    const [midst] = pieces(inner, 'd-midst');
    expect(midst!.attrs).toMatchObject({ y: rows[4]!.line, height: rows[6]!.line - rows[4]!.line });
    expect(textsOf(pieces(inner, 'd-wrong'))).toContain('2 of 1');
    expect(pieces(inner, 'd-limit').length).toBeGreaterThan(0);
  });

  it.each([300, 400, 700, 1300])('cuts no text without a sign at a width of %d', (width) => {
    const { head, inner } = draw(over(), width);
    const all = [...head, ...inner];
    const cut = all.filter((one) => one.tag === 'text' && textsOf([one])[0]!.endsWith('…'));
    if (width === 300) expect(cut).not.toEqual([]);
    for (const one of cut) expect(JSON.stringify(one.inner)).toContain('"tag":"title"');
  });
});

describe('a value', () => {
  it('has the colour of the address space that it names', () => {
    expect([ownerOf('mm0'), ownerOf('mm7, quiet'), ownerOf('free')]).toEqual([0, 1, undefined]);
  });

  it('may be a quantity, with a limit', () => {
    expect(levelOf('1 (+1) of 2')).toEqual({ value: 1, limit: 2 });
    expect(levelOf('-3')).toEqual({ value: -3, limit: undefined });
    expect(levelOf('1 request')).toBeUndefined();
  });
});

describe('the drawing as a file', () => {
  it('is well-formed: every element is closed, and nothing in a text is one', () => {
    const svg = renderSvg({ ...daemon(), kernel: 'a <b> & "c"' });
    const open: string[] = [];
    for (const [, end, name, self] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g))
      if (end === '/') expect(open.pop()).toBe(name);
      else if (self !== '/') open.push(name!);
    expect(open).toEqual([]);
    expect(svg).toContain('a &#60;b&#62; &#38; &#34;c&#34;');
  });
});
