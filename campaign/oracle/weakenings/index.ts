import { commands } from '../../../model/order.ts';
import { laws } from '../../../properties/laws/index.ts';
import { admitsEverything, needNotReturn, off } from '../kinds.ts';
import type { LeftBehind, OfDomain } from '../of-domain.ts';
import { admitting, seeing, type Weakening } from '../weakening.ts';
import { common } from './common/index.ts';
import { ioasid } from './ioasid/index.ts';
import { pages } from './pages/index.ts';
import { process } from './process/index.ts';
import { sva } from './sva/index.ts';
import { vfio } from './vfio/index.ts';

const domains: readonly OfDomain[] = [process, sva, ioasid, pages, vfio];

/** Commands that can only succeed in the simulated kernel. */
export const unfailing = domains.flatMap((d) => d.unfailing);
const undisturbed = domains.flatMap((d) => d.undisturbed);
const together = new Set([...unfailing, ...undisturbed]);
const unnoticed: Readonly<Record<string, string>> = Object.assign(
  {},
  ...domains.map((d) => d.unnoticed),
);
const leavesBehind = domains.flatMap((d) => d.leavesBehind ?? []);

/**
 * Every weakening there is: every law off, in their order; for every command, a rule that admits whatever comes, and for
 * those that can wait, one that lets them wait for ever; then each law and each rule without one of its clauses.
 */
export const weakenings: readonly Weakening[] = [
  ...laws.map(({ name }) => off(name)),
  ...commands
    .filter(({ kind }) => !together.has(kind))
    .map(({ kind }) => ({
      ...admitsEverything(kind),
      ...(unnoticed[kind] !== undefined && { unnoticed: unnoticed[kind] }),
    })),
  {
    name: 'unfailing-admit-everything',
    says: `every answer of ${unfailing.join(', ')} is right`,
    of: unfailing,
    weaken: admitting(unfailing, () => true),
    unnoticed:
      'where no allocation fails, these have one way to answer; a port to a real kernel would have more',
  },
  {
    name: 'undisturbed-admit-everything',
    says: `every answer of ${undisturbed.join(', ')} is right`,
    of: undisturbed,
    weaken: admitting(undisturbed, () => true),
    unnoticed:
      'they answer by which descriptors and pages a process has and whether a container has a group: no mistake of the catalogue is about that',
  },
  ...domains.flatMap((d) => d.waiting).map(needNotReturn),
  ...common,
  ...[{ name: 'objects', kind: 'object', says: 'objects of the kernel' }, ...leavesBehind].map(
    leftBehind,
  ),
  ...domains.flatMap((d) => d.clauses),
];

function leftBehind({ name, kind, says }: LeftBehind): Weakening {
  return {
    name: `balance-at-rest-but-${name}`,
    says: `${says} may be left when everyone has gone`,
    of: ['balance-at-rest'],
    weaken: seeing('balance-at-rest', (seen) => ({
      leftovers: () => seen.leftovers().filter((left) => left.kind !== kind),
    })),
  };
}
