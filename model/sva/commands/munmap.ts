import { success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { regions } from '../state.ts';
import { hasDevices } from '../bounds.ts';

export interface Munmap extends Command {
  readonly kind: 'munmap';
  readonly process: number;
  readonly file: number;
  readonly region: string;
}

export const munmap = rules<Munmap>({
  kind: 'munmap',
  says: 'unmap a region of the queue; the file closes if only the mapping kept it open',
  fields: { process: { uses: 'process' }, file: { uses: 'file' }, region: { oneOf: regions } },
  in: hasDevices,
  possible: (s, c) =>
    s.process(c.process) !== undefined &&
    s.sva.file(c.file) !== undefined &&
    s.sva.mapping(
      s.process(c.process)!.mm,
      s.sva.file(c.file)!,
      regions.indexOf(c.region as 'mmio'),
    ) !== undefined,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('munmap', a, 'OK'),
  next(s, c) {
    const { mm } = s.process(c.process)!;
    const m = s.sva.mapping(mm, s.sva.file(c.file)!, regions.indexOf(c.region as 'mmio'))!;
    m.live = 0;
    s.dropUnreferenced();
  },
  draw: { weight: 5 },
  overlap: {
    /** The mapping is gone, the file not yet released. */
    halfway(s, c) {
      const { mm } = s.process(c.process)!;
      s.sva.mapping(mm, s.sva.file(c.file)!, regions.indexOf(c.region as 'mmio'))!.live = 0;
    },
    succeedsOnNothing: true,
  },
});
