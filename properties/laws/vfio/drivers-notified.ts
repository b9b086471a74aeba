import { errno } from '../../../model/answer.ts';
import { commandText } from '../../../model/linux.ts';
import { type UnmapDma, within } from '../../../model/vfio/commands/unmap.ts';
import type { DmaRow } from '../../../model/vfio/mappings.ts';
import { hasVfio } from '../../../model/vfio/bounds.ts';
import type { Law, View } from '../../linux-law.ts';

/**
 * The rule of unmap knows which pages drivers have pinned, and so admits that one of them may not let go. This law looks at
 * which drivers were notified, and what each still has pinned by its own record.
 *
 * If unmap overlaps other commands, it is not judged: another one may have pinned the page again, or closed the device.
 */
export const driversNotified: Law = {
  name: 'drivers-notified',
  title: 'Unmap gives up only if a driver that was notified keeps its pages',
  because:
    'EDEADLOCK says that a driver is at fault; if the driver was never notified, or has unpinned everything, its user can never remove the mapping, and looks for the mistake in the wrong place',
  closeness: 'answer',
  needs: ['driver-pins', 'notices'],
  in: hasVfio,
  onStep(view, _was, report) {
    const { last } = view;
    if (last?.c.kind !== 'unmap' || last.answer.errno !== errno.EDEADLOCK) return;
    const c = last.c as UnmapDma;
    // Otherwise the rule of unmap has not admitted the answer.
    if (!within(view.state, c).some((d) => view.state.vfio.mappings.hasDriverPins(d))) return;
    const stuck = within(view.state, c)
      .map((d) => keepersOf(view, d))
      .filter((keepers) => keepers.length > 0);
    if (stuck.length === 0)
      report(
        'unmap gives up although every driver has unpinned',
        `${commandText(c)} gave up, but no driver has a page of the range pinned any more, by their own records.`,
      );
    // It stops at one mapping: nobody is notified of the others.
    const ignored = stuck.map((keepers) => keepers.find(({ isNotified }) => !isNotified));
    const [first] = ignored;
    if (first !== undefined && !ignored.includes(undefined))
      report(
        'unmap gives up without notifying a driver',
        `${commandText(c)} gave up, but the driver of g${first.group}, which has i${first.iova} pinned, was not notified.`,
      );
  },
};

/** A driver that has a page pinned, by its own record. */
interface Keeper {
  readonly group: number;
  readonly iova: number;
  readonly isNotified: boolean;
}

/** The drivers that have pages of the mapping pinned. */
function keepersOf({ state, seen }: View, d: DmaRow): readonly Keeper[] {
  const { files } = state.vfio;
  const iovas = Array.from({ length: d.pages }, (_, i) => d.iova + i);
  return files
    .groupsIn(files.containers[d.container - 1]!)
    .flatMap(({ index: group }) =>
      iovas
        .filter((iova) => seen.driverPins(group, iova) > 0)
        .map((iova) => ({ group, iova, isNotified: seen.isNotified(group, iova) })),
    );
}
