import { wrap } from '../reports/wrap.ts';
import { check } from './check.ts';
import type { Console } from './console.ts';

/** Fixed, so that everyone sees the same. */
const SEED = 518;

/**
 * `pasidcheck demo`: the regression of April 2022, found, shrunk and explained; and the kernel with the
 * fix, on which nothing is found. 0 if both went as told.
 */
export function demo(console: Console): number {
  const options = { world: 'sva', seed: SEED, out: 'out/demo', json: false, first: true };
  console.print(paragraph(intro, console));
  const broken = check(
    { ...options, kernel: 'linux-5.18-rc1', law: 'no-reuse-while-referenced', runs: 100_000 },
    console,
  );
  console.print(paragraph(daemon, console));
  const daemonCode = check(
    { ...options, kernel: 'linux-5.18-rc1', law: 'pasid-uniqueness', runs: 100_000 },
    console,
  );
  console.print(paragraph(fixed, console));
  const holds = check(
    { ...options, kernel: 'linux-5.18-mended', first: false, runs: 30_000 },
    console,
  );
  const asTold = broken === 1 && daemonCode === 1 && holds === 0;
  console.print(asTold ? `${outro(console.self)}\n` : 'This did not go as it should have.\n');
  return asTold ? 0 : 1;
}

/** As wide as the page, with an empty line behind it. */
function paragraph(text: string, { width }: Console): string {
  return `${wrap(text.trim().replaceAll('\n', ' '), width).join('\n')}\n\n`;
}

const intro = `April 2022. Linux 5.18-rc1 gives the PASID of a process back to the allocator when the process
exits. The accelerator’s file is released a little later, and only then is the device told.
Random command sequences on that kernel and on a model of what must be true:
`;

const daemon = `The same mistake from its other side, as a web server met it: the master opens the accelerator,
forks a daemon and exits; the daemon keeps the file, and a worker is given the same PASID.
`;

const fixed = `The release of 5.18 frees the PASID only when the mm itself is freed, after the last bond. All laws are
asked; the few older mistakes that 5.18 is known for are mended here, so that nothing hides behind them:
`;

const outro = (self: string): string => `What next:
  ${self} check --kernel linux-5.18-rc1     everything that is wrong with it, each finding once
  ${self} check                             the reference design: 10 seconds, nothing
  ${self} list defects                      the mistakes that pasidcheck is measured against`;
