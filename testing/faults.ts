import { atOnce } from '../shrinkers/work.ts';
import { everyFault } from '../checker/faults.ts';
import { Runner } from '../checker/run.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { parseSteps } from '../model/linux.ts';
import { Bench } from './kernel.ts';
import { sva } from './model.ts';
import { specification } from '../properties/linux.ts';

/** Every command that creates an object, once. */
const lines = [
  'open p0 d0 -> f0',
  'mmap p0 f0 mmio',
  'fork p0 -> p1',
  'bind p1 f0 -> h0',
  'exec p1',
  'alloc -> n0',
];

/** For suites only: the allocations of the kernel in that trace, and those that fail in the sweep. */
export function everything(): { asked: Set<string>; failed: Set<string> } {
  const steps = parseSteps(...lines);
  const runner = new Runner(specification, new SimulatedKernel('reference', reference), sva);
  const asked = new Set(sitesOf(lines).flat());
  const failed = new Set<string>();
  for (const variant of atOnce(everyFault(runner, { world: sva, steps }))) {
    const at = variant.findIndex((c) => c.fails !== undefined);
    failed.add(sitesOf(lines.slice(0, at + 1))[at]![variant[at]!.fails! - 1]!);
  }
  return { asked, failed };
}

/** The allocations of each command, in order. */
function sitesOf(trace: readonly string[]): string[][] {
  const bench = new Bench();
  return trace.map((line) => {
    const sites: string[] = (bench.k.machine.sites = []);
    bench.run(line);
    return sites;
  });
}
