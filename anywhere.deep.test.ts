import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Context, createContext, runInContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { build, type BuildResult } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTwin } from './build/twin.ts';
import { type Ordered, runOrder } from './campaign/run-order.ts';
import type { SearchOrder } from './campaign/search-order.ts';
import { findKernel } from './defects/kernels.ts';
import { findWorld } from './model/worlds.ts';
import { codeIn } from './testing/markdown.ts';

/**
 * The same order finds the same in this thread, on the sources; in a worker thread, as `npm run build` builds it, with
 * the straight twin of the kernel; and bundled of that for a browser, where there is nothing of Node.
 */
const grading = { states: 2000, certified: 1000, subsequences: 300, schedules: 300 };
const random = {
  kind: 'random',
  seed: 1,
  runs: 600,
  first: false,
  faults: false,
  grading,
} as const;
const exhaustive = {
  kind: 'exhaustive',
  depth: 4,
  states: 20_000,
  symmetry: 'names',
  faults: false,
  all: true,
  certified: 5000,
} as const;

const orders: Readonly<Record<string, SearchOrder>> = {
  'a random order, SVA': {
    kernel: 'linux-5.18-rc1',
    world: findWorld('sva-small'),
    way: random,
  },
  'a random order with overlaps and failing allocations, SVA': {
    kernel: 'reference',
    switches: ['pasidFreeAt=mmput'],
    world: findWorld('sva-tiny'),
    way: { ...random, runs: 200, faults: true, interleave: 'pct' },
  },
  'a random order, VFIO': {
    kernel: 'linux-6.3',
    world: findWorld('vfio'),
    way: { ...random, runs: 400 },
  },
  'an exhaustive order, SVA, its kernel as a value': {
    kernel: findKernel('linux-5.18-rc1'),
    world: findWorld('sva-small'),
    way: exhaustive,
  },
  'an exhaustive order, VFIO': {
    kernel: 'find-dma-size-zero',
    world: findWorld('vfio-alone'),
    way: exhaustive,
  },
};

const base = mkdtempSync(join(tmpdir(), 'pasidcheck-anywhere-'));
const dist = join(base, 'dist');
const shape = { metafile: true, write: false } as const;
let bundled: BuildResult<typeof shape>;
beforeAll(async () => {
  const tsc = resolve('node_modules', 'typescript', 'bin', 'tsc');
  const { NODE_OPTIONS: _, ...env } = process.env;
  const args = [tsc, '-p', 'tsconfig.build.json', '--outDir', dist];
  const { status, stdout } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stdout);
  writeTwin(dist);
  writeFileSync(join(base, 'package.json'), '{ "type": "module", "sideEffects": false }');
  symlinkSync(resolve('node_modules'), join(base, 'node_modules'), 'junction');
  bundled = await bundle();
});
afterAll(() => rmSync(base, { recursive: true }));

/** What an order finds in this thread, as JSON has it. */
const here = new Map<string, Pick<Ordered, 'findings' | 'known'>>();
function foundHere(name: string): Pick<Ordered, 'findings' | 'known'> {
  if (!here.has(name)) {
    const { findings, known } = runOrder(orders[name]!);
    here.set(name, JSON.parse(JSON.stringify({ findings, known })) as Ordered);
  }
  return here.get(name)!;
}

describe.each(Object.keys(orders))('%s', (name) => {
  const order = JSON.stringify(orders[name]);

  it('finds something, and an exhaustive one has certificates', () => {
    const { findings } = foundHere(name);
    expect(findings.length).toBeGreaterThan(0);
    if (orders[name]!.way.kind === 'exhaustive')
      expect(findings.some(({ certificate }) => certificate !== undefined)).toBe(true);
  });

  it('finds the same in a worker thread', async () => {
    expect(await foundInThread(order)).toEqual(foundHere(name));
  });

  it('finds the same where there is nothing of Node', () => {
    expect(foundOnPage(order)).toEqual(foundHere(name).findings);
  });
});

describe('the bundle for a browser', () => {
  it('imports no module of Node; what it asks a process for it does without', () => {
    const { inputs, outputs } = bundled.metafile;
    const imported = [...Object.values(inputs), ...Object.values(outputs)].flatMap((file) =>
      file.imports.filter(({ external }) => external === true).map(({ path }) => path),
    );
    expect(imported).toEqual([]);
    const named = textOf(bundled).matchAll(/.*["'`]node:.*/g);
    expect([...named].map(([line]) => line.trim())).toEqual([
      'const crypto = globalThis.process?.getBuiltinModule?.("node:crypto");',
    ]);
  });

  it('runs in a context that has nothing of Node', () => {
    const known = runInContext('Object.getOwnPropertyNames(globalThis)', page()) as string[];
    const ofNode = ['process', 'Buffer', 'require', 'module', 'global', 'setImmediate'];
    expect(ofNode.filter((name) => known.includes(name))).toEqual([]);
  });
});

async function foundInThread(order: string): Promise<unknown> {
  const file = join(base, 'thread.js');
  writeFileSync(
    file,
    `import { parentPort, workerData } from 'node:worker_threads';
    import { runOrder } from './dist/index.js';
    const { findings, known } = runOrder(JSON.parse(workerData));
    parentPort.postMessage(JSON.stringify({ findings, known }));`,
  );
  const text = await new Promise<string>((done, fail) => {
    // Without what this process was told: it loads TypeScript.
    const thread = new Worker(file, { workerData: order, execArgv: [], env: {} });
    thread.on('message', done);
    thread.on('error', fail);
  });
  return JSON.parse(text);
}

/** The worker of docs/library.md, with everything that it imports. */
async function bundle(): Promise<BuildResult<typeof shape>> {
  const worker = codeIn(readFileSync('docs/library.md', 'utf8'), 'ts').find((code) =>
    code.includes('self.onmessage'),
  );
  return await build({
    ...shape,
    stdin: { contents: worker!, loader: 'ts', resolveDir: base },
    alias: { pasidcheck: join(dist, 'index.js') },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    logLevel: 'silent',
  });
}

function textOf({ outputFiles }: BuildResult<typeof shape>): string {
  return outputFiles[0]!.text;
}

/** The language and nothing else, and of what browsers add: a worker’s own messages, and text as bytes. */
function page(): Context {
  const context = createContext({ TextEncoder });
  runInContext('var self = globalThis;', context);
  return context;
}

function foundOnPage(order: string): unknown {
  const context = page();
  runInContext('self.postMessage = (said) => { self.said = JSON.stringify(said); };', context);
  runInContext(textOf(bundled), context);
  runInContext(`self.onmessage({ data: ${order} });`, context);
  return JSON.parse(context['said'] as string);
}
