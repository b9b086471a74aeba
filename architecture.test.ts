import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { circles } from './testing/circles.ts';
import {
  imports,
  importsOf,
  liesIn,
  isTest,
  linesWithoutComments,
  shipped,
  standIns,
  told,
} from './testing/sources.ts';

/**
 * Who may import whom. Tests, contracts and `testing/` may import what they like; nothing that is shipped
 * may import them.
 */
const arrows: readonly {
  readonly folder: string;
  /** Besides itself. */
  readonly may: readonly string[];
  /** Of these only types: they are gone when the program runs. */
  readonly mayTypesOf?: readonly string[];
  readonly because: string;
}[] = [
  {
    folder: 'memory',
    may: [],
    because: 'flat memory serves the model and the kernel alike and knows neither',
  },
  {
    folder: 'model',
    may: ['memory'],
    because: 'the specification must not depend on anything that it judges',
  },
  {
    folder: 'properties',
    may: ['model'],
    mayTypesOf: ['implementation/port.ts'],
    because: 'a law looks at what can be seen of any implementation, not at one of them',
  },
  {
    folder: 'implementation',
    may: ['model', 'memory'],
    because: 'what is under test must not know how it is tested',
  },
  {
    folder: 'shrinkers',
    may: ['model'],
    mayTypesOf: ['properties/specification.ts'],
    because: 'a pass proposes traces; it never runs anything',
  },
  {
    folder: 'reports',
    may: ['model', 'properties'],
    because: 'a report is data; a renderer runs nothing and searches nothing',
  },
  {
    folder: 'reports/page',
    may: [
      'model',
      'properties',
      'implementation',
      'shrinkers',
      'reports',
      'checker',
      'defects',
      'campaign',
      'memory',
    ],
    because: 'a page carries the checker, and is made by the command line, not the other way round',
  },
  {
    folder: 'checker',
    may: ['model', 'properties', 'implementation/port.ts', 'shrinkers', 'reports', 'memory'],
    because: 'the checker serves any implementation behind the port, so it must not name one',
  },
  {
    folder: 'library',
    may: [
      'model',
      'properties',
      'implementation/port.ts',
      'implementation/async-port.ts',
      'shrinkers',
      'reports',
      'checker',
      'memory',
    ],
    because: 'what users write their own systems with serves any of them, so it must not name one',
  },
  {
    folder: 'examples',
    may: ['index.ts'],
    because: 'a user has the library and nothing else, and an example is a user’s program',
  },
  {
    folder: 'defects',
    may: ['model', 'properties', 'implementation/kernel', 'implementation/versions'],
    because: 'a defect is switches, a law and a trace; whoever looks for it imports it',
  },
  {
    folder: 'campaign',
    may: [
      'model',
      'properties',
      'implementation',
      'shrinkers',
      'reports',
      'checker',
      'defects',
      'memory',
    ],
    because: 'a campaign is run by the command line, not the other way round',
  },
  {
    folder: 'schemas',
    may: ['model'],
    because: 'the schema is written from the model’s description of a stored trace',
  },
];

/** The command line, the façade of the library, the benchmarks and the build may import everything, but for `cli`. */
const everything = ['cli', 'index.ts', 'benchmarks', 'build'];

/** Whether a file lies in a folder that has a rule of its own, and not in one inside it that has another. */
function belongsTo(file: string, folder: string): boolean {
  const inner = arrows.filter((one) => one.folder.startsWith(`${folder}/`));
  return liesIn(file, folder) && !inner.some((one) => liesIn(file, one.folder));
}

/** Each package stands behind one file of ours, so that it can be replaced there. */
const packages = [
  'fast-check',
  'seedrandom',
  'zod',
  'commander',
  'fastest-levenshtein',
  'preact',
  'preact/hooks',
];

/** Where files and processes of the machine may be touched. */
const outside = ['cli', 'campaign', 'schemas', 'benchmarks', 'examples', 'build'];

/** What runs wherever JavaScript does: in Node, in a worker, on a page. */
const anywhere = [
  'memory',
  'model',
  'properties',
  'implementation',
  'shrinkers',
  'reports',
  'checker',
  'library',
  'defects',
  'campaign/attributor.ts',
  'campaign/run-order.ts',
  'campaign/search-order.ts',
];

describe('the architecture', () => {
  it('has a rule for every folder, so that a new one has to take its place', () => {
    const known = [...arrows.map(({ folder }) => folder), ...everything];
    const homeless = shipped.filter(({ file }) => !known.some((folder) => liesIn(file, folder)));
    expect(
      homeless.map(({ file }) => `${file}: in no folder that architecture.test.ts knows`),
    ).toEqual([]);
  });

  it('is looked at by reading every import: there are some in every folder that has any', () => {
    // what this suite would say if it read none
    expect(imports.filter(({ isOurs }) => isOurs).length).toBeGreaterThan(200);
    expect(importsOf('checker/a.ts', "import type { A } from '../model/a.ts';")).toMatchObject([
      { target: 'model/a.ts', line: 1, isTypeOnly: true },
    ]);
    const several =
      "\nimport {\n  type A,\n  b,\n} from './b.ts';\nexport { c } from 'c';\nimport './d.ts';";
    expect(importsOf('checker/a.ts', several)).toMatchObject([
      { target: 'checker/b.ts', line: 2, isTypeOnly: false },
      { target: 'c', line: 6, isOurs: false },
      { target: 'checker/d.ts', line: 7 },
    ]);
  });

  describe.each(arrows)('$folder/', ({ folder, may, mayTypesOf = [], because }) => {
    const allowed = [folder, ...may];

    it(`imports nothing of ours but ${[...may, ...mayTypesOf.map((f) => `types of ${f}`)].join(', ') || 'itself'}`, () => {
      const wrong = imports.filter(
        ({ file, target, isOurs, isTypeOnly }) =>
          isOurs &&
          belongsTo(file, folder) &&
          !allowed.some((other) => belongsTo(target, other)) &&
          !(isTypeOnly && mayTypesOf.some((other) => liesIn(target, other))),
      );
      expect(wrong.map((i) => `${told(i)}; ${folder}/ may not: ${because}`)).toEqual([]);
    });
  });

  it('lets nobody import cli/', () => {
    const wrong = imports.filter(
      ({ file, target, isOurs }) => isOurs && liesIn(target, 'cli') && !liesIn(file, 'cli'),
    );
    expect(wrong.map((i) => `${told(i)}; the command line is nobody’s library`)).toEqual([]);
  });

  it('ships no test and nothing that only tests need', () => {
    // Benchmarks are run from the sources, and built only for themselves.
    const wrong = imports.filter(
      ({ file, target, isOurs }) => isOurs && isTest(target) && !liesIn(file, 'benchmarks'),
    );
    expect(wrong.map((i) => `${told(i)}; what is shipped must do without tests`)).toEqual([]);
  });

  it('has no circle of folders', () => {
    const folders = arrows.map(({ folder }) => folder);
    const reaches = (from: string, seen: Set<string>): Set<string> => {
      for (const to of arrows.find(({ folder }) => folder === from)?.may ?? []) {
        const root = to.split('/')[0]!;
        if (seen.has(root)) continue;
        seen.add(root);
        reaches(root, seen);
      }
      return seen;
    };
    for (const folder of folders) expect([...reaches(folder, new Set())]).not.toContain(folder);
  });
});

describe('files', () => {
  it('go round in no circle, but inside one folder or with types', () => {
    const uses = new Map<string, string[]>();
    for (const { file, target, isOurs, isTypeOnly } of imports)
      if (isOurs && !isTypeOnly) uses.set(file, [...(uses.get(file) ?? []), target]);
    const wrong = circles(uses).filter((circle) => new Set(circle.map(dirname)).size > 1);
    expect(wrong.map((circle) => circle.join(' <-> '))).toEqual([]);
    expect(
      circles(
        new Map([
          ['a', ['b']],
          ['b', ['c', 'd']],
          ['c', ['a']],
        ]),
      ),
    ).toEqual([['a', 'b', 'c']]);
  });
});

describe('each package', () => {
  it.each(packages)('%s is imported by exactly one file', (name) => {
    const homes = imports.filter(
      ({ file, target, isOurs }) => !isOurs && target === name && !liesIn(file, 'benchmarks'),
    );
    expect(
      homes.length,
      `${homes.map(told).join('\n') || 'nobody imports it'}\nA package stands behind one file of ours, so that it can be replaced there.`,
    ).toBe(1);
  });

  it('is one that package.json names', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    const wrong = imports.filter(
      ({ file, target, isOurs }) =>
        !isOurs &&
        !target.startsWith('node:') &&
        dependencies[target] === undefined &&
        !(
          // What a page needs is bundled into it.
          ['benchmarks', 'build', 'reports/page/ui'].some((folder) => liesIn(file, folder)) &&
          devDependencies[packageOf(target)] !== undefined
        ),
    );
    expect(wrong.map((i) => `${told(i)}, which is no dependency`)).toEqual([]);
  });
});

describe('a run is a function of version, options and seed:', () => {
  it(`nothing but ${outside.join(', ')} reads files, processes or the network`, () => {
    const wrong = imports.filter(
      ({ file, target, isOurs }) =>
        !isOurs && target.startsWith('node:') && !outside.some((folder) => liesIn(file, folder)),
    );
    expect(wrong.map((i) => `${told(i)}; hand in what it would read`)).toEqual([]);
  });

  it('nothing that index.ts reaches does: a search is run from there, also on a page', () => {
    const reached = new Set(['index.ts']);
    for (const from of reached)
      for (const { file, target, isOurs, isTypeOnly } of imports)
        if (file === from && isOurs && !isTypeOnly) reached.add(target);
    expect([...reached]).toContain('campaign/run-order.ts');
    const wrong = imports.filter(
      ({ file, target, isTypeOnly }) =>
        target.startsWith('node:') && !isTypeOnly && reached.has(file),
    );
    expect(wrong.map((i) => `${told(i)}; hand in what it would read`)).toEqual([]);
  });

  it.each([
    ['Buffer', /\bBuffer\b/, 'memory/bytes.ts compares bytes'],
    ['process', /\bprocess\?*\.(?!env\b)\w+\(/, 'hand in what it would do'],
    ['require', /\brequire\(/, 'import it'],
  ])(`nothing in ${anywhere.join(', ')} needs %s of Node`, (_what, pattern, instead) => {
    const wrong = shipped
      .filter(({ file }) => anywhere.some((folder) => liesIn(file, folder)))
      .filter(({ file }) => !standIns.has(file))
      .flatMap(({ file, text }) =>
        linesWithoutComments(text).flatMap((line, i) =>
          pattern.test(line) ? [`${file}:${i + 1} ${line.trim()}; ${instead}`] : [],
        ),
      );
    expect(wrong).toEqual([]);
  });

  it.each<[what: string, pattern: RegExp, instead: string, but?: readonly string[]]>([
    ['Math.random', /\bMath\.random\b/, 'draw from a stream of checker/randomness.ts'],
    ['the date', /\bDate\b/, 'a budget of time is a clock that is passed in'],
    [
      'another clock',
      /\bperformance\.|\bhrtime\b/,
      'a budget of time is a clock that is passed in',
    ],
    ['the environment', /\bprocess\.env\b/, 'an option is passed in'],
    [
      'timers',
      /\bset(Timeout|Interval|Immediate)\b/,
      'nothing here waits for time to pass, but for an answer that may never come',
      ['library/in-time.ts', 'reports/page/ui/editor.tsx'], // a reader who types
    ],
    [
      'unseeded randomness',
      /\brandomUUID\b|\bgetRandomValues\b|\brandomBytes\b/,
      'draw from a stream',
    ],
  ])('nothing below cli/ and benchmarks/ uses %s', (_what, pattern, instead, but = []) => {
    const wrong = shipped
      .filter(({ file }) => !liesIn(file, 'cli') && !liesIn(file, 'benchmarks'))
      .filter(({ file }) => !but.includes(file))
      .flatMap(({ file, text }) =>
        linesWithoutComments(text).flatMap((line, i) =>
          pattern.test(line) ? [`${file}:${i + 1} ${line.trim()}; ${instead}`] : [],
        ),
      );
    expect(wrong).toEqual([]);
  });
});

/** `vitest/node` is of `vitest`, `@types/node` of itself. */
function packageOf(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}
