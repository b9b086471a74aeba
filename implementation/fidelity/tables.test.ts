import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Behaviour, LinuxFunction } from '../kernel/fidelity.ts';
import { versions } from '../versions/index.ts';
import { labels } from './labels.ts';
import { withTables } from './page.ts';
import { fidelityTables, planned } from './tables.ts';

const KERNEL = new URL('../kernel/', import.meta.url);
const functions = fidelityTables.flatMap((table) => table.functions);
const behaviours = functions.flatMap((f) => f.behaviours.map((b) => ({ ...b, of: f.name })));

/** `uacce/queue.ts: putQueue` as the text of the file, if there is one, and the name in it. */
function resolve(reference: string): { readonly text: string | undefined; readonly name: string } {
  const at = reference.indexOf('.ts: ') + 3;
  const file = new URL(reference.slice(0, at), KERNEL);
  return {
    text: existsSync(file) ? readFileSync(file, 'utf8') : undefined,
    name: reference.slice(at + 2),
  };
}

const escape = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Whether a text declares a function, method or constant of this name. */
function declares(text: string, name: string): boolean {
  const n = escape(name);
  return new RegExp(
    String.raw`(function\*? ${n}\b|const ${n}\b|class ${n}\b|^\s+\*?#?${n}\(|^\s+${n}:|^\s+${n},)`,
    'm',
  ).test(text);
}

/** Whether a text has exactly one test with this title. */
function hasTest(text: string, title: string): boolean {
  const quoted = ["'", '"', '`'].map((q) => `${q}${title}${q}`);
  return quoted.reduce((sum, q) => sum + text.split(q).length - 1, 0) === 1;
}

describe('docs/fidelity.md', () => {
  it('has the tables of the code (npm run fidelity writes them)', () => {
    const page = readFileSync(new URL('../../docs/fidelity.md', import.meta.url), 'utf8');
    expect(page === withTables(page, fidelityTables)).toBe(true);
  });
});

describe('the tables', () => {
  it('name each function of Linux once', () => {
    const names = functions.map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('say each behaviour once, in a sentence', () => {
    const said = behaviours.map(({ linux }) => linux);
    expect(said.filter((linux, i) => said.indexOf(linux) !== i)).toEqual([]);
    expect(said.filter((linux) => !linux.endsWith('.'))).toEqual([]);
  });

  it('claim to have read sources only for releases that exist or are planned', () => {
    const names = new Set<string>([...versions.map(({ name }) => name), ...planned]);
    const read = functions.flatMap((f) => Object.keys(f.read));
    expect(read.filter((release) => !names.has(release))).toEqual([]);
  });

  it('call a behaviour the same only where a version of the function was read', () => {
    const unread = functions.filter(({ read }) => Object.keys(read).length === 0);
    const same = unread.flatMap((f) => f.behaviours.filter(({ verdict }) => verdict === 'same'));
    expect(same.map(({ linux }) => linux)).toEqual([]);
  });

  it('call no behaviour the same that was not read', () => {
    const unread = behaviours.filter((b) => saysUnread(`${b.versions}; ${b.source ?? ''}`));
    expect(unread.filter(({ verdict }) => verdict === 'same').map(({ linux }) => linux)).toEqual(
      [],
    );
  });

  it('plan only releases that do not exist yet', () => {
    const names = new Set(versions.map(({ name }) => name));
    expect(planned.filter((release) => names.has(release))).toEqual([]);
  });

  it('have a behaviour for every function', () => {
    expect(functions.filter((f: LinuxFunction) => f.behaviours.length === 0)).toEqual([]);
  });

  it('point to code that exists', () => {
    const wrong = simulated().filter(({ simulation }) => {
      const { text, name } = resolve(simulation);
      return text === undefined || !declares(text, name);
    });
    expect(wrong.map(({ of, simulation }) => `${of}: ${simulation}`)).toEqual([]);
  });

  it('point to tests that exist, each by its title', () => {
    const wrong = simulated().filter(({ test }) => {
      const { text, name } = resolve(test);
      return text === undefined || !hasTest(text, name);
    });
    expect(wrong.map(({ of, test }) => `${of}: ${test}`)).toEqual([]);
  });

  it('say what a difference means', () => {
    const different = behaviours.filter((b) => b.verdict !== 'same');
    expect(different.filter((b) => !b.because.endsWith('.')).map(({ of }) => of)).toEqual([]);
  });
});

describe('a label', () => {
  const names = new Set(functions.map(({ name }) => name));

  it('has no name of a function in the tables', () => {
    expect(Object.keys(labels).filter((label) => names.has(label))).toEqual([]);
  });

  it('stands for a function that is in the tables, or for none', () => {
    const targets = Object.values(labels).flatMap((label) => label.function ?? []);
    expect(targets.filter((target) => !names.has(target))).toEqual([]);
  });
});

/** `not read`, or `as we know it` */
function saysUnread(text: string): boolean {
  return /not read|as we know/i.test(text);
}

type Simulated = Exclude<Behaviour, { readonly verdict: 'not simulated' }>;

function simulated(): readonly (Simulated & { readonly of: string })[] {
  return behaviours.flatMap((b) => (b.verdict === 'not simulated' ? [] : [b]));
}
