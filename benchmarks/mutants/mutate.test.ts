import { expect, it } from 'vitest';
import { InputError } from '../../model/input-error.ts';
import { mutated, originalOf } from './mutate.ts';
import { filesOf, readOptions } from './options.ts';

const source = 'if (a) {\n  b = c && d && e;\n}\n';
const mutant = (
  mutatorName: string,
  replacement: string,
  line: number,
  from: number,
  to: number,
) => ({
  id: '0',
  fileName: 'x.ts',
  mutatorName,
  replacement,
  location: { start: { line, column: from }, end: { line, column: to } },
});

it('replaces an expression by one expression, and a statement by a statement', () => {
  const and = mutant('LogicalOperator', 'c || d', 1, 6, 12);
  expect(originalOf(source, and)).toBe('c && d');
  expect(mutated(source, and)).toContain('b = (c || d) && e;');
  expect(mutated('f() {}', mutant('BlockStatement', '{}', 0, 4, 6))).toBe('f() {}');
});

it('takes the files that a glob names, and says when it names none', () => {
  const files = ['implementation/kernel/vfio/map.ts', 'implementation/kernel/mm/page.ts'];
  expect(filesOf('**/vfio/*.ts', files)).toEqual([files[0]]);
  expect(() => filesOf('**/vfoi/*.ts', files)).toThrow(InputError);
});

it('refuses options that do not exist, and counts that are none', () => {
  expect(readOptions(['--count', '3'])).toMatchObject({ count: 3, seed: 1 });
  expect(() => readOptions(['--cuont', '3'])).toThrow('did you mean "count"?');
  expect(() => readOptions(['--count', '0'])).toThrow(
    '--count "0": expected a whole number from 1',
  );
});
