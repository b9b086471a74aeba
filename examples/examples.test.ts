import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  check,
  type CheckOptions,
  explore,
  placeText,
  type Port,
  readSteps,
  shrink,
  writeSteps,
} from '../index.ts';
import { type Example, run } from './cli.ts';
import { example as queue } from './bounded-queue.ts';
import { example as pool } from './connection-pool.ts';
import { example as kernel } from './small-kernel.ts';
import { example as commit, managers } from './two-phase-commit.ts';

/** By the shortest counterexamples that there are: their place, their steps, their grade. */
const found: readonly (readonly [
  string,
  Example,
  Readonly<Record<string, string>>,
  CheckOptions,
])[] = [
  [
    'pool',
    pool,
    {
      'acquire: exhausted':
        'acquire -> l0; acquire -> l1; break l0; release l0; acquire -> l2; proven shortest',
      'acquire: success':
        'acquire -> l0; acquire -> l1; release l0; acquire -> l2; release l0; acquire -> l3; proven shortest',
    },
    { runs: 20 },
  ],
  [
    'commit',
    commit,
    {
      'learn: success':
        'prepare r0; prepare r1; resign r0; hear r0; hear r1; commit; learn r0 commit; proven shortest',
    },
    { runs: 600 },
  ],
  [
    'queue',
    queue,
    {
      'get: success':
        'put t0 y [stops at put: room found, nothing written]; put t1 x; put t1 x; continue t0; get t0; proven shortest',
    },
    { first: true },
  ],
  [
    'kernel',
    kernel,
    {
      'handed out while held':
        'open p0 d0 -> f0; open p0 d0 -> f1; close p0 f0; alloc -> n0; proven shortest',
    },
    { runs: 60 },
  ],
];

async function told(example: Example, ...args: readonly string[]) {
  const lines: string[] = [];
  const code = await run('pool', example, args, (text) => lines.push(text));
  return { code, text: lines.join('\n') };
}

function system({ specification, ports: [port], world }: Example) {
  return { specification, port: port!, world };
}

function written({ specification }: Example, steps: Parameters<typeof writeSteps>[1]): string {
  return writeSteps(specification, steps).trimEnd().replaceAll('\n', '; ');
}

describe.each(found)('the example %s', (_name, example, shortest, how) => {
  it('is found by random traces, shrunk and proven shortest', async () => {
    const { findings } = await check(system(example), { ...example.check, ...how });
    const steps = new Map(
      findings.map(({ law, place, trace, grade }) => [
        law === 'linearizability' ? law : placeText(place),
        `${written(example, trace.steps)}; ${grade}`,
      ]),
    );
    for (const [place, text] of Object.entries(shortest)) expect(steps.get(place)).toBe(text);
  });

  it('holds where it is right', async () => {
    const right = { ...system(example), port: example.ports[1]! };
    const { findings } = await check(right, { ...example.check, runs: 60 });
    expect(findings).toEqual([]);
  });

  it('is replayed as text, and as a file', async () => {
    const [place, text] = Object.entries(shortest)[0]!;
    const trace = text.replace('; proven shortest', '');
    const replayed = await told(example, 'replay', trace);
    expect(replayed.code).toBe(1);
    expect(replayed.text).toContain(`: ${place}. `);
    const folder = mkdtempSync(join(tmpdir(), 'pasidcheck-example-'));
    const file = join(folder, 'trace.txt');
    writeFileSync(file, `world any\n${trace.replaceAll('; ', '\n')}\n`);
    expect(await told(example, 'replay', file)).toEqual(replayed);
    rmSync(folder, { recursive: true });
    expect(await told(example, 'replay', trace, example.ports[1]!.name)).toMatchObject({ code: 0 });
  });
});

describe('what every example does', () => {
  it('answers what is no trace with one line that names what was expected', async () => {
    expect(await told(pool, 'replay', 'aquire -> l0')).toEqual({
      code: 2,
      text: 'trace: line 1: unknown command "aquire"; did you mean "acquire"? (known: acquire, release, break)',
    });
  });

  it('explores: the shortest there is, or that there is none', async () => {
    const broken = await told(pool, 'explore');
    expect(broken.code).toBe(1);
    expect(broken.text).toContain('leaking: 219 traces, 1 + 1 + 3 + 10 + 39 + 165');
    expect(broken.text).toContain('length     5 commands; proven shortest');
    expect(broken.text.replaceAll('\\\n', '')).toContain(
      'npm run example -- pool replay "acquire -> l0; acquire -> l1; break l0; release l0; acquire -> l2"',
    );
    expect(await told(pool, 'explore', 'sound')).toEqual({
      code: 0,
      text: 'sound: 953 traces, 1 + 1 + 3 + 10 + 39 + 165 + 734\n  no law is broken in any trace of up to 6',
    });
    expect((await told(queue, 'explore', 'locked')).text).toContain('in any trace of up to 5');
  });

  it('says the same each time', async () => {
    const short = { ...pool, check: { runs: 20 } };
    expect(await told(short, 'check')).toEqual(await told(short, 'check'));
  });

  it('says what it expects', async () => {
    expect(await told(pool, 'chekc')).toMatchObject({ code: 2 });
    expect(await told(pool, 'replay')).toMatchObject({ code: 2 });
    expect(await told(pool, 'replay', '')).toMatchObject({ code: 2 });
    expect(await told(pool, 'replay', '# nothing')).toMatchObject({ code: 2 });
    expect(await told(pool, 'check', 'sound', 'more')).toMatchObject({ code: 2 });
    expect(await told(pool, 'check', 'nothing')).toEqual({
      code: 2,
      text: 'expected one of leaking, sound',
    });
  });
});

describe('two-phase commit', () => {
  const port = commit.ports[1] as Port;
  it.each([
    [3, 'none', 288],
    [3, 'names', 80],
  ] as const)('of %i managers, symmetry %s, has the published %i states', (n, symmetry, states) => {
    const all = explore({ ...commit, port, world: managers(n) }, { symmetry });
    expect([all.states, all.complete, all.findings]).toEqual([states, Infinity, []]);
  });
});

describe('the race in the queue', () => {
  it('needs an interleaving: without one there is nothing', async () => {
    const { findings } = await check(system(queue), { runs: 100 });
    expect(findings).toEqual([]);
    expect(await explore(system(queue), { depth: 6 })).toMatchObject({ findings: [] });
  });

  it('is not proven by a search with fewer overlaps than it could have', async () => {
    const { findings } = await explore(system(queue), { overlap: 2, depth: 4, all: true });
    const grades = findings.map(({ trace: { steps }, grade }) => [
      steps.filter(({ kind }) => kind !== 'continue').length,
      grade,
    ]);
    expect(grades).toContainEqual([3, 'proven shortest']);
    expect(grades).toContainEqual([4, 'no single deletion helps']);
    expect(grades).not.toContainEqual([4, 'proven shortest']);
  });

  it('is shrunk to one switch, and fewer are proven not to be enough', async () => {
    const long = [
      'get t1; put t1 y; get t0; put t0 y [stops at put: room found, nothing written]',
      'put t1 y; put t1 x; continue t0 [stops at put: written, not yet counted]',
      'get t1; continue t0; put t0 x; put t1 y; put t1 y; get t1; get t0',
    ].join('; ');
    const { specification } = queue;
    const finding = await shrink(system(queue), readSteps(specification, long));
    expect(finding.grade).toBe('proven shortest');
    expect(finding.switches).toMatchObject({ count: 1, isProven: true });
    expect(finding.trace.steps.length).toBeLessThanOrEqual(5);
  });
});
