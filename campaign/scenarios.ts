import { parseSteps } from '../model/linux.ts';
import { type StoredTrace, writeTrace } from '../model/trace-json.ts';
import { findWorld } from '../model/worlds.ts';

/** A trace that a person wrote by hand; it must break no law. */
export interface Scenario {
  readonly name: string;
  /** What the trace does. */
  readonly says: string;
  readonly world: string;
  readonly lines: readonly string[];
}

/**
 * The tests that the author of the patches for mediated devices made by hand (Wankhede, 2016-10-20), each at the smallest limit
 * at which it has to work, which nobody had tried: two pages of guest memory, and RLIMIT_MEMLOCK of two pages. The last is the
 * case about which author and reviewer disagreed (docs/second-pin.md).
 */
export const scenarios: readonly Scenario[] = [
  {
    name: 'pass-through-only',
    says: 'a machine with only a pass-through device',
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
    says: 'a machine with only a mediated device, which pins all memory of the machine',
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
    says: 'a machine with a pass-through device and a mediated device',
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
    says: 'a mediated device is plugged and unplugged repeatedly while a pass-through device exists',
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
    says: 'a pass-through device is plugged and unplugged repeatedly while a mediated device has memory pinned',
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
    says: 'a mediated device pins one page twice and leaves: the case from the review of version 9',
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

/** Its file in the corpus. */
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
