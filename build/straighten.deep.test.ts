import { describe, expect, it } from 'vitest';
import { straighten } from './straighten.ts';

const hang = { module: 'hang.js', name: 'hang' };

function addressOf(_from: string, to: string, hasTwin: boolean): string {
  return hasTwin ? `twin ${to}` : to;
}

function twinsOf(modules: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    straighten(new Map(Object.entries(modules)), ['entry.js'], hang, addressOf),
  );
}

describe('the twin of a module', () => {
  it('has functions where that has generators, and hangs where they would be left', () => {
    const twins = twinsOf({
      'entry.js':
        "function* f(x) {\n  const a = yield* g(x);\n  while (a) yield { at: 'here' };\n}",
    });
    expect(twins['entry.js']).toBe(
      "import { hang } from 'hang.js'; function f(x) {\n  const a = g(x);\n  while (a) hang({ at: 'here' });\n}",
    );
  });

  it('is there for each module between the entry and a generator, and for no other', () => {
    const twins = twinsOf({
      'entry.js': "import './between.js';\nimport './plain.js';",
      'between.js': "export * from './waits.js';",
      'waits.js': 'export function* f() {}\nexport function* g() { yield* f(); }',
      'plain.js': '',
      'above.js': "import './waits.js';",
    });
    expect(Object.keys(twins)).toEqual(['entry.js', 'between.js', 'waits.js']);
    expect(twins['entry.js']).toBe("import 'twin between.js';\nimport 'plain.js';");
  });

  it('is there for a generator that never yields, too', () => {
    expect(twinsOf({ 'entry.js': 'const ops = { *run() { return 1; } };' })['entry.js']).toBe(
      'const ops = { run() { return 1; } };',
    );
  });

  it('must have no generator in a class, since objects are those of the original', () => {
    const modules = { 'entry.js': 'class C { *f() { yield 1; } }' };
    expect(() => twinsOf(modules)).toThrow(
      'entry.js: a twin would call the generator f of the original',
    );
  });

  it('must keep nothing, since the original keeps it as well', () => {
    const modules = { 'entry.js': 'let n = 0; function* f() { yield n++; }' };
    expect(() => twinsOf(modules)).toThrow('entry.js: a twin would have a second let n = 0;');
  });
});
