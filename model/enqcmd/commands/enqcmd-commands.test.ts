import { describe, expect, it } from 'vitest';
import { failed, ok, success } from '../../answer.ts';
import { findWorld } from '../../worlds.ts';
import { Model } from '../../../testing/model.ts';

const after = (...lines: readonly string[]) => new Model(findWorld('enqcmd')).and(...lines);
const dedicated = (...lines: readonly string[]) =>
  new Model(findWorld('enqcmd-dedicated')).and(...lines);

const opened = ['open p0 d0 -> f0', 'map-portal p0 f0 page'];
/** The portal of f0 is also mapped in the mm of p1, its child: an older kernel lets it. */
const mappedByChild = (model: Model): Model => model.answered('map-portal p1 f0 page', success);

describe('enqcmd to a shared queue', () => {
  it('reaches the mm of its process, and no other', () => {
    expect(after(...opened).admits('enqcmd p0 f0')).toEqual(['reaches mm0']);
    const broken = after(...opened, 'fork p0 -> p1').judge('enqcmd p0 f0', ok(2));
    expect(broken).toMatchObject({
      law: 'isolation',
      place: { clause: 'submitted for a foreign mm' },
    });
  });

  it('is a SIGSEGV without a mapping, which fork does not copy', () => {
    const child = after(...opened, 'fork p0 -> p1');
    expect(child.admits('enqcmd p1 f0')).toEqual(['SIGSEGV']);
  });

  it('may be refused where the mm is not bound, or reach nothing', () => {
    const child = mappedByChild(after('open p0 d0 -> f0', 'fork p0 -> p1'));
    expect(child.expects('enqcmd p1 f0')).toBe('SIGSEGV');
    expect(child.judge('enqcmd p1 f0', failed('SIGSEGV'))).toBe(undefined);
    expect(child.judge('enqcmd p1 f0', ok(0))).toBe(undefined);
    expect(child.judge('enqcmd p1 f0', ok(1))).toBeDefined();
  });

  it('reaches the own mm through the portal of another, if that mm is bound to the device', () => {
    const child = mappedByChild(after('open p0 d0 -> f0', 'fork p0 -> p1')).and('open p1 d0 -> f1');
    expect(child.admits('enqcmd p1 f0')).toEqual(['reaches mm1']);
    const elsewhere = mappedByChild(after('open p0 d0 -> f0', 'fork p0 -> p1'));
    elsewhere.and('open p1 d1 -> f1');
    expect(elsewhere.judge('enqcmd p1 f0', ok(-1))).toBe(undefined);
    expect(elsewhere.judge('enqcmd p1 f0', failed('SIGSEGV'))).toBeDefined();
  });
});

describe('enqcmd to a dedicated queue', () => {
  it('reaches the mm that opened the file, and is that of another mm never', () => {
    expect(dedicated(...opened).admits('enqcmd p0 f0')).toEqual(['reaches mm0']);
    const child = mappedByChild(dedicated('open p0 d0 -> f0', 'fork p0 -> p1'));
    expect(child.judge('enqcmd p1 f0', ok(1))).toMatchObject({ law: 'isolation' });
    expect(child.judge('enqcmd p1 f0', ok(0))).toBe(undefined);
    expect(child.judge('enqcmd p1 f0', failed('SIGSEGV'))).toBeDefined();
  });

  it('can be opened once at a time', () => {
    const model = dedicated('open p0 d0 -> f0');
    expect(model.admits('open p0 d0 -> f1')).toEqual(['EBUSY']);
    expect(model.and('close p0 f0').expects('open p0 d0 -> f1')).toBe('PASID 1');
  });
});

describe('map-portal', () => {
  it('takes one page, as often as the mm has room', () => {
    const model = after('open p0 d0 -> f0');
    expect(model.admits('map-portal p0 f0 more')).toEqual(['EINVAL']);
    model.and('map-portal p0 f0 page', 'map-portal p0 f0 page');
    expect(model.admits('map-portal p0 f0 page')).toEqual(['ENOMEM']);
  });

  it('may be refused to another mm', () => {
    const child = after('open p0 d0 -> f0', 'fork p0 -> p1');
    expect(child.admits('map-portal p1 f0 page')).toEqual(['success', 'EPERM']);
    expect(child.admits('map-portal p1 f0 more')).toEqual(['EINVAL', 'EPERM']);
    expect(child.and('close p1 f0').admits('map-portal p1 f0 page')).toEqual(['EBADF']);
  });

  it('keeps the file open until its last mapping is gone', () => {
    const model = after(...opened, 'map-portal p0 f0 page', 'close p0 f0', 'unmap-portal p0 f0');
    expect(model.files).toEqual([0]);
    expect(model.and('unmap-portal p0 f0').files).toEqual([]);
    expect(after(...opened, 'close p0 f0', 'exit p0').files).toEqual([]);
  });

  it('is not needed to unmap: a hole can be unmapped', () => {
    const model = after('open p0 d0 -> f0');
    expect(model.admits('unmap-portal p0 f0')).toEqual(['success']);
    expect(model.and('unmap-portal p0 f0').files).toEqual([0]);
  });
});

describe('write and poll-queue', () => {
  it('serve the mm of the file', () => {
    const model = after('open p0 d0 -> f0', 'thread p0 -> p1');
    expect(model.admits('write p1 f0')).toEqual(['reaches mm0']);
    expect(model.judge('poll-queue p1 f0', ok(0))).toBe(undefined);
    expect([1, 2].map((value) => model.judge('poll-queue p1 f0', ok(value))?.law)).toEqual([
      'answers-conform',
      'answers-conform',
    ]);
  });

  it.each(['fork p0 -> p1', 'exec p0'])(
    'may refuse another mm, and never work for the opener: %s',
    (line) => {
      const model = after('open p0 d0 -> f0', line);
      const by = line.startsWith('fork') ? 'p1' : 'p0';
      expect(model.judge(`write ${by} f0`, failed('EPERM'))).toBe(undefined);
      expect(model.judge(`write ${by} f0`, ok(0))).toBe(undefined);
      expect(model.judge(`write ${by} f0`, ok(1))).toMatchObject({ law: 'isolation' });
      expect(model.judge(`poll-queue ${by} f0`, ok(1))).toBe(undefined);
      expect(model.judge(`poll-queue ${by} f0`, ok(2))).toBeDefined();
    },
  );
});
