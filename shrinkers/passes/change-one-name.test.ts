import { describe, expect, it } from 'vitest';
import { type ShrinkingCase, proposals, shrunkBy, shrunkWithout } from '../../testing/shrinking.ts';
import { changeOneName } from './change-one-name.ts';

describe('change one name', () => {
  it('is the only one to let one command use another device than the rest', () => {
    const anotherDeviceGoes: ShrinkingCase = {
      trace: ['open p0 d0 -> f0', 'open p0 d1 -> f1', 'hotplug d1 remove'],
      law: (c, s) => {
        const open = s.sva.files.filter((f) => f.live !== 0);
        return (
          c.kind === 'hotplug' && open.length === 2 && open.some((f) => f.device !== c['device'])
        );
      },
    };
    expect(shrunkBy([changeOneName], anotherDeviceGoes)).toEqual([
      'open p0 d0 -> f0',
      'open p0 d0 -> f1',
      'hotplug d1 remove',
    ]);
    expect(shrunkWithout(changeOneName, anotherDeviceGoes)).toEqual([
      'open p0 d0 -> f0',
      'open p0 d1 -> f1',
      'hotplug d0 remove',
    ]);
  });

  it('replaces one mention at a time by each lower name; a name that is made stays', () => {
    expect(proposals(changeOneName, 'open p0 d1 -> f1', 'close p2 f1')).toEqual([
      'open p0 d0 -> f1; close p2 f1',
      'open p0 d1 -> f1; close p0 f1',
      'open p0 d1 -> f1; close p1 f1',
      'open p0 d1 -> f1; close p2 f0',
    ]);
  });
});
