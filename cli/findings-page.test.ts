import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runWith } from '../testing/cli.ts';

/** The traces of docs/findings.md are pasted as a reader would. */
const page = readFileSync('docs/findings.md', 'utf8');
const traces = page.match(/^ {4}linux-6\.3 {3}world vfio\n(?: {4}.*\n)+/gm)!;

/** What its text says that each breaks. */
const broken = [
  /locked-vm: pin: too little is charged/,
  /locked-vm-underflow: /,
  /locked-vm: unmap: too much is charged/,
  /use-after-free in vfio_dma_do_unmap/,
  /use-after-free in vfio_notify_dma_unmap/,
];

describe('a trace of the page about candidates', () => {
  it.each(broken.map((says, i) => [i + 1, says] as const))('%i can be pasted', (n, says) => {
    expect(traces).toHaveLength(broken.length);
    const { code, out } = runWith(traces[n - 1]!, 'replay', '-', '--width', '200');
    expect(code).toBe(1);
    expect(out).toMatch(says);
    expect(out).toMatch(/\((\d+) of \1 steps were issued\)\n$/);
  });

  it('breaks a law before its last step only where the page says so', () => {
    const early = traces.map((trace) => {
      const { out } = runWith(trace, 'replay', '-', '--width', '200');
      return [...out.matchAll(/^At step (\d+)/gm)].map(([, step]) => Number(step));
    });
    expect(early.map((steps) => [...new Set(steps)])).toEqual([[6], [6, 7], [7], [6], [9]]);
    expect(page).toContain('(six commands, `locked-vm`), and then it is');
  });
});
