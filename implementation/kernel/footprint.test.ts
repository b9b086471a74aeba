import { describe, expect, it } from 'vitest';
import { stream } from '../../checker/randomness.ts';
import { Footprint } from '../../memory/footprint.ts';
import { findWorld } from '../../model/worlds.ts';
import type { World } from '../../model/world.ts';
import { Running } from '../../testing/kernel.ts';
import { sva } from '../../testing/model.ts';
import { boot } from './boot.ts';
import { Kernel } from './kernel.ts';
import { reference } from './switches.ts';

/** A day in the life of two processes: every slab is allocated from and freed to. */
const svaDay = [
  'open p0 d0 -> f0',
  'mmap p0 f0 mmio',
  'touch p0 f0 mmio',
  'start p0 f0',
  'fork p0 -> p1',
  'open p1 d1 -> f1',
  'dma f0',
  'bind p1 f0 -> h0',
  'unbind p1 h0',
  'close p1 f1',
  'gp',
  'work',
  'munmap p0 f0 mmio',
  'open p1 d0 -> f2',
  'hotplug d0 remove',
  'close p0 f0',
  'exec p1',
  'exit p1',
  'gp',
  'work',
  'exit p0',
];

/** The same with VFIO: what one process plugs in, maps and pins, and another one after it. */
const vfioDay = [
  'container p0 type1v2 -> c0',
  'attach p0 c0 g0',
  'setrlimit p0 2',
  'map p0 c0 i0 a0 2 rw',
  'pin g0 i0 2',
  'attach p0 c0 g1',
  'pin g0 i0 1',
  'mlock p0 a2',
  'fork p0 -> p1',
  'dirty p1 c0 start',
  'map p1 c0 i2 a3 1 rw',
  'detach p0 g1',
  'detach p1 g1',
  'unpin g0 i0 1',
  'munmap-page p0 a0',
  'mmap-page p0 a0 ram',
  'attach p1 c0 g1',
  'contend p0',
  'exit p0',
  'detach p1 g0',
  'unmap-vaddr p1 c0 i0',
  'map-vaddr p1 c0 i0 a1',
  'unmap p1 c0 i0 2',
  'close-container p1 c0',
  'exit p1',
];

/** A kernel that records, what it was answered, and what was before each command and touched by it. */
function recordedIn(world: World, lines: readonly string[]) {
  const footprint = new Footprint();
  const k = booted(world, footprint);
  const { layout } = k.machine;
  const steps = lines.map((line) => {
    const before = layout.snapshot();
    footprint.clear();
    const answer = new Running(k, line).finish();
    return { line, answer, before, after: layout.snapshot(), touched: footprint.copy() };
  });
  return { k, steps };
}

function booted(world: World, footprint?: Footprint): Kernel {
  const k = new Kernel(world, reference, footprint);
  boot(k);
  return k;
}

describe.each([
  { half: 'SVA', world: sva, lines: svaDay },
  { half: 'VFIO', world: findWorld('vfio'), lines: vfioDay },
])('a kernel that records what it touches of $half', ({ world, lines }) => {
  const recorded = () => recordedIn(world, lines);

  it('does what any other does', () => {
    const k = booted(world);
    for (const { line, answer, after } of recorded().steps) {
      expect([line, new Running(k, line).finish()]).toEqual([line, answer]);
      expect(k.machine.layout.difference(after)).toEqual([]);
    }
  });

  it('has noted every word that a command changed', () => {
    for (const { line, before, after, touched } of recorded().steps) {
      const changed = [...after.keys()].filter((word) => after[word] !== before[word]);
      const missed = changed.filter((word) => !touched.writes.includes(word));
      expect([line, missed]).toEqual([line, []]);
    }
  });

  it('has noted every word that a command depended on: whatever the others hold, it does the same', () => {
    const { k, steps } = recorded();
    const { layout } = k.machine;
    const random = stream(1, 'words that are not read');
    // Which locks a task holds is its own affair, and not recorded.
    const { base, rows } = layout.records.find(({ name }) => name === 'held locks')!;
    const own = new Set(rows.map((_, task) => base + task));
    for (const { line, answer, before, after, touched } of steps) {
      const read = new Set(touched.reads);
      const written = new Set(touched.writes);
      for (let round = 0; round < 5; round++) {
        layout.restore(before);
        const expected = after.slice();
        for (let word = 0; word < layout.size; word++) {
          if (read.has(word) || own.has(word)) continue;
          layout.words[word] = random.nextInt(-9, 9);
          if (!written.has(word)) expected[word] = layout.words[word]!;
        }
        expect([line, new Running(k, line).finish()]).toEqual([line, answer]);
        expect(layout.difference(expected)).toEqual([]);
      }
    }
  });

  it('touches some tens of its words in a command', () => {
    const counts = recorded().steps.map(({ touched }) => touched.reads.length);
    expect(Math.max(...counts)).toBeLessThan(200);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });
});
