import { describe, expect, it } from 'vitest';
import { findWorld } from './worlds.ts';
import { ok } from './answer.ts';
import { State } from './state.ts';
import { after, Model, sva } from '../testing/model.ts';

describe('a fresh state', () => {
  const s = new State(sva);

  it('has one process p0 with the first mm, and every device', () => {
    expect(s.processes.filter((p) => p.live !== 0).map((p) => [p.name, p.mm])).toEqual([[0, 1]]);
    expect(s.sva.devices.map((d) => d.present)).toEqual([1, 1]);
    expect(s.made).toBe(1);
  });

  it('has as many rows as the world has room, one handle per file and three for bind', () => {
    expect(s.processes.length).toBe(3);
    expect(s.sva.files.length).toBe(4);
    expect(s.sva.handles.length).toBe(7);
    expect(s.sva.mappings.length).toBe(8);
  });

  it('lets drivers take every PASID of a small world, so that they can exhaust it', () => {
    expect(s.ioasid.grants.length).toBe(3);
    expect(new State(findWorld('sva-one-pasid')).ioasid.grants.length).toBe(1);
  });

  it('is what reset returns to, from anywhere', () => {
    const { state } = after('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'hotplug d1 remove');
    state.reset();
    expect(state.layout.snapshot()).toEqual(new State(sva).layout.snapshot());
  });
});

describe('looking up a name', () => {
  it('finds what is there now', () => {
    const { state } = after('open p0 d1 -> f5', 'bind p0 f5 -> h2', 'alloc -> n3', 'fork p0 -> p7');
    expect(state.process(7)).toMatchObject({ name: 7, mm: 2 });
    expect(state.sva.file(5)).toMatchObject({ name: 5, device: 1 });
    expect(state.sva.handle(2)).toMatchObject({ name: 2, mm: 1 });
    expect(state.ioasid.grant(3)).toMatchObject({ name: 3, pasid: 2 });
  });

  it('finds nothing of that name before it is made and after it is gone', () => {
    const model = after('open p0 d0 -> f0', 'bind p0 f0 -> h0', 'alloc -> n0', 'fork p0 -> p1');
    expect(model.state.sva.file(1)).toBeUndefined();
    const { state } = model.and('close p1 f0', 'close p0 f0', 'free n0', 'exit p1');
    expect(state.sva.file(0)).toBeUndefined();
    expect(state.sva.handle(0)).toBeUndefined();
    expect(state.ioasid.grant(0)).toBeUndefined();
    expect(state.process(1)).toBeUndefined();
  });

  it('does not find a name of the past in a row that was used again', () => {
    const { state } = after('open p0 d0 -> f0', 'close p0 f0', 'open p0 d0 -> f1');
    expect(state.sva.file(0)).toBeUndefined();
    expect(state.sva.file(1)!.index).toBe(0);
  });
});

describe('who holds a PASID', () => {
  it('is every bond under it, but for the asking mm’s own', () => {
    const { state } = after('open p0 d0 -> f0');
    expect(state.ioasid.holder(1, 0)).toBe('the bond of f0 with mm0, kept open by p0');
    expect(state.ioasid.holder(1, 1)).toBeUndefined();
    expect(state.ioasid.holder(2, 0)).toBeUndefined();
  });

  it('is a driver that took it, whoever asks', () => {
    const { state } = after('alloc -> n0');
    expect(state.ioasid.holder(1, 1)).toBe('the driver that allocated n0');
  });

  it('is nobody once the last bond has ended', () => {
    const model = after('open p0 d0 -> f0', 'open p0 d1 -> f1', 'close p0 f0');
    expect(model.state.ioasid.isHeld(1)).toBe(true);
    expect(model.and('close p0 f1').state.ioasid.isHeld(1)).toBe(false);
  });
});

describe('a PASID may be taken', () => {
  it('while it is held', () => {
    expect(after('open p0 d0 -> f0').state.ioasid.mayBeTaken(1)).toBe(true);
    expect(after('open p0 d0 -> f0').state.ioasid.mayBeTaken(2)).toBe(false);
  });

  it('while the mm that was told it lives, bound or not', () => {
    const closed = after('open p0 d0 -> f0', 'close p0 f0').settled();
    expect(closed.state.ioasid.mayBeTaken(1)).toBe(true);
  });

  it('after that, until all deferred work has run', () => {
    const gone = after('fork p0 -> p1', 'open p0 d0 -> f0', 'exit p0');
    expect(gone.state.ioasid.mayBeTaken(1)).toBe(true);
    expect(gone.settled().state.ioasid.mayBeTaken(1)).toBe(false);
  });

  it('no longer by the past once somebody else was told it', () => {
    const again = after('fork p0 -> p1', 'open p0 d0 -> f0', 'exit p0');
    again.answered('open p1 d0 -> f1', ok(1)).and('close p1 f1', 'exit p1').settled();
    expect(again.state.ioasid.mayBeTaken(1)).toBe(false);
  });
});

describe('the lowest free PASID', () => {
  it('skips whatever may be taken', () => {
    const { state } = after('open p0 d0 -> f0', 'alloc -> n0');
    expect(state.ioasid.lowestFree()).toBe(3);
    expect(state.ioasid.mayBeExhausted()).toBe(false);
  });

  it('is 0 when every PASID may be taken', () => {
    const { state } = after('open p0 d0 -> f0', 'alloc -> n0', 'alloc -> n1');
    expect(state.ioasid.lowestFree()).toBe(0);
    expect(state.ioasid.mayBeExhausted()).toBe(true);
  });
});

describe('an mm', () => {
  it('is numbered from 1 in the order of creation and never again', () => {
    const { state } = after('fork p0 -> p1', 'exit p1', 'fork p0 -> p2', 'exec p0');
    expect(state.process(2)!.mm).toBe(3);
    expect(state.process(0)!.mm).toBe(4);
    expect(state.made).toBe(4);
  });

  it('remembers what PASID it was told, and exec forgets it', () => {
    const model = after('open p0 d0 -> f0', 'close p0 f0');
    expect(model.state.ioasid.toldTo(model.state.process(0)!)).toBe(1);
    expect(model.state.ioasid.toldTo(model.and('exec p0').state.process(0)!)).toBe(0);
  });
});

describe('a row', () => {
  it('is never taken where there is none: that throws', () => {
    const model = new Model(findWorld('sva-small')).and('fork p0 -> p1');
    expect(() => model.state.newProcess(2, 3, model.state.process(0)!)).toThrow('not possible');
  });
});
