import { describe, expect, it } from 'vitest';
import { type Differences, outcome } from '../../../../testing/outcome.ts';
import { intelSwitches } from './switches.ts';

type IntelSwitch = keyof typeof intelSwitches;

/** The world of a trace that names none. */
const WORLD = 'vtd-small';

const ofSvm = { svmPasid: 'of-svm', pasidFreeAt: 'last-unbind' } as const;
const inThread = { ...ofSvm, prqServe: 'in-thread', prqDrain: 'nowhere' } as const;
const counted = { pasidFreeAt: 'last-unbind' } as const;
const exhausted = ['alloc -> n0', 'alloc -> n1', 'open p0 d0 -> f0'];
const old = ['open p0 d0 -> f0', 'request f0 r0 last', 'abort f0', 'close p0 f0'];

const differences: Differences<IntelSwitch> = {
  svmPasid: {
    'of-svm': { given: counted, trace: exhausted },
    'of-context': { given: counted, trace: ['open p0 d0 -> f0', 'close p0 f0'] },
  },
  svmPasidPut: {
    'by-end-of-svm': {
      given: counted,
      trace: ['open p0 d0 -> f0', 'open p0 d0 -> f1', 'close p0 f0', 'close p0 f1'],
    },
    'after-mm-forgot': { given: counted, trace: ['open p0 d0 -> f0', 'close p0 f0'] },
  },
  svmHolds: {
    'mm-users': {
      given: ofSvm,
      trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'dma f0'],
    },
  },
  svmNoPasid: { zero: { given: { ...ofSvm, svaApi: 'of-driver' }, trace: exhausted } },
  svmPasidCompare: { unsigned: { given: ofSvm, trace: exhausted } },
  svmUnwind: { 'keeps-device': { given: ofSvm, trace: exhausted } },
  svmPasidData: {
    kept: {
      given: { svmPasid: 'of-context', prqServe: 'in-thread', prqDrain: 'nowhere' },
      trace: [...old, 'open p0 d1 -> f1 [allocation 5 fails]', 'prq'],
      world: 'vtd',
    },
  },
  svmPrivatePasid: {
    kept: { trace: ['open-private p0 d0 -> f0', 'close p0 f0'], world: 'vtd-private' },
  },
  pasidTables: {
    'of-unit': { given: ofSvm, trace: ['open p0 d0 -> f0'], world: 'vtd' },
  },
  entryInUse: {
    overwritten: {
      given: { svmPasid: 'of-context', forkPasid: 'copied' },
      trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'open p1 d0 -> f1'],
    },
  },
  entryTornDown: {
    zeroed: { trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'close p1 f0'] },
  },
  prqServe: {
    'in-thread': {
      trace: ['open p0 d0 -> f0', 'request f0 r0 last', 'prq'],
    },
  },
  prqAnswers: {
    each: {
      given: { prqServe: 'in-thread' },
      trace: ['open p0 d0 -> f0', 'request f0 r0 more', 'prq'],
    },
  },
  prqDrain: {
    nowhere: {
      trace: ['open p0 d0 -> f0', 'request f0 r0 last', 'abort f0', 'close p0 f0'],
    },
    'before-clear': {
      trace: ['open p0 d0 -> f0', 'send f0 r0 last', 'abort f0', 'close p0 f0'],
    },
    'also-in-release': { trace: ['open p0 d0 -> f0', 'exit p0'] },
  },
  prqOverflow: {
    'left-set': {
      trace: ['open p0 d0 -> f0', 'request f0 r0 last', 'request f0 r1 last', 'prq'],
    },
    'cleared-anyway': {
      trace: [
        'open p0 d0 -> f0',
        'request f0 r0 more',
        'prq [stops at prq_event_thread: ring read, requests not yet handled]',
        'request f0 r0 more',
        'request f0 r1 more',
        'continue-prq',
      ],
      world: 'vtd',
    },
  },
  drainMutex: {
    held: {
      given: { pageResponse: 'looks-for-bond' },
      trace: ['open p0 d0 -> f0', 'request f0 r0 last', 'prq', 'abort f0', 'close p0 f0'],
    },
    'not-retaken': { trace: ['open p0 d0 -> f0', 'close p0 f0'] },
  },
  pageResponse: {
    'looks-for-bond': {
      trace: ['open p0 d0 -> f0', 'request f0 r0 last', 'prq', 'abort f0', 'close p0 f0'],
    },
  },
  parkedFaults: {
    kept: {
      trace: ['open p0 d0 -> f0', 'request f0 r0 more', 'prq', 'exit p0'],
    },
  },
  entryAtRelease: {
    cleared: {
      trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'dma f0'],
    },
  },
  drainOverflow: {
    ignored: {
      trace: [
        'fork p0 -> p1',
        'open p0 d0 -> f0',
        'open p1 d0 -> f1',
        'request f1 r0 last',
        'request f0 r1 last',
        'abort f0',
        'close p0 f0',
      ],
    },
  },
  prqList: {
    copied: {
      trace: [
        'open p0 d0 -> f0',
        'request f0 r0 last',
        'prq [stops at intel_svm_process_prq: requests copied and the ring emptied, none handled yet]',
      ],
    },
  },
  copyFails: {
    lost: {
      given: { prqServe: 'in-thread', prqList: 'copied' },
      trace: ['open p0 d0 -> f0', 'request f0 r0 last', 'prq [allocation 1 fails]'],
    },
  },
  drainScans: {
    list: {
      given: { prqServe: 'in-thread', prqList: 'copied' },
      trace: ['open p0 d0 -> f0', 'request f0 r0 last', 'abort f0', 'close p0 f0'],
    },
  },
  drainWaits: {
    request: {
      given: { prqServe: 'in-thread', prqList: 'copied' },
      trace: [
        'open p0 d0 -> f0',
        'request f0 r0 last',
        'prq [stops at intel_svm_process_prq: requests copied and the ring emptied, none handled yet]',
        'abort f0',
        'close p0 f0',
        'continue-prq',
        'continue p0',
      ],
    },
  },
  afterParking: {
    'goes-on': {
      trace: ['open p0 d0 -> f0', 'request f0 r0 more', 'prq'],
    },
  },
  entryTearDown: {
    'flushed-first': {
      trace: [
        'open p0 d0 -> f0',
        'exit p0 [stops at intel_pasid_tear_down_entry: caches flushed, entry not yet cleared]',
        'dma f0',
        'continue p0',
      ],
    },
  },
  prqUnknown: {
    failed: { given: inThread, trace: [...old, 'prq', 'deliver d0'] },
    walked: { given: inThread, trace: [...old, 'prq'] },
  },
  overflowPartial: {
    kept: {
      trace: ['open p0 d0 -> f0', 'request f0 r0 more', 'request f0 r1 more', 'prq'],
    },
  },
  groupTakes: {
    'any-pasid': {
      trace: [
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'open p1 d0 -> f1',
        'request f0 r0 more',
        'exit p0',
        'request f0 r0 last',
        'deliver d0',
        'prq',
        'request f1 r0 last',
        'prq',
      ],
    },
  },
  prqForeign: {
    served: {
      given: inThread,
      trace: ['open p0 d1 -> f1', ...old, 'prq'],
      world: 'vtd',
    },
    'served-silently': {
      given: { ...inThread, prqForeign: 'served' },
      trace: ['open p0 d1 -> f1', ...old, 'prq'],
      world: 'vtd',
    },
  },
};

const values = (Object.keys(intelSwitches) as IntelSwitch[]).flatMap((name) =>
  intelSwitches[name].values.slice(1).map((value) => ({ name, value })),
);

describe('every switch of VT-d', () => {
  it.each(values.map((one) => ({ ...one, ...differences[one.name][one.value]! })))(
    '$name=$value makes the kernel do something else',
    ({ name, value, given = {}, trace, world = WORLD }) => {
      const atReference = outcome(given, trace, world);
      expect(outcome({ ...given, [name]: value }, trace, world)).not.toEqual(atReference);
    },
  );

  it.each(values)(
    '$name=$value changes nothing for who opens, requests a page and closes alone',
    ({ name, value }) => {
      const trace = ['open p0 d0 -> f0', 'request f0 r0 last', 'prq', 'iopf', 'close p0 f0'];
      const ordinary = outcome({}, trace, WORLD).answers;
      expect(outcome({ [name]: value }, trace, WORLD).answers).toEqual(ordinary);
    },
  );
});
