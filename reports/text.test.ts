import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  crowd,
  cycle,
  daemon,
  deadlock,
  dropsInMmput,
  hostile,
  itRenders,
  leftover,
  pinned,
  quietEntry,
  race,
  reportOn,
  reportWith,
  reuse,
  unwound,
  wait,
} from './renderer.contract.ts';
import { findWorld } from '../model/worlds.ts';
import type { Report } from './report.ts';
import { particulars } from './story.ts';
import { renderText } from './text.ts';
import { boundsText } from '../model/world-bounds.ts';

const plainly = (report: Report): string => renderText(report, { colour: false });

/** The blocks of a report, which blank lines part. */
const blocks = (report: Report): string[] => plainly(report).split('\n\n');

/** Where model and kernel first differ, in one line. */
const first = (report: Report): string => blocks(report)[2]!.replaceAll('\n', ' ');

/** What is said of a world of these bounds that has no name among ours. */
const ownWorld = (world: string): string => {
  const mine = { ...findWorld(world), name: 'mine', says: '' };
  const report = { ...pinned(), world: mine, worldSays: boundsText(mine) };
  return particulars(report).find(([label]) => label === 'world')![1];
};

describe('the text report', () => {
  itRenders(plainly);

  it('opens with the law, the kernel, the world and the seed in one line', () => {
    expect(blocks(daemon())[0]).toBe(
      'Law broken: One PASID has one owner                           linux-5.18-rc1   world sva   seed 4711',
    );
  });

  it('says then where model and kernel first differ, and what is broken there', () => {
    expect(first(daemon())).toBe(
      'Model and kernel first differ at step 3 (exit p0): PASID 1 is free, not mm0. This breaks pasid-stability: mm0 is bound to d0 under PASID 1, but mm->pasid is now none.',
    );
    // closer than the answer that is the finding’s own
    expect(first(deadlock())).toMatch(
      /^Model and kernel first differ at step 5 \(open p1 d0 -> f1\)\. This breaks no-splat: deadlock in /,
    );
    expect(first(cycle())).toBe(
      'Model and kernel first differ at step 3 (exit p0): d0 entry 1 is mm0, not absent.',
    );
    expect(first(race())).toBe(
      'Model and kernel first differ at step 2 (hotplug d0 remove), where the law is broken.',
    );
    expect(first(quietEntry())).toBe(
      'Model and kernel first differ at step 2 (exit p0): d0 entry 1 is mm0, quiet, not absent. The first law to break is no-reuse-while-referenced, at rest: d0’s entry 1 names mm0, but PASID 1 is free in the allocator.',
    );
    expect(first(unwound())).toMatch(
      /^Model and kernel first differ at step 6 .*: pin count is 1, not 0; mm0 locked is 1 of 1, not 0 of 1\. This breaks failure-atomicity: /,
    );
  });

  it('tells that which leads there alone, and not once more under what else is broken', () => {
    const text = plainly(daemon());
    expect(text).not.toContain('step 3   pasid-stability');
    expect(text).toContain('step 3   no-reuse-while-referenced: ');
    expect(plainly(unwound())).toContain(
      '\n  step 6   failure-atomicity: attach was refused, and mm0 is charged for 1 page',
    );
  });

  it('counts what differs at first, if it is much', () => {
    const report = unwound();
    const many = Array.from({ length: 5 }, (_, i) => i);
    const gauges = many.map((i) => ({ ...report.gauges[0]!, title: `t${i}` }));
    const history = report.history.map((moment, at) => ({
      ...moment,
      shows: many.map(() => 'a'),
      expected: many.map(() => (at < report.differsAt ? null : 'b')),
    }));
    expect(first({ ...report, gauges, history })).toContain(
      't0 is a, not b; t1 is a, not b; t2 is a, not b; and 2 more. ',
    );
  });

  it('shows what is locked, mapped and pinned, and in its own column what a driver does', () => {
    expect(blocks(pinned())[3]).toBe(
      [
        '      p0 (mm0)                  g0 (mdev)          c0 i0         g0 i0    mm0 locked',
        '  1   container type1v2 -> c0',
        '  2   attach c0 g0',
        '  3   map c0 i0 a0 1 rw',
        '  4                             pin i0 1: 1 page   mm0: driver   pinned   1',
        '  5   setrlimit 1                                  |             |        1 of 1',
        '* 6   attach c0 g1: ENOMEM                         mm0: driver   pinned   1 of 1',
      ].join('\n'),
    );
    expect(blocks(pinned())[4]!.split('\n').slice(0, 4)).toEqual([
      '  c0 i0        the mm of the page at i0 of c0, for the IOMMU or a driver; old: another page is at',
      '               its address now; reserved pages: not shown',
      '  g0 i0        what the driver of g0 has pinned at i0, by its own record',
      '  mm0 locked   mm->locked_vm of mm0, of RLIMIT_MEMLOCK, in pages; in brackets: queued, not yet',
    ]);
  });

  it('says of a world of one’s own what there is in it, VFIO too', () => {
    expect(ownWorld('sva')).toBe('mine: 3 processes, 2 devices, 4 files, 3 PASIDs');
    expect(ownWorld('vfio-alone')).toContain(
      'mine: 1 process, 4 addresses, limits 1, unlimited, 1 container, groups mdev, passthrough, ',
    );
    expect(ownWorld('vfio-alone')).not.toContain('PASIDs');
    expect(ownWorld('both')).toContain(
      '2 processes, 1 device, 2 files, 2 PASIDs, 4 addresses, limits 0, 1, 2, unlimited, 1 container',
    );
  });

  it('shows the daemon as a table: who did what, and what the tables of the kernel said then', () => {
    expect(blocks(daemon())[3]).toBe(
      [
        '      p0 (mm0)                 p1 (mm1)                 d0 entry 1   PASID 1',
        '  1   open d0 -> f0: PASID 1                            mm0          mm0',
        '  2   fork -> p1                                        |            |',
        '! 3   exit                                              mm0, quiet   free != mm0',
        '* 4                            open d0 -> f1: PASID 1   mm0, quiet   mm1',
      ].join('\n'),
    );
  });

  it('says under the table what its columns and signs mean', () => {
    expect(blocks(daemon())[4]).toBe(
      [
        '  d0 entry 1   the IOMMU’s table of d0 at PASID 1: the mm that DMA reaches; quiet: DMA is aborted',
        '  PASID 1      its owner in the allocator',
        '  | as above   a != b: kernel a, model b   * the law is broken   ! another law is broken',
      ].join('\n'),
    );
  });

  it('shows as a patch what the breaking step changes in the model', () => {
    expect(blocks(daemon())).toContain(
      [
        'The model, before (-) and after (+) step 4:',
        '  - p1: mm1, open f0',
        '  + p1: mm1, open f0 f1',
        '    f0: d0, held by p1, bond to mm0 as PASID 1',
        '  + f1: d0, held by p1, bond to mm1 as PASID 1',
      ].join('\n'),
    );
  });

  it('ends the table with a line at rest when the law is broken there', () => {
    expect(blocks(leftover())[3]).toBe(
      [
        '            p0 (mm0)                 d0 entry 1             PASID 1',
        '  1         open d0 -> f0: PASID 1   mm0                    mm0',
        '! 2         exit                     mm0, quiet != absent   free',
        '* at rest                            mm0, quiet != absent',
      ].join('\n'),
    );
  });

  it('says what else is broken, and where', () => {
    expect(plainly(leftover())).toContain(
      '\n  step 2   no-splat: out of bounds in arm_smmu_write_ctx_desc: substream -1 of the CD table.',
    );
  });

  it('shows all commands in one column when a column for each process is too wide', () => {
    const report = reportOn(
      'linux-5.18-rc1',
      'pasid-uniqueness',
      'open p0 d0 -> f0',
      'fork p0 -> p1',
      'fork p0 -> p2',
      'exit p0',
      'open p1 d0 -> f1',
      'open p2 d0 -> f2',
    );
    expect(blocks(report)[3]!.split('\n').slice(4)).toEqual([
      '! 4   exit p0                     mm0, quiet                free != mm0',
      '* 5   open p1 d0 -> f1: PASID 1   mm0, quiet                mm1',
      '  6   open p2 d0 -> f2: PASID 2   |            mm2          |             mm2',
    ]);
    expect(blocks(report)[4]).toContain(
      '  processes (and their address spaces): p0 (mm0), p1 (mm1), p2 (mm2)\n',
    );
  });

  it('shows a column for each device when one for each of its entries is too wide', () => {
    const report = reportWith(
      dropsInMmput,
      'no-reuse-while-referenced',
      'fork p0 -> p1',
      'fork p0 -> p2',
      'open p0 d0 -> f0',
      'open p1 d1 -> f1',
      'open p2 d0 -> f2',
      'open p2 d1 -> f3',
      'exit p0',
    );
    expect(blocks(report)[3]!.split('\n').slice(-2)).toEqual([
      '  6   open p2 d1 -> f3: PASID 3                                   entry 3: mm2',
      '* 7   exit p0                     entry 1: mm0, quiet != absent                  PASID 1: free',
    ]);
  });

  it('falls back to a list when no table fits', () => {
    expect(blocks(crowd())[3]!.split('\n').slice(2, 6)).toEqual([
      '   3   open p0 d0 -> f0: PASID 1',
      '           d0 entry 1: mm0; PASID 1: mm0',
      '   4   open p1 d1 -> f1: PASID 2',
      '           d1 entry 2: mm1; PASID 2: mm1',
    ]);
  });

  it('shows who is in the midst of a command that was left, and under the table where', () => {
    expect(blocks(race())[3]).toBe(
      [
        '      p0 (mm0)                  d0               d0 entry 1   PASID 1',
        '  1   open d0 -> f0 ... (1)                      mm0          mm0',
        '* 2   :                         hotplug remove   absent       mm0',
        '  3   continues open: PASID 1                                 |',
      ].join('\n'),
    );
    const under = blocks(race())[4]!.split('\n');
    expect(under[0]).toBe('  (1)          stops at uacce_fops_open: bound, not yet listed');
    expect(under.at(-1)).toBe(
      '  | as above   ... suspended   : still suspended   * the law is broken',
    );
  });

  it('shows so beside all commands in one column too', () => {
    expect(blocks(deadlock())[3]!.split('\n')).toEqual([
      '      command                            p2   d0 entry 1   PASID 1   PASID 2',
      '  1   open p0 d0 -> f0: PASID 1               mm0          mm0',
      '  2   fork p0 -> p1                           |            |',
      '  3   clone p1 -> p2                          |            |',
      '  4   mmap p2 f0 mmio ... (1)            :    |            |',
      '* 5   open p1 d0 -> f1: never returned   :    mm0          mm0       mm1',
    ]);
  });

  it('marks steps that the trace does not have: what is left in the end goes on', () => {
    expect(blocks(wait())[3]!.split('\n').slice(4)).toEqual([
      '  4    hotplug d0 remove ... (2)       :    :    |            |               |         |',
      '! 5    exit p1                         :    :    mm0          mm1, quiet      free      mm0',
      '  6+   continue p0 (open): PASID 2          :    |            |                         |',
      '* 7+   continue-hotplug d0 (hotplug)             absent       mm1, quiet !=             mm0',
    ]);
    expect(blocks(wait())[4]).toContain(
      '\n  (2)          uacce_remove waits for uacce->mutex 0, which p0 holds\n',
    );
    // What the model holds instead would make it too wide.
    expect(blocks(wait())[4]).toContain('!= the model differs');
    expect(blocks(wait())[4]).toContain('+ not in the trace: resumed at the end');
    expect(plainly(wait())).toContain(
      '\nlength     5 commands in 7 steps, 2 of which resume a command;',
    );
    expect(plainly(wait())).toContain('\nAt step 7 (hotplug d0 remove, continued): ');
  });

  it('says what happens without a stop', () => {
    expect(blocks(deadlock())[6]).toBe(
      [
        'Every step is needed:',
        '  without 1               the law holds: step 4 cannot be issued: there is no f0',
        '  without 2               the law holds: steps 3, 4 and 5 cannot be issued: there is no p1',
        '  without 3               the law holds: step 4 cannot be issued: there is no p2',
        '  without 4               the law holds: step 5 returns PASID 2 instead of never returning',
        '  without the stop of 4   the law holds: step 5 returns PASID 2 instead of never returning; broken',
        '                          instead: no-splat at step 4',
        '  without 5               the law holds; broken instead: no-splat when p2 is resumed',
      ].join('\n'),
    );
  });

  it('tells a stop that is not needed from a step that is not', () => {
    const report = deadlock();
    const needed = report.needed.map((n) => (n.stop === true ? { ...n, isNeeded: false } : n));
    const text = plainly({ ...report, needed });
    expect(text).toContain('Every step is needed, but not every stop:\n');
    expect(text).toContain('\n  without the stop of 4   the law is still broken at this place\n');
  });

  it('tells one that the kernel is known for from one that it is not', () => {
    expect(plainly({ ...daemon(), isAccepted: true })).toMatch(
      /^Law broken \(known mistake of this kernel\): One PASID/,
    );
  });

  const files = [{ file: 'drivers/a.c (v5.17)', functions: ['a_open', 'a_release'] }];

  it('says in its first line if no source shows the cause, and below why', () => {
    const sources = { inferred: 'nobody has reported it', files, unread: [] };
    const text = plainly({ ...daemon(), sources });
    expect(text).toMatch(/^Law broken \(inferred\): One PASID/);
    expect(text).toContain('\ninferred   nobody has reported it\n');
    expect(plainly({ ...daemon(), sources, isAccepted: true })).toMatch(
      /^Law broken \(known mistake of this kernel, inferred\): One PASID/,
    );
  });

  it('names the functions that the trace passes through, by file, and those that were not read', () => {
    const unread = [{ file: 'drivers/b.c (v5.15)', functions: ['b_open'] }];
    const sources = { inferred: undefined, files, unread };
    const text = plainly({ ...daemon(), sources });
    expect(text).toMatch(/^Law broken: One PASID/);
    expect(text).toContain(
      [
        '\npasses     drivers/a.c (v5.17): a_open, a_release',
        '           not read for this release; names and files are those of another text:',
        '           drivers/b.c (v5.15): b_open\n',
      ].join('\n'),
    );
  });

  it('says in one line which steps are not needed', () => {
    const report = daemon();
    const needed = report.needed.map((n) => (n.step < 3 ? { ...n, isNeeded: false } : n));
    expect(plainly({ ...report, needed })).toContain(
      [
        'Not every step is needed:',
        '  without 3    the law holds: step 4 returns PASID 2, not PASID 1',
        '  without 4    the law holds; still broken: no-reuse-while-referenced and pasid-stability at step 3',
        '  not needed   1, 2: without any one of them, the law is still broken at this place',
      ].join('\n'),
    );
  });
});

describe('a line of the text report', () => {
  const long = 'x'.repeat(250);
  const wide = (): Report => ({
    ...daemon(),
    kernel: long,
    witness: `${long} ${long}`,
    knownAs: [{ id: long, story: long, source: 'word '.repeat(200) }],
  });

  it.each(
    Object.entries({ daemon, leftover, reuse, cycle, crowd, race, wait, deadlock, hostile, wide }),
  )('is at most 100 columns wide: %s', (_name, report) => {
    for (const line of plainly(report()).split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('has no blanks at its end, and no sign at its start that a mail takes for a quotation', () => {
    for (const line of plainly(daemon()).split('\n')) expect(line).not.toMatch(/ $|^>/);
  });

  it('breaks a long command so that a shell still reads it', () => {
    const command = `npx tsx cli/main.ts replay ${'folder/'.repeat(30)}trace.json`;
    const text = plainly({ ...daemon(), replay: command });
    expect(text.split('\nreplay\n')[1]!.replaceAll('\\\n', '')).toBe(command);
    expect(text).toContain(`\n${'folder/'.repeat(30)}trace.json`);
  });
});

describe('colour', () => {
  it('is there when asked for, and only then', () => {
    expect(plainly(daemon())).not.toContain('\u001B');
    expect(renderText(daemon(), { colour: true })).toContain('\u001B[31m* 4 ');
  });

  it('marks every value that the model does not have, outside the row of the break too', () => {
    const differs = plainly(daemon()).match(/\S+ != \S+/g)!;
    const marked = renderText(daemon(), { colour: true })
      .split('\u001B[31m')
      .slice(1)
      .map((part) => part.split('\u001B')[0]!)
      .filter((part) => part.includes(' != '));
    // One explains the sign.
    expect(marked).toHaveLength(differs.length - 1);
    expect(marked[0]).toBe('free != mm0');
  });

  it('changes no word', () => {
    expect(stripVTControlCharacters(renderText(crowd(), { colour: true }))).toBe(plainly(crowd()));
  });
});
