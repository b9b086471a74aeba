import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vfioMmTokenAba: Defect = {
  id: 'vfio-mm-token-aba',
  title: 'a new process passes for one that has ended',
  story:
    'The token of a set is the address of an mm, and the set holds no reference on it. The file of the set was inherited, so the set lives on when that mm has ended. The next mm can get its address, and owns the set.',
  source:
    'vfio_mm_get_from_task drops the mm after the look-up, and ioasid_set_alloc keeps the bare pointer: Liu, 2020-09-10, “[PATCH v7 04/16]”; Pan, 2021-02-27, “[PATCH V4 05/18]”, as we read them',
  fix: 'Hold the mm (mmgrab) as long as the set, as Pan’s later tree does.',
  evidence: 'inferred',
  releases: ['ioasid-ext-v4'],
  switches: { setPins: 'nothing' },
  law: 'answers-conform',
  place: { command: 'set-open', answer: 'EEXIST' },
  world: 'sets-small',
  shortest: parseSteps(
    'set-open p0 1 -> s0',
    'fork p0 -> p1',
    'exit p0',
    'fork p1 -> p2',
    'set-open p2 1 -> s1',
  ),
};
