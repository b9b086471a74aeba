import { commands } from '../../../model/order.ts';
import { laws } from '../../../properties/laws/index.ts';
import { admitsEverything, needNotReturn, off } from '../kinds.ts';
import type { LeftBehind, OfDomain } from '../of-domain.ts';
import { admitting, seeing, type Weakening } from '../weakening.ts';
import { common } from './common/index.ts';
import { enqcmd } from './enqcmd/index.ts';
import { ioasid } from './ioasid/index.ts';
import { pages } from './pages/index.ts';
import { prq } from './prq/index.ts';
import { process } from './process/index.ts';
import { sets } from './sets/index.ts';
import { sva } from './sva/index.ts';
import { vfio } from './vfio/index.ts';

const domains: readonly OfDomain[] = [process, sva, prq, enqcmd, ioasid, sets, pages, vfio];

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
 * All weakenings: every law off, in order; for every command, a rule that admits every answer, and for commands that can
 * wait, one that lets them wait for ever; then each law and each rule without one of its clauses.
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
    says: `${unfailing.join(', ')} may return any answer`,
    of: unfailing,
    weaken: admitting(unfailing, () => true),
    unnoticed:
      'these commands have only one possible answer if no allocation fails; a port to a real kernel would have more',
  },
  {
    name: 'undisturbed-admit-everything',
    says: `${undisturbed.join(', ')} may return any answer`,
    of: undisturbed,
    weaken: admitting(undisturbed, () => true),
    unnoticed:
      'their answer depends only on the descriptors and pages of a process and on the groups of a container: no mistake of the catalogue concerns that',
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
    says: `${says} may remain after the last process has exited`,
    of: ['balance-at-rest'],
    weaken: seeing('balance-at-rest', (seen) => ({
      leftovers: () => seen.leftovers().filter((left) => left.kind !== kind),
    })),
  };
}
