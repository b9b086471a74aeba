import { parseSteps } from '../model/linux.ts';
import { type StoredTrace, writeTrace } from '../model/trace-json.ts';
import { findWorld } from '../model/worlds.ts';

/** A way through a world that somebody did by hand, kept because it has to hold. */
export interface Scenario {
  readonly name: string;
  /** What is done, and who did it. */
  readonly says: string;
  readonly world: string;
  readonly lines: readonly string[];
}

/**
 * What the author of the patches for mediated devices tried by hand (Wankhede, 2016-10-20), each at the least limit at
 * which it has to work, which nobody had tried: two pages of guest memory, and RLIMIT_MEMLOCK of two pages. And what the
 * author and the reviewer did not agree about (docs/second-pin.md).
 */
export const scenarios: readonly Scenario[] = [
  {
    name: 'pass-through-only',
    says: 'a machine with a pass-through device and no other',
    world: 'vfio',
    lines: [
      'setrlimit p0 2',
      'container p0 type1v2 -> c0',
      'attach p0 c0 g1',
      'map p0 c0 i0 a0 2 rw',
      'unmap p0 c0 i0 2',
      'map p0 c0 i0 a0 2 rw',
      'detach p0 g1',
      'close-container p0 c0',
      'exit p0',
    ],
  },
  {
    name: 'mediated-only',
    says: 'a machine with a mediated device and no other, which pins all of its memory',
    world: 'vfio',
    lines: [
      'setrlimit p0 2',
      'container p0 type1v2 -> c0',
      'attach p0 c0 g0',
      'map p0 c0 i0 a0 2 rw',
      'pin g0 i0 2',
      'unpin g0 i0 1',
      'pin g0 i0 1',
      'unmap p0 c0 i0 2',
      'map p0 c0 i0 a0 2 rw',
      'pin g0 i0 2',
      'detach p0 g0',
      'exit p0',
    ],
  },
  {
    name: 'both',
    says: 'a machine with a pass-through device and a mediated one',
    world: 'vfio',
    lines: [
      'setrlimit p0 2',
      'container p0 type1v2 -> c0',
      'attach p0 c0 g1',
      'attach p0 c0 g0',
      'map p0 c0 i0 a0 2 rw',
      'pin g0 i0 2',
      'unmap p0 c0 i0 2',
      'map p0 c0 i0 a0 2 rw',
      'pin g0 i0 2',
      'exit p0',
    ],
  },
  {
    name: 'mediated-plugged-and-unplugged',
    says: 'a mediated device is plugged and unplugged, again and again, while a pass-through device exists',
    world: 'vfio',
    lines: [
      'setrlimit p0 2',
      'container p0 type1v2 -> c0',
      'attach p0 c0 g1',
      'map p0 c0 i0 a0 2 rw',
      'attach p0 c0 g0',
      'pin g0 i0 2',
      'detach p0 g0',
      'attach p0 c0 g0',
      'pin g0 i0 2',
      'unpin g0 i0 1',
      'detach p0 g0',
      'unmap p0 c0 i0 2',
      'map p0 c0 i0 a0 2 rw',
      'exit p0',
    ],
  },
  {
    name: 'pass-through-plugged-and-unplugged',
    says: 'a pass-through device is plugged and unplugged, again and again, while a mediated one exists and has memory pinned',
    world: 'vfio',
    lines: [
      'setrlimit p0 2',
      'container p0 type1v2 -> c0',
      'attach p0 c0 g0',
      'map p0 c0 i0 a0 2 rw',
      'pin g0 i0 2',
      'attach p0 c0 g1',
      'detach p0 g1',
      'attach p0 c0 g1',
      'unpin g0 i0 1',
      'detach p0 g1',
      'pin g0 i0 1',
      'exit p0',
    ],
  },
  {
    name: 'pinned-twice',
    says: 'a mediated device pins one page twice and goes: the case of the review of the ninth version',
    world: 'vfio-alone',
    lines: [
      'container p0 type1v2 -> c0',
      'attach p0 c0 g0',
      'map p0 c0 i0 a0 1 rw',
      'pin g0 i0 1',
      'pin g0 i0 1',
      'detach p0 g0',
      'exit p0',
    ],
  },
];

/** The file of the corpus that holds it. */
export function scenarioFile({ name }: Scenario): string {
  return `scenario-${name}.json`;
}

export function scenarioText({ world, lines }: Scenario): string {
  const stored: StoredTrace = {
    kernel: 'reference',
    trace: { world: findWorld(world), steps: parseSteps(...lines) },
  };
  return writeTrace(stored);
}
