import { failed, success } from '../answer.ts';
import { type Command, rules } from '../command.ts';
import { admitOnly } from '../conform.ts';
import type { State } from '../state.ts';
import { hasVfio } from '../vfio-words.ts';

export interface Dirty extends Command {
  readonly kind: 'dirty';
  readonly process: number;
  readonly container: number;
  readonly change: string;
}

function refusal(s: State, c: Dirty): 'EBADF' | 'EINVAL' | undefined {
  const of = s.vfio.files.container(c.container)!;
  if (!s.vfio.files.holdsContainer(s.process(c.process)!, of)) return 'EBADF';
  return s.vfio.files.hasGroup(of) ? undefined : 'EINVAL';
}

export const dirty = rules<Dirty>({
  kind: 'dirty',
  says: 'VFIO_IOMMU_DIRTY_PAGES: the container starts or stops to note which pages are written to (migration of a virtual machine)',
  fields: {
    process: { uses: 'process' },
    container: { uses: 'container' },
    change: { oneOf: ['start', 'stop'] },
  },
  weight: 2,
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
  judge(s, c, a) {
    const refused = refusal(s, c);
    if (refused !== undefined) return admitOnly('dirty', a, refused);
    // Linux has it for the second version alone (vfio_iommu_type1_dirty_pages).
    const isFirstVersion = s.vfio.files.backendOf(s.vfio.files.container(c.container)!) === 'type1';
    return isFirstVersion ? admitOnly('dirty', a, 'OK', 'EACCES') : admitOnly('dirty', a, 'OK');
  },
  next() {},
});
