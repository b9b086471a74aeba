import { success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasAllOfUacce } from '../bounds.ts';
import { regions } from '../state.ts';

export interface MunmapPart extends Command {
  readonly kind: 'munmap-part';
  readonly process: number;
  readonly file: number;
  readonly region: string;
}

export const munmapPart = rules<MunmapPart>({
  kind: 'munmap-part',
  says: 'unmap a region of the queue from its second page on; a driver may refuse to split it. The first page stays mapped.',
  fields: { process: { uses: 'process' }, file: { uses: 'file' }, region: { oneOf: regions } },
  in: hasAllOfUacce,
  possible: (s, c) =>
    s.process(c.process) !== undefined &&
    s.sva.file(c.file) !== undefined &&
    s.sva.mapping(
      s.process(c.process)!.mm,
      s.sva.file(c.file)!,
      regions.indexOf(c.region as 'mmio'),
    ) !== undefined,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('munmap-part', a, 'OK', 'EINVAL'),
  next() {},
  draw: { weight: 3 },
});
