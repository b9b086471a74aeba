import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breaksOf } from '../../defects/defect.ts';
import { defects } from '../../defects/index.ts';
import { commandText } from '../../model/linux.ts';
import { runCli, workplace } from '../../testing/cli.ts';

/** A page is opened as its reader opens it: from a file, without a network. Where there is no Chromium, these are skipped. */
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const finding = 'corpus/pasid-uniqueness-c8fa983f7af7.json';

const { fresh } = workplace();

describe.skipIf(!existsSync(CHROMIUM))('the page of a finding', () => {
  let browser: Browser;
  let file: string;

  beforeAll(async () => {
    file = `${fresh('page')}.html`;
    writeFileSync(file, runCli('report', finding, '--format', 'html').out);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });

  afterAll(() => browser.close());

  /** What it asked the network for, and what it complained about. */
  const open = async (hash = ''): Promise<{ page: Page; noise: string[] }> => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const noise: string[] = [];
    page.on('console', (m) => void (m.type() === 'error' && noise.push(m.text())));
    page.on('pageerror', (error) => void noise.push(error.message));
    page.on('request', (r) => {
      if (!/^(file|blob|data):/.test(r.url())) noise.push(r.url());
    });
    await page.goto(`file://${file}${hash}`);
    await verdict(page, /Broken on linux-5.18-rc1/);
    return { page, noise };
  };

  it('is one file of less than a megabyte, says what broke, and asks for nothing', async () => {
    expect(readFileSync(file).length).toBeLessThan(1_000_000);
    const { page, noise } = await open();
    const first = await page.locator('body').innerText();
    for (const words of ['One PASID has one owner', 'Why it matters', 'mm-pasid-drop-fork-daemon'])
      expect(first).toContain(words);
    expect(noise).toEqual([]);
    await page.close();
  });

  it('steps by key, and shows both states of that moment', async () => {
    const { page } = await open();
    const moment = page.locator('.moment');
    const last = await moment.innerText();
    expect(last).toContain('open p1 d0 -> f1');
    await page.locator('body').press('ArrowLeft');
    await expect.poll(() => moment.innerText()).toContain('exit p0');
    expect(await moment.innerText()).not.toBe(last);
    await page.locator('body').press('ArrowRight');
    await expect.poll(() => moment.innerText()).toBe(last);
    await page.close();
  });

  it('judges an edited trace at once, also on another kernel', async () => {
    const { page, noise } = await open();
    await page.getByLabel('Leave out step 3').click();
    await verdict(page, /No law is broken/);
    await page.locator('#trace').fill(text('linux-5.18', daemon));
    await verdict(page, /No law is broken/);
    await page.locator('#trace').fill(text('linux-5.18-rc1', daemon));
    await verdict(page, /Broken on linux-5.18-rc1: .*pasid-uniqueness/);
    expect(noise).toEqual([]);
    await page.close();
  });

  it('shrinks forty commands to the shortest trace of the catalogue', async () => {
    const { page } = await open();
    const idle = Array.from({ length: 18 }, (_, i) => [`alloc -> n${i}`, `free n${i}`]).flat();
    await page.locator('#trace').fill(text('linux-5.18-rc1', [...idle, ...daemon]));
    await verdict(page, /Broken/);
    await page.getByRole('button', { name: 'Shrink this trace' }).click();
    await expect
      .poll(() => page.locator('.progress').innerText(), { timeout: 60_000 })
      .toMatch(/^40 commands became \d: proven shortest/);
    const shrunk = await page.locator('#trace').inputValue();
    expect(ofCatalogue).toContain(shrunk.trim().split('\n').slice(1).join('\n'));
    await page.close();
  });

  it('has nothing that a reader without sight or mouse would stumble over', async () => {
    const { page } = await open();
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { violations } = await (
        globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; impact: string }[] }> };
        }
      ).axe.run();
      return violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id);
    });
    expect(found).toEqual([]);
    await page.close();
  });
});

/** Every shortest trace of the catalogue. */
const ofCatalogue = defects
  .flatMap(breaksOf)
  .map(({ shortest }) => shortest.map(commandText).join('\n'));

const daemon = ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d0 -> f1'];

function text(kernel: string, steps: readonly string[]): string {
  return [`${kernel}   world sva`, ...steps].join('\n');
}

async function verdict(page: Page, words: RegExp): Promise<void> {
  await expect.poll(() => page.locator('#verdict').innerText(), { timeout: 30_000 }).toMatch(words);
}
