import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageTemplate } from '../../build/page.ts';
import { generatorOf } from '../../checker/generate.ts';
import { stream } from '../../checker/randomness.ts';
import { Runner } from '../../checker/run.ts';
import { defects } from '../../defects/index.ts';
import { findKernel, simulate } from '../../defects/kernels.ts';
import { type Version, versions } from '../../implementation/versions/index.ts';
import type { Command } from '../../model/command.ts';
import { fits } from '../../model/feature.ts';
import { InputError } from '../../model/input-error.ts';
import { sameViolation } from '../../model/judgement.ts';
import { parseTrace, printTrace } from '../../model/trace-text.ts';
import type { World } from '../../model/world.ts';
import { findWorld, worlds } from '../../model/worlds.ts';
import { specification } from '../../properties/linux.ts';
import { lengthOfTrace } from '../../shrinkers/simpler.ts';
import { chromiumHere, launched, withoutChromium } from '../../testing/chromium.ts';
import { catalogue } from './catalogue.ts';
import { pageOf } from './document.ts';
import { fragmentOf } from './fragment.ts';
import { judge, play } from './play.ts';
import type { JudgedText, Request } from './protocol.ts';
import { serve } from './serve.ts';

const daemon = `linux-5.18-rc1   world sva
open p0 d0 -> f0
fork p0 -> p1
exit p0
open p1 d0 -> f1
`;

const overLimit = `limit-check-then-charge-race   world vfio-tiny
container p0 type1v2 -> c0
attach p0 c0 g1
setrlimit p0 1
clone p0 -> p1
map p0 c0 i0 a0 1 rw [stops at vfio_lock_acct: before mmap_lock]
mlock p1 a0
continue p0
`;

const undrained = `vtd-no-prq-drain   world vtd-small
open p0 d0 -> f0
request f0 r0 last
abort f0
close p0 f0
`;

/** Of 30 commands and more processes than a screen has room for. */
const crowd = `linux-5.18-rc1   world sva,processes=4
fork p0 -> p1
fork p0 -> p2
clone p1 -> p3
work
exec p3
work
alloc -> n0
exec p2
exit p0
clone p1 -> p4
exit p1
free n0
fork p3 -> p5
exit p5
exit p3
exit p2
fork p4 -> p6
exec p6
open p6 d0 -> f0
work
open p4 d1 -> f1
open p4 d1 -> f2
start p4 f2
fork p6 -> p7
bind p7 f0 -> h0
mmap p4 f1 dus
exec p7
fork p7 -> p8
dma f2
gp
`;

describe.skipIf(chromiumHere === undefined)(`the page in a browser${withoutChromium}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'pasidcheck-page-'));
  const file = join(folder, 'finding.html');
  let made: string;
  let browser: Browser;
  let page: Page;
  /** What the page says on its console, and what it asks a network for. */
  const complaints: string[] = [];

  const engineOf = join(import.meta.dirname, 'worker.ts');
  beforeAll(async () => {
    made = await pageTemplate(engineOf);
    const { trace, kernel } = parseTrace(daemon, 'trace');
    const data = {
      version: '0',
      played: play(trace, findKernel(kernel!)),
      isFinding: true,
      isKnown: false,
    };
    writeFileSync(file, pageOf(made, { title: 'a finding', plain: '', data }));
    browser = await launched();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!/^(file|blob):/.test(request.url())) complaints.push(`asks for ${request.url()}`);
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
    expect(complaints).toEqual([]);
  });

  const open = async (fragment = ''): Promise<void> => {
    await page.goto('about:blank');
    await page.goto(pathToFileURL(file).href + fragment);
    await page.waitForSelector('.diagram svg');
    // The lists have arrived.
    await page.waitForFunction(() => document.querySelectorAll('.editor option').length > 100);
  };
  const textOf = async (selector: string): Promise<string> => page.locator(selector).innerText();
  const says = async (selector: string, text: string): Promise<void> => {
    await page.waitForFunction(
      ([where, what]) => document.querySelector(where!)?.textContent.includes(what!),
      [selector, text],
    );
  };
  const ask = async (request: Request): Promise<unknown> =>
    page.evaluate(
      (one) =>
        (globalThis as unknown as { pasidcheck: { ask(r: unknown): unknown } }).pasidcheck.ask(one),
      request as never,
    );

  it('is one file of less than a megabyte, and the same each time', async () => {
    expect(statSync(file).size).toBeLessThan(1_000_000);
    expect(await pageTemplate(engineOf)).toBe(made);
  });

  it('says on its first screen what broke, when, why it matters and which kernels do it', async () => {
    await open();
    const first = await page.evaluate(() => {
      const seen: string[] = [];
      for (const one of document.querySelectorAll(
        'h1, .witness, .because, .facts dd, .diagram text',
      ))
        if (one.getBoundingClientRect().bottom <= innerHeight) seen.push(one.textContent);
      return seen.join('\n');
    });
    for (const part of [
      'The PASID of an mm does not change while it is bound',
      'At step 3 (exit p0): mm0 is bound to d0 under PASID 1, but mm->pasid is now none.',
      'Why it matters:',
      'exit frees the PASID while the table entry still exists',
      'linux-5.18',
      '3 exit p0',
      '✗ pasid-stability',
    ])
      expect(first).toContain(part);
  });

  it.each([1280, 400])(
    'shows on its first screen where it breaks, %d pixels wide',
    async (width) => {
      await page.setViewportSize({ width, height: 800 });
      for (const text of [daemon, overLimit, undrained, crowd]) {
        await open(fragmentOf(text));
        await says('.where', text.split(/\s/)[0]!);
        await page.waitForFunction(() => {
          const now = document.querySelector('.now')?.getBoundingClientRect();
          return now !== undefined && now.top > 0 && now.bottom <= innerHeight;
        });
        const reason = await page.locator('.because').boundingBox();
        expect(reason!.y + reason!.height).toBeLessThan(800);
        // What the drawing means stands below it.
        expect(await textOf('.legend')).toContain('address spaces');
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    },
  );

  it('is printed whole, and without what only a screen has', async () => {
    await open(fragmentOf(crowd));
    await says('.moment h2', 'exec p7');
    await page.emulateMedia({ media: 'print' });
    const paper = await page.evaluate(() => {
      const box = document.querySelector('.diagram')!;
      return {
        cut: box.scrollHeight - box.clientHeight,
        seen: ['.controls', '.editor', '.copy', '.diagram', '.legend', '.about'].filter(
          (part) => document.querySelector(part)!.getBoundingClientRect().height > 0,
        ),
      };
    });
    await page.emulateMedia({ media: 'screen' });
    expect(paper.cut).toBeLessThanOrEqual(1);
    expect(paper.seen).toEqual(['.diagram', '.legend', '.about']);
  });

  it('goes through the steps by key, button, slider and click; the states change with them', async () => {
    await open();
    const state = async (): Promise<string> => textOf('.states');
    expect(await textOf('.moment h2')).toBe('Step 3 exit p0');
    const third = await state();
    await page.keyboard.press('ArrowLeft');
    await says('.moment h2', '2 fork p0 -> p1');
    expect(await state()).not.toBe(third);
    await page.keyboard.press('Home');
    await says('.moment h2', 'Before the first step');
    await page.click('[aria-label="Step forward"]');
    await says('.moment h2', '1 open p0 d0 -> f0');
    await page.locator('input[type=range]').fill('3');
    await says('.moment h2', '4 open p1 d0 -> f1');
    await says('.moment', 'The model admits: PASID 2, PASID 3.');
    await page.locator('.diagram .target').nth(2).click();
    await says('.moment h2', '3 exit p0');
    expect(await state()).toBe(third);
  });

  it('is used without a mouse: every control is reached by Tab', async () => {
    await open();
    const reached = new Set<string>();
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      reached.add(
        await page.evaluate(() => document.activeElement?.textContent.trim().slice(0, 24) ?? ''),
      );
    }
    for (const name of ['◀', 'Run it without this step', 'Shrink this trace', 'As a vitest file'])
      expect([...reached]).toContain(name);
  });

  it('judges an edited trace again', async () => {
    await open();
    await page.fill(
      '#trace',
      daemon.replace('fork p0 -> p1\n', 'close p0 f0\n').replace('open p1 d0 -> f1\n', ''),
    );
    await says('#verdict', 'Broken on linux-5.18-rc1');
    await page.fill('#trace', 'linux-5.18   world sva\nopen p0 d0 -> f0\nclose p0 f0\nexit p0\n');
    await says('#verdict', 'No law is broken on linux-5.18.');
    await says('h1', 'No law is broken');
    await page.fill('#trace', 'linux-5.18   world sva\nopne p0 d0 -> f0\n');
    await says('#verdict', 'unknown command "opne"');
    await says('h1', 'No law is broken');
  });

  it('runs on another kernel, with a switch, and without a step', async () => {
    await open();
    await page.selectOption('.editor select >> nth=0', 'linux-5.18');
    await says('h1', 'No law is broken');
    await page.selectOption('.editor select >> nth=2', 'pasidFreeAt');
    await page.selectOption('.editor select >> nth=3', 'mmput');
    await says('h1', 'Law broken');
    expect(await page.inputValue('#trace')).toContain('linux-5.18+pasidFreeAt=mmput');
    await page.click('[aria-label="Leave out step 3"]');
    await says('h1', 'No law is broken');
    await page.click('text=Undo all changes');
    await says('h1', 'Law broken');
    expect(await page.inputValue('#trace')).toBe(daemon);
  });

  it('tries each single change: what may vary freely, and the nearest trace that holds', async () => {
    await open();
    await says('.vary', 'step 2: clone p0 -> p1 instead of fork p0 -> p1');
    await says('.vary', 'step 4: open p1 d1 -> f1 instead of open p1 d0 -> f1');
    await page.click('[aria-label^="Run it: step 2: clone"]');
    await says('h1', 'No law is broken');
  });

  it('completes what is typed', async () => {
    await open();
    await page.fill('#trace', `${daemon}mun`);
    await page.keyboard.press('Tab');
    expect(await page.inputValue('#trace')).toBe(`${daemon}munmap `);
  });

  it('follows a link to another trace', async () => {
    await open(fragmentOf('linux-5.18   world sva\nopen p0 d0 -> f0\nexit p0\n'));
    await says('h1', 'No law is broken');
    await page.evaluate((to) => (location.hash = to), fragmentOf(daemon));
    await says('h1', 'Law broken');
  });

  it('shrinks a trace of 40 commands to the catalogue’s shortest', async () => {
    const defect = defects.find(({ id }) => id === 'fork-inherits-mm-pasid')!;
    const world = findWorld(defect.world);
    const text = longTrace(defect.id, world, (broken) => sameViolation(broken, defect));
    await open(fragmentOf(text));
    await says('.where', defect.id);
    await page.click('text=Shrink this trace');
    await says('.progress', '40 commands became');
    const { trace } = parseTrace(await page.inputValue('#trace'), 'trace');
    expect(lengthOfTrace(trace)).toBe(defect.shortest.length);
  });

  it('explores every trace, and stops when it is told to', async () => {
    await open();
    await page.click('text=Explore every trace');
    await says('.progress', 'Searched every trace of up to');
    await page.selectOption('.editor select >> nth=0', 'reference');
    await says('h1', 'No law is broken');
    await page.locator('input[type=number]').fill('9');
    await page.click('text=Explore every trace');
    await says('.progress', 'states');
    await page.click('text=Stop');
    await says('.progress', 'stopped');
    await page.selectOption('.editor select >> nth=0', 'linux-5.18-rc1');
    await says('h1', 'Law broken');
  });

  it('runs what its reader changes while it searches', async () => {
    await open(fragmentOf('reference   world sva\nopen p0 d0 -> f0\n'));
    await says('h1', 'No law is broken');
    await page.locator('input[type=number]').fill('9');
    await page.click('text=Explore every trace');
    await says('.progress', 'states');
    await page.fill('#trace', daemon);
    await says('h1', 'Law broken');
    await says('.progress', 'Exploring');
    await page.click('text=Stop');
    await says('.progress', 'stopped');
  });

  it('lists what can come next, and adds it', async () => {
    await open();
    await page.click('summary >> nth=0');
    await says('.moves', 'open p1 d0 -> f1');
    const nodes = await page.locator('.neighbours .target').count();
    expect(nodes).toBeGreaterThan(5);
    expect(nodes).toBeLessThan(await page.locator('.moves button').count());
    expect(await page.locator('.neighbours').textContent()).toContain(
      'open p1 d0 -> f1: ✗ pasid-uniqueness',
    );
    await page.click('.moves button:has-text("exec p1")');
    await says('#verdict', 'Broken');
    expect(await page.inputValue('#trace')).toContain('exit p0\nexec p1\n');
  });

  it('copies as text, Markdown, a vitest file and a mail', async () => {
    await open();
    for (const [name, part] of [
      ['As text', 'Law broken: '],
      ['As Markdown', '```mermaid'],
      ['As a vitest file', "from 'pasidcheck'"],
      ['As a mail', 'Subject: [pasidcheck]'],
    ] as const) {
      await page.click(`text=${name}`);
      await page.waitForFunction(
        (what) =>
          document.querySelector<HTMLTextAreaElement>('.copy textarea')?.value.includes(what),
        part,
      );
    }
  });

  it.each(['light', 'dark'] as const)(
    'has nothing that axe calls serious, %s',
    async (colorScheme) => {
      const axe = readFileSync(
        createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
        'utf8',
      );
      await page.emulateMedia({ colorScheme });
      for (const width of [1280, 400]) {
        await page.setViewportSize({ width, height: 800 });
        await open();
        await page.click('summary >> nth=0');
        await says('.moves', 'open p1 d0 -> f1');
        await page.evaluate(axe);
        const violations = (await page.evaluate(async () => {
          const { axe: run } = globalThis as unknown as {
            axe: { run(): Promise<{ violations: unknown[] }> };
          };
          return (await run.run()).violations;
        })) as {
          readonly impact: string;
          readonly id: string;
          readonly nodes: readonly { readonly html: string }[];
        }[];
        const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
        expect(serious.map(({ id, nodes }) => [id, nodes[0]!.html])).toEqual([]);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    },
  );

  it.each([1280, 400])('is no wider than a window of %d', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    await open();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      width,
    );
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('gives the same verdicts, answers and laws as the command line, on 1,000 random traces and the catalogue', async () => {
    await open();
    const texts = [...randomTraces(1000), ...catalogue().defects.map(({ text }) => text)];
    const there = (await ask({ kind: 'judge', texts })) as readonly JudgedText[];
    const here = serve({ kind: 'judge', texts }, () => {});
    expect(there).toEqual(here);
    expect(here.filter(({ broken }) => broken.length > 0).length).toBeGreaterThan(100);
    expect(here.filter(({ broken }) => broken.length === 0).length).toBeGreaterThan(100);
  });
});

/** Random traces over all worlds, each on a kernel that fits its world. */
function randomTraces(count: number): string[] {
  const random = stream(1, 'page');
  const texts: string[] = [];
  for (let i = 0; texts.length < count; i++) {
    const world = worlds[i % worlds.length]!;
    const able = versions.filter((version) => fits(version, world));
    const version = able[Math.floor(i / worlds.length) % able.length]!;
    const drawn = generatorOf(specification, world, undefined, 5).trace(random);
    const steps = issuedOn(version, world, drawn).slice(0, 30);
    const text = printTrace({ trace: { world, steps }, kernel: version.name });
    if (isReadable(text)) texts.push(text);
  }
  return texts;
}

/** A drawn trace may use a name again whose command was refused; one that is written may not. */
function isReadable(text: string): boolean {
  try {
    parseTrace(text, 'trace');
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** Those of the commands that are issued. */
function issuedOn(version: Version, world: World, commands: readonly Command[]): Command[] {
  const issued: Command[] = [];
  const runner = new Runner(specification, simulate(version), world);
  runner.run(commands, { before: (_s, _step, c) => void issued.push(c) });
  return issued;
}

/** A trace of 40 commands, all of which are issued, whose closest break is this one. */
function longTrace(
  kernel: string,
  world: World,
  isIt: (broken: Parameters<typeof sameViolation>[0]) => boolean,
): string {
  const version = findKernel(kernel);
  const generator = generatorOf(specification, world);
  for (let seed = 1; ; seed++) {
    const steps = issuedOn(version, world, generator.trace(stream(seed, 'long')));
    const trace = { world, steps: steps.slice(0, 40) };
    if (trace.steps.length < 40) continue;
    const first = judge(trace, version).breaks[0];
    if (first !== undefined && first.step > 20 && isIt(first.broken))
      return printTrace({ trace, kernel });
  }
}
