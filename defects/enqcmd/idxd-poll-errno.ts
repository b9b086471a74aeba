import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const idxdPollErrno: Defect = {
  id: 'idxd-poll-errno',
  title: 'poll returns a negative errno as its events',
  story:
    'The check that only the mm of the file may use it was added to poll as well, with EPERM. The events of poll are a mask without sign: every bit is set, so the caller sees data, room, errors and a hang-up.',
  source:
    'Dave Jiang, 2025-05-08, “dmaengine: idxd: Fix ->poll() return value”; since 8dfa57aabff6',
  fix: 'POLLNVAL.',
  evidence: 'verified',
  switches: { idxdPoll: 'errno' },
  law: 'answers-conform',
  place: { command: 'poll-queue', answer: 'every event' },
  world: 'enqcmd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1', 'poll-queue p1 f0'),
};
