import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nameWith } from '../defects/own-switches.ts';
import { findKernel } from '../defects/kernels.ts';
import { readWorld, parseWorld } from '../model/world-text.ts';
import { runCli, runWith } from '../testing/cli.ts';

/** The examples of docs/traces.md are run as a reader would. */
const page = readFileSync('docs/traces.md', 'utf8');

function block(language: string): string {
  return new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(page)![1]!;
}

describe('the page about traces', () => {
  it('has a trace to paste, which shows a daemon and its server with one PASID', () => {
    const [command, ...lines] = block('sh').trimEnd().split('\n');
    expect(command).toBe("npx pasidcheck replay - <<'END'");
    expect(lines.pop()).toBe('END');
    const { code, out } = runWith(lines.join('\n'), 'replay', '-');
    expect(code).toBe(1);
    expect(out).toContain('Law broken: One PASID has one owner');
    expect(out).toMatch(/\(4 of 4 steps were issued\)\n$/);
  });

  it('shows what replay prints, which can be pasted as it is', () => {
    const shown = block('text');
    const { code, out } = runWith(shown, 'replay', '-', '--width', '80');
    expect(code).toBe(0);
    expect(out.slice(0, out.lastIndexOf('\n\n') + 1)).toBe(shown);
  });

  it('has worlds of one’s own', () => {
    const worlds = page.match(/^ {4}(?:sva|vfio),.*$/gm)!.map((line) => parseWorld(line.trim()));
    expect(worlds).toHaveLength(3);
    expect(readWorld(block('json'), 'page')).toMatchObject({ name: 'mine', processes: 1 });
  });

  it('has switches of one’s own, one of which mends what it shows', () => {
    const lines = page.match(/^ {4}npx pasidcheck .*--switch .*$/gm)!;
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      const [, change] = /--switch (\S+)/.exec(line)!;
      expect(page).toContain(`\`${findKernel(nameWith('linux-5.18-rc1', [change!])).name}\``);
    }
    const [replay] = lines.map((line) => line.trim().split(' ').slice(2));
    expect(runCli(...replay!).code).toBe(0);
  });
});
