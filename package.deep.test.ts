import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { filterProblems } from '@arethetypeswrong/core/problems';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { install, type Installed, mustRun, runLine } from './testing/installed.ts';
import { codeIn, commandLinesIn, linksIn } from './testing/markdown.ts';
import { mentionedOnly } from './testing/surface.ts';

/** Only a hang takes longer. */
const HANGS_MS = 600_000;

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
};

const base = mkdtempSync(join(tmpdir(), 'pasidcheck-package-'));
let installed: Installed;
beforeAll(() => {
  installed = install(base);
}, HANGS_MS);
afterAll(() => rmSync(base, { recursive: true }), HANGS_MS);

describe('what is packed', { timeout: HANGS_MS }, () => {
  it('is what was built, the corpus, the schema and the pages', () => {
    const places = installed.files.map((file) => (/^[^/]+\//.exec(file) ?? [file])[0]);
    expect([...new Set(places)].toSorted()).toEqual([
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'bin/',
      'corpus/',
      'dist/',
      'docs/',
      'package.json',
      'schemas/',
    ]);
    expect(packed(/^schemas\//)).toEqual([
      'schemas/report.schema.json',
      'schemas/trace.schema.json',
    ]);
    expect(packed(/^corpus\//)).toEqual(readdirSync('corpus').map((name) => `corpus/${name}`));
  });

  it('has the command line as one file for each thread, which start in half the time', () => {
    expect(packed(/^dist\/cli\//)).toEqual([
      'dist/cli/chunk.js',
      'dist/cli/main.js',
      'dist/cli/process-console.js',
    ]);
    expect(readFileSync(join(installed.folder, 'dist/cli/process-console.js'), 'utf8')).not.toMatch(
      /\bfrom ["']\.\.\//,
    );
  });

  it('has no test, no benchmark and no source', () => {
    expect(packed(/\.(test|contract)\.|\/(testing|benchmarks)\/|(?<!\.d)\.ts$/)).toEqual([]);
  });

  it('needs the packages that it depends on, and none else', () => {
    const imports = packed(/^dist\/.*\.js$/).flatMap((file) => packagesIn(file));
    expect(unique(imports)).toEqual(Object.keys(manifest.dependencies).toSorted());
  });

  // Compiling it says less: a compiler also finds what happens to lie in a node_modules further up.
  it('declares types by those of fast-check alone: whoever installs it has no others', () => {
    const imports = packed(/\.d\.ts$/).flatMap((file) => packagesIn(file));
    expect(unique(imports)).toEqual(['fast-check']);
  });

  it('is what publint wants', async () => {
    const { messages } = await publint({ pkgDir: installed.folder, pack: false, strict: true });
    expect(messages).toEqual([]);
  });

  it('resolves to its types wherever ES modules are, says attw', async () => {
    const analysis = await checkPackage(
      createPackageFromTarballData(readFileSync(installed.tarball)),
    );
    if (analysis.types === false) throw new Error('it has no types');
    expect(Object.keys(analysis.entrypoints)).toContain('.');
    for (const resolutionKind of ['node16-esm', 'bundler'] as const)
      expect(filterProblems(analysis, { resolutionKind })).toEqual([]);
  });

  it('makes every type public that a public declaration mentions', () => {
    expect(mentionedOnly(join(installed.folder, 'dist', 'index.d.ts'), opaque)).toEqual([]);
  });

  it.each(['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)])(
    'has what %s links to',
    (page) => {
      const links = linksIn(readFileSync(page, 'utf8'));
      // Pages about the sources lead to them, in a clone.
      const inPackage =
        page === 'README.md' ? links : links.filter((link) => !link.endsWith('.ts'));
      const missing = inPackage.filter(
        (link) => !existsSync(resolve(installed.folder, dirname(page), link)),
      );
      expect(missing).toEqual([]);
      for (const link of links) expect(existsSync(resolve(dirname(page), link)), link).toBe(true);
    },
  );
});

/** Types that a user gets and hands on, and need not name. */
const opaque = [
  'Version', // of findKernel, for simulate
  'SimulatedKernel', // a Port
  'Rules', // in a specification
  'Clauses',
  'State', // what its tables are called is the model’s affair
  // What hints are about, and what a state is made of
  'Gauge',
  'Opening',
  'Observables',
  'Inhabitant',
  'WorldBounds',
  'Vocabulary',
  'RulesByKind',
  'SortRules',
  'TaskKind',
  // What World and Observation are composed of, domain by domain
  'WorldParts',
  'SeenParts',
  'Layout',
  'Footprint',
  'LawRules',
  // Parts of a report and of a step
  'Change',
  'GaugeHead',
  'KnownAs',
  'Moment',
  'Needed',
  'Party',
  'Sort',
  'Plain',
  'About',
  'Issued',
  'NotIssued',
  // Parts of a world and of an observation, one a domain
  ...['Ioasid', 'Pages', 'Process', 'Sva', 'Vfio'].flatMap((of) => [`${of}Bounds`, `${of}Seen`]),
];

describe('a program that uses it', { timeout: HANGS_MS }, () => {
  const compilers = ['typescript', 'typescript-5.9'];
  /** Taken from the pages, so that a reader has what is tested. */
  const pages = ['docs/library.md', 'docs/your-own-system.md', 'README.md'];
  const [arbitrary, allocator, thread, worker, door, queue, ...others] = pages.flatMap((page) =>
    codeIn(readFileSync(page, 'utf8'), 'ts'),
  );
  /** No types of Node are there: the programs need none. */
  const printing = 'declare const console: { log(...all: unknown[]): void };\n';
  const messages =
    'declare const self: { onmessage(said: { data: unknown }): void; postMessage(all: unknown): void };\n';
  const threads = `declare module 'node:worker_threads' {
  export const isMainThread: boolean;
  export const parentPort: { postMessage(all: unknown): void } | null;
  export const workerData: string;
  export class Worker {
    constructor(file: URL, options: { workerData: unknown });
    on(event: 'message', listener: (said: any) => void): void;
  }
}
declare class URL {
  constructor(address: string);
}
interface ImportMeta {
  readonly url: string;
}
`;
  const programs = {
    'arbitrary.ts': arbitrary!,
    'allocator.ts': allocator!,
    'thread.ts': `${thread!}\n${printing}`,
    'worker.ts': `${worker!}\n${messages}`,
    'door.ts': `${door!}\n${printing}console.log(text[0]);\n`,
    'queue.ts': `${queue!}\n${printing}console.log(finding!.trace.steps.length, finding!.grade);\n`,
  };

  beforeAll(() => {
    expect(others).toEqual([]);
    for (const [file, code] of Object.entries(programs))
      writeFileSync(join(installed.project, file), code);
    writeFileSync(join(installed.project, 'threads.d.ts'), threads);
  });

  it('is compiled by the two versions of TypeScript that are promised', () => {
    const versions = compilers.map((name) => mustRun(`node ${compiler(name)} --version`, '.'));
    expect(versions).toEqual([
      expect.stringMatching(/^Version 7\./),
      expect.stringMatching(/^Version 5\.9\./),
    ]);
  });

  it.each(
    compilers.flatMap((typescript) =>
      (['nodenext', 'bundler'] as const).flatMap((moduleResolution) =>
        [true, false].map((exact) => [typescript, moduleResolution, exact] as const),
      ),
    ),
  )(
    'is compiled strictly by %s, %s, exactOptionalPropertyTypes %s',
    (typescript, moduleResolution, exactOptionalPropertyTypes) => {
      const compilerOptions = {
        strict: true,
        skipLibCheck: false,
        exactOptionalPropertyTypes,
        noUncheckedIndexedAccess: true,
        verbatimModuleSyntax: true,
        target: 'es2023',
        lib: ['es2023'],
        types: [],
        moduleResolution,
        module: moduleResolution === 'bundler' ? 'esnext' : 'nodenext',
      };
      const config = { compilerOptions, files: ['threads.d.ts', ...Object.keys(programs)] };
      writeFileSync(join(installed.project, 'tsconfig.json'), JSON.stringify(config));
      const { status, stdout } = runLine(`node ${compiler(typescript)} -p .`, installed.project);
      expect(stdout).toBe('');
      expect(status).toBe(0);
    },
  );

  it('runs: the first example finds nothing wrong', () => {
    mustRun('node arbitrary.js', installed.project);
  });

  it('runs: the mistake in the second example is found, and printed as on the page', () => {
    const { status, stderr } = runLine('node allocator.js', installed.project);
    expect(status).toBe(1);
    const [printed] = codeIn(readFileSync('docs/library.md', 'utf8'), 'text');
    expect(stderr).toContain(printed!);
  });

  it('runs: a search in another thread finds what is ordered', () => {
    const { stdout, stderr } = runLine('node thread.js', installed.project);
    expect(stderr).toBe('');
    expect(stdout).toBe('pasid-uniqueness: proven shortest\n');
  });

  it('runs: a system of its own is found wrong, and reported as on the page', () => {
    const [printed] = codeIn(readFileSync('docs/your-own-system.md', 'utf8'), 'text');
    expect(mustRun('node door.js', installed.project)).toContain(printed!);
    expect(mustRun('node queue.js', installed.project)).toBe('3 proven shortest\n');
  });
});

describe('npx pasidcheck', { timeout: HANGS_MS }, () => {
  it('is of this version', () => {
    expect(mustRun('npx pasidcheck --version', installed.project)).toBe(`${manifest.version}\n`);
  });

  it('finds the corpus of the package where there is none', () => {
    const out = mustRun(`npx pasidcheck report corpus/${example} --format json`, installed.project);
    expect(JSON.parse(out)).toMatchObject({ law: { name: 'pasid-uniqueness' } });
    const { status, stderr } = runLine('npx pasidcheck report corpus/x.json', installed.project);
    expect(stderr).toBe(
      'pasidcheck: cannot read "corpus/x.json" (ENOENT); expected a stored trace\n',
    );
    expect(status).toBe(2);
  });

  it('prints in its demo the report that the README shows', () => {
    const out = mustRun('npx pasidcheck demo --width 100', installed.project);
    const [shown] = codeIn(readFileSync('README.md', 'utf8'), 'text');
    expect(out).toContain(shown!);
  });

  it('and npm are all that the README tells to run', () => {
    const others = linesOf('README.md').filter((line) => !line.startsWith('npx pasidcheck '));
    expect(others).toEqual(['npm ci', 'npm test', 'npm run test:deep']);
  });

  const pages = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)];
  const lines = unique(pages.flatMap((page) => linesOf(page))).filter((l) => l.startsWith('npx'));
  it.each(lines)('runs as a page says: %s', (line) => {
    const { status, stdout, stderr } = runLine(shortened(line), installed.project);
    expect(mayFindSomething.has(subcommand(line)) ? [0, 1] : [0], stderr).toContain(status);
    // A result that goes into a file is told of on standard error.
    expect(line.includes(' --out ') ? stderr : stdout).not.toBe('');
  });
});

const example = 'pasid-uniqueness-c8fa983f7af7.json';

/** What takes long is given less to do; the last of two options counts. */
const little: Readonly<Record<string, string>> = {
  check: '--time 500ms',
  explore: '--time 500ms',
  nightly: '--time 500ms',
  defects: 'mm-pasid-drop-in-mmput --seeds 1',
  oracle: 'fresh-mm-off',
};

/** Their exit code is 1 if a law is broken. */
const mayFindSomething: ReadonlySet<string> = new Set(['check', 'explore', 'replay', 'nightly']);

function shortened(line: string): string {
  const less = little[subcommand(line)];
  return less === undefined ? line : `${line} ${less}`;
}

function subcommand(line: string): string {
  return line.split(' ')[2]!;
}

function linesOf(page: string): string[] {
  return commandLinesIn(readFileSync(page, 'utf8'));
}

function compiler(name: string): string {
  return resolve('node_modules', name, 'bin', 'tsc');
}

function packed(pattern: RegExp): string[] {
  return installed.files.filter((file) => pattern.test(file));
}

function packagesIn(file: string): string[] {
  const text = readFileSync(join(installed.folder, file), 'utf8');
  const specifiers = text.matchAll(
    /^(?:import|export)\s[^;'"]*\bfrom ["']([^"']+)["']|^import ["']([^"']+)["']|\bimport\(["']([^"']+)["']\)/gm,
  );
  return [...specifiers]
    .map(([, from, effects, inPlace]) => (from ?? effects ?? inPlace)!)
    .filter((specifier) => !/^(\.|node:)/.test(specifier));
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].toSorted();
}
