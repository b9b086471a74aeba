import { Runner } from '../../../checker/run.ts';
import { simulate } from '../../../defects/kernels.ts';
import type { Version } from '../../../implementation/versions/index.ts';
import { fits } from '../../../model/feature.ts';
import { LEAF } from '../../../model/sva/bounds.ts';
import { parseTrace } from '../../../model/trace-text.ts';
import { parseWorld } from '../../../model/world-text.ts';
import { specification } from '../../../properties/linux.ts';
import type { Measure } from '../measure.ts';

/** As many PASIDs as the largest endpoints have, and as many processes. */
const PASIDS = 2 ** 20;
/** CTXDESC_L2_ENTRIES and CTXDESC_CD_DWORDS of drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.h (v5.6 and later). */
const DESCRIPTORS = 1024;
const DESCRIPTOR_BYTES = 64;

/** The memory of a table of context descriptors with two levels, whose leaves are never given back. */
export const leafTables: Measure = {
  name: 'leaf tables',
  says: `the memory for context descriptors of one device after 2^20 processes have used it one after the other: leaves of ${DESCRIPTORS} descriptors of ${DESCRIPTOR_BYTES} bytes, reckoned from the numbers that the allocator takes in a small world`,
  isIn: () => true,
  of({ version }) {
    const rate = freshNumbers(version);
    if (rate === undefined) return undefined;
    const value = leafBytes(rate * PASIDS);
    return { value, text: inUnits(value) };
  },
};

/** The bytes of the leaves for PASIDs from 1 to a number. */
export function leafBytes(pasids: number): number {
  const leaves = Math.floor(Math.min(pasids, PASIDS - 1) / DESCRIPTORS) + 1;
  return leaves * DESCRIPTORS * DESCRIPTOR_BYTES;
}

/**
 * How many PASIDs that were never used before a process takes, on average, if each exits before the next one comes. Told by the
 * leaves that its device has in the end. Undefined: the kernel has no such tables.
 */
function freshNumbers(version: Version): number | undefined {
  const name = `sva-leaves,pasids=${PROCESSES}`;
  const world = parseWorld(name);
  if (!fits(version, world)) return undefined;
  const kernel = simulate(version);
  const runner = new Runner(specification, kernel, world);
  const leavesAfter = (processes: number): number => {
    const lives = Array.from({ length: processes }, (_, i) => lifeOf(i + 1)).flat();
    const { trace } = parseTrace([`world ${name}`, ...lives, ''].join('\n'), 'leaf tables');
    runner.run(trace.steps, { broken: () => undefined });
    return kernel.observe().leaves(0);
  };
  return ((leavesAfter(PROCESSES) - leavesAfter(1)) * LEAF) / (PROCESSES - 1);
}

/** An odd number: the last PASID is the last of its leaf. */
const PROCESSES = 15;

/** A process comes, binds the device and goes, and all deferred work runs. */
function lifeOf(n: number): string[] {
  return [`fork p0 -> p${n}`, `open p${n} d0 -> f${n - 1}`, `exit p${n}`, 'gp', 'work'];
}

function inUnits(bytes: number): string {
  const kib = bytes / 1024;
  return kib < 1024 ? `${kib} KiB` : `${kib / 1024} MiB`;
}
