import { readdirSync } from 'node:fs';

const KERNEL = 'implementation/kernel/';

/** The kernel as it is declared, described and observed, and how the checker drives it: not what it does. */
const others =
  /\.(test|contract)\.ts$|fidelity|\/(switches|points|describe|observe|leftovers|reachability|simulated|straight|traced|function-trace)\.ts$/;

/** The sources that are mutated, by their paths from the root. */
export function kernelFiles(root: string): string[] {
  return readdirSync(root + KERNEL, { recursive: true, encoding: 'utf8' })
    .map((name) => KERNEL + name)
    .filter((name) => name.endsWith('.ts') && !others.test(name))
    .toSorted();
}
