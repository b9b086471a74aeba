import { failed, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import type { State } from '../../state.ts';
import { hasVfio } from '../bounds.ts';

export interface Dirty extends Command {
  readonly kind: 'dirty';
  readonly process: number;
  readonly container: number;
  readonly change: string;
}

/** In the order in which they are checked; type1 (v1) does not support this command (vfio_iommu_type1_dirty_pages). */
function refusal(s: State, c: Dirty): 'EBADF' | 'EINVAL' | 'EACCES' | undefined {
  const { files } = s.vfio;
  const of = files.container(c.container)!;
  if (!files.holdsContainer(s.process(c.process)!, of)) return 'EBADF';
  if (!files.hasGroup(of)) return 'EINVAL';
  return files.backendOf(of) === 'type1' ? 'EACCES' : undefined;
}

export const dirty = rules<Dirty>({
  kind: 'dirty',
  says: 'VFIO_IOMMU_DIRTY_PAGES: the container starts or stops recording which pages are written (migration of a virtual machine)',
  fields: {
    process: { uses: 'process' },
    container: { uses: 'container' },
    change: { oneOf: ['start', 'stop'] },
  },
  in: hasVfio,
  needs: 'dirty',
  possible(s, c) {
    const of = s.vfio.files.container(c.container);
    return (
      s.process(c.process) !== undefined && of !== undefined && s.vfio.files.backendOf(of) !== 'tce'
    );
  },
  typical(s, c) {
    const refused = refusal(s, c);
    return refused === undefined ? success : failed(refused);
  },
  judge: (s, c, a) => admitOnly('dirty', a, refusal(s, c) ?? 'OK'),
  next() {},
  draw: { weight: 2 },
});
