import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generatorOf } from '../checker/generate.ts';
import { stream } from '../checker/randomness.ts';
import { Runner } from '../checker/run.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { errnos } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import { parseSteps } from '../model/linux.ts';
import type { World } from '../model/world.ts';
import { findWorld } from '../model/worlds.ts';
import { specification } from '../properties/linux.ts';
import { straightKernel } from '../testing/straight-twin.ts';

/**
 * The kernel and its straight twin behave equally for random commands, and when all deferred work runs at the end.
 *
 * @param kernels - the kernels by their difference from the reference
 */
export function twinsAgree(kernels: readonly Partial<Switches>[], commandsEach: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'pasidcheck-straight-'));
  let Straight: Awaited<ReturnType<typeof straightKernel>>;
  beforeAll(async () => {
    Straight = await straightKernel(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(['sva', 'sva-group', 'sva-uacce', 'vfio', 'vfio-pinning', 'vfio-threads'])(
    'and the generators answer alike in %s, and leave the same memory and log',
    (name) => {
      const world = findWorld(name);
      const draw = drawerOf(world);
      for (const off of kernels) {
        const all = { ...reference, ...off };
        const one = new SimulatedKernel('generators', all);
        const other = new Straight(all);
        for (let commands = 0; commands < commandsEach;) {
          one.reset(world);
          other.reset(world);
          for (const c of draw()) {
            commands++;
            const answers = [answerTo(one, c), answerTo(other, c)] as const;
            if (answers[0] !== answers[1] || !areAlike(one, other))
              expect([answers[1], whatIsLeft(other)], JSON.stringify([off, c])).toEqual([
                answers[0],
                whatIsLeft(one),
              ]);
            if (answers[0].startsWith(THREW)) break;
          }
          one.settle();
          other.settle();
          if (!areAlike(one, other)) expect(whatIsLeft(other), 'settled').toEqual(whatIsLeft(one));
        }
      }
    },
  );

  it('hangs where a generator would be left for ever', () => {
    const kernel = new Straight({ ...reference, uacceRefusal: 'returns-at-once' });
    kernel.reset(findWorld('sva'));
    const lines = ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'mmap p0 f0 mmio', 'munmap p0 f0 mmio'];
    const answers = parseSteps(...lines).map((c) => answerTo(kernel, c));
    expect(answers).toEqual(['OK 1', 'OK 0', 'EEXIST', 'HUNG']);
    expect(kernel.observe().splats.map(({ kind }) => kind)).toContain('recursive locking');
  });
}

/** Draws random traces as they run on the reference; in one of ten commands an allocation may fail. */
function drawerOf(world: World): () => Command[] {
  const runner = new Runner(specification, new SimulatedKernel('reference', reference), world);
  const generator = generatorOf(specification, world, undefined, 10);
  const random = stream(1, 'twins', world.name);
  return () => {
    const commands: Command[] = [];
    runner.run(generator.trace(random), { answered: (_s, _step, c) => commands.push(c) });
    return commands;
  };
}

function areAlike(one: SimulatedKernel, other: SimulatedKernel): boolean {
  return (
    bytesOf(one).equals(bytesOf(other)) &&
    one.observe().splats.length === other.observe().splats.length &&
    one.failedAllocation() === other.failedAllocation()
  );
}

function bytesOf(kernel: SimulatedKernel): Buffer {
  const { words } = kernel.memory();
  return Buffer.from(words.buffer, words.byteOffset, words.byteLength);
}

function whatIsLeft(kernel: SimulatedKernel) {
  const { words } = kernel.memory();
  return { words, splats: kernel.observe().splats, failed: kernel.failedAllocation() };
}

/** A command may be impossible here, because the trace was drawn on the reference. */
function answerTo(kernel: SimulatedKernel, c: Command): string {
  try {
    const { errno, value } = kernel.apply(c);
    return errno === 0 ? `OK ${value}` : errnos[errno]!;
  } catch (error) {
    return `${THREW} ${String(error)}`;
  }
}

const THREW = 'threw';
