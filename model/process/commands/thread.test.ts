import { describe, expect, it } from 'vitest';
import { Model, rulesOf } from '../../../testing/model.ts';
import { threads } from '../../../testing/threads.ts';
import { failed, success } from '../../answer.ts';
import { parseCommand } from '../../linux.ts';
import { findWorld } from '../../worlds.ts';

const after = (...lines: readonly string[]) => new Model(threads).and(...lines);
/** The names of the threads of a process, and of its leader. */
const groupOf = ({ state }: Model, name: number) => {
  const p = state.process(name)!;
  return [
    state
      .threadsOf(p)
      .map((q) => q.name)
      .toSorted((a, b) => a - b),
    state.groupOf(p),
  ];
};

describe('thread', () => {
  it('makes sense only in worlds that have threads, while there is room', () => {
    expect(after().isPossible('thread p0 -> p1')).toBe(true);
    expect(after().isPossible('thread p1 -> p2')).toBe(false);
    expect(after('thread p0 -> p1', 'fork p0 -> p2').isPossible('thread p0 -> p3')).toBe(false);
    for (const world of [findWorld('sva'), findWorld('vfio'), { ...threads, threads: undefined }])
      expect(new Model(world).isPossible('thread p0 -> p1')).toBe(false);
  });

  it('has to succeed, and makes nothing when it fails', () => {
    expect(after().admits('thread p0 -> p1')).toEqual(['success']);
    const refused = after().answered('thread p0 -> p1', failed('ENOMEM'));
    expect(refused.state.process(1)).toBeUndefined();
  });

  it('makes no mm and no thread group: the leader is that of its maker', () => {
    const model = after('thread p0 -> p1', 'thread p1 -> p2');
    expect(model.state.process(2)!.mm).toBe(model.state.process(0)!.mm);
    expect(model.state.made).toBe(1);
    expect(groupOf(model, 1)).toEqual([[0, 1, 2], 0]);
  });

  it('gives it the same descriptors: what either opens or closes is so for both', () => {
    const model = after('open p0 d0 -> f0', 'thread p0 -> p1', 'open p1 d0 -> f1');
    expect([model.openIn(0), model.openIn(1)]).toEqual([
      [0, 1],
      [0, 1],
    ]);
    model.and('fork p0 -> p2');
    expect(model.admits('close p0 f1')).toEqual(['success']);
    expect(model.and('close p0 f1').admits('close p1 f1')).toEqual(['EBADF']);
    expect(model.and('close p1 f0', 'exit p2').files).toEqual([]);
    expect([model.openIn(0), model.openIn(1)]).toEqual([[], []]);
  });
});

describe('a thread group', () => {
  const busy = ['open p0 d0 -> f0', 'thread p0 -> p1'];

  it('lives on when a thread exits, with its mm and its files', () => {
    const model = after(...busy, 'exit p1');
    expect(model.openIn(0)).toEqual([0]);
    expect(model.state.runs(1)).toBe(true);
    expect(groupOf(model, 0)).toEqual([[0], 0]);
    expect(model.state.isLastOfGroup(model.state.process(0)!)).toBe(true);
  });

  it('lives on when its leader exits, and is still called after it', () => {
    const model = after(...busy, 'thread p1 -> p2', 'exit p0');
    expect(model.openIn(1)).toEqual([0]);
    expect(groupOf(model, 1)).toEqual([[1, 2], 0]);
    expect(model.state.isLastOfGroup(model.state.process(1)!)).toBe(false);
    expect(groupOf(model.and('thread p1 -> p3'), 3)).toEqual([[1, 2, 3], 0]);
  });

  it.each([
    ['exit p0', 'exit p1'],
    ['exit p1', 'exit p0'],
  ])('ends with its last thread: %s, %s', (first, second) => {
    const model = after(...busy, first, second);
    expect(model.files).toEqual([]);
    expect(!model.state.isOver()).toBe(false);
    expect(model.state.runs(1)).toBe(false);
  });

  it('is not that of a process which a thread forks or clones', () => {
    const model = after(...busy, 'fork p1 -> p2', 'close p0 f0');
    expect(groupOf(model, 2)).toEqual([[2], 2]);
    expect([model.openIn(1), model.openIn(2)]).toEqual([[], [0]]);
    expect(groupOf(after('clone p0 -> p1'), 1)).toEqual([[1], 1]);
  });

  it.each([0, 1])('is p%s alone after its exec, which leads it then', (p) => {
    const model = after(...busy, `exec p${p}`);
    expect(model.state.process(1 - p)).toBeUndefined();
    expect(groupOf(model, p)).toEqual([[p], p]);
    expect(model.files).toEqual([]); // O_CLOEXEC
    expect(model.state.runs(1)).toBe(false);
  });

  it('keeps what stays open across exec', () => {
    const keeps = new Model({ ...threads, closeOnExec: false }).and(...busy, 'exec p1');
    expect(keeps.openIn(1)).toEqual([0]);
  });

  it('ends halfway through exec: the others are gone, the files are open', () => {
    const model = after(...busy, 'fork p1 -> p2');
    const rules = rulesOf('exec');
    rules.overlap!.halfway!(model.state, parseCommand('exec p0'), success);
    expect(model.state.process(1)).toBeUndefined();
    expect(model.openIn(0)).toEqual([0]);
    expect(model.state.process(2)).toBeDefined();
  });
});

const tablesOf = (world: string) =>
  new Model(findWorld(world)).state.layout.records.map(({ name }) => name);

describe('where no process has threads', () => {
  it('each is the leader and the last of its group', () => {
    const { state } = new Model().and('clone p0 -> p1');
    const p = state.process(1)!;
    expect(state.threadsOf(p)).toEqual([p]);
    expect([state.groupOf(p), state.isLastOfGroup(p)]).toEqual([1, true]);
  });

  it('nothing is laid out for them', () => {
    expect(tablesOf('vfio-threads')).toContain('thread');
    expect(tablesOf('vfio')).not.toContain('thread');
  });
});
