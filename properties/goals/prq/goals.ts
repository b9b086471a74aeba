import { errno } from '../../../model/answer.ts';
import { hasRequests } from '../../../model/prq/bounds.ts';
import { requestResults } from '../../../model/prq/commands/request.ts';
import { response, responses } from '../../../model/prq/response.ts';
import { groupState } from '../../../model/prq/state.ts';
import type { State } from '../../../model/state.ts';
import { answeredWith } from '../../goal.ts';
import type { Goal } from '../../linux-law.ts';

/** None for FAILURE, which no correct kernel answers. */
const answers = [response.none, response.success, response.automatic, response.invalid];

const [QUEUED, REFUSED, OVERFLOW, NOT_SENT, UNDER_WAY] = [0, 1, 2, 3, 4] as const;

const ofRequests: readonly Goal[] = [
  ...[QUEUED, REFUSED, OVERFLOW, NOT_SENT].map((value) => resultOf('request', value)),
  ...[NOT_SENT, UNDER_WAY].map((value) => resultOf('send', value)),
  answeredWith('request', 'OK'),
  answeredWith('send', 'OK'),
  answeredWith('prq', 'OK'),
  answeredWith('iopf', 'OK'),
  answeredWith('abort', 'OK'),
  answeredWith('deliver', 'OK'),
  ...answers.map(arrival),
  {
    name: 'close while the device has begun a group',
    on: 'close',
    reached: (s, _c, a) => a.errno === errno.OK && hasGroup(s, groupState.open),
  },
  {
    name: 'exit while the device has sent a group',
    on: 'exit',
    reached: (s) => hasGroup(s, groupState.sent),
  },
];

/** What devices come to that request pages. */
export const prqGoals: readonly Goal[] = ofRequests.map((goal) => ({ ...goal, in: hasRequests }));

function resultOf(kind: 'request' | 'send', value: number): Goal {
  return {
    name: `${kind}: ${requestResults[value]!}`,
    on: kind,
    reached: (_s, _c, a) => a.errno === errno.OK && a.value === value,
  };
}

function arrival(value: number): Goal {
  return {
    name: `deliver: ${responses[value]!}`,
    on: 'deliver',
    reached: (_s, _c, a) => a.errno === errno.OK && a.value === value,
  };
}

function hasGroup(s: State, state: number): boolean {
  return s.prq.groups.some((group) => group.state === state);
}
