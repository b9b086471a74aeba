import { wrap } from '../reports/wrap.ts';
import { check } from './check.ts';
import type { Console } from './console.ts';

/** Fixed, so that every user sees the same. */
const SEED = 518;

/**
 * `pasidcheck demo`: the regression of April 2022, found, shrunk and explained; and the kernel with the
 * fix, on which nothing is found. 0 if both searches end as expected.
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
  console.print(asTold ? `${outro(console.self)}\n` : 'The demo did not end as expected.\n');
  return asTold ? 0 : 1;
}

/** As wide as the page, with an empty line after it. */
function paragraph(text: string, { width }: Console): string {
  return `${wrap(text.trim().replaceAll('\n', ' '), width).join('\n')}\n\n`;
}

const intro = `April 2022. Linux 5.18-rc1 frees the PASID of a process when the process exits. The
accelerator’s file is released a little later, and only then does the driver unbind the device. pasidcheck
runs random commands on that kernel and on a model of what must be true:
`;

const daemon = `A web server met the same mistake in another way: the master opens the accelerator, forks a daemon and
exits. The daemon keeps the file, and a worker gets the same PASID.
`;

const fixed = `The release of 5.18 frees the PASID only when the mm itself is freed, after the last bond. Now all
laws are checked. The few older mistakes of 5.18 are mended, so that they cannot hide others:
`;

const outro = (self: string): string => `What next:
  ${self} check --kernel linux-5.18-rc1     all mistakes of this kernel, each finding once
  ${self} check                             the reference: 10 seconds, no finding
  ${self} list defects                      the mistakes by which pasidcheck is measured`;
