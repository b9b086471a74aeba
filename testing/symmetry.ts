import { drawFrom, traces } from '../checker/arbitrary.ts';
import { CommandSpace } from '../checker/exhaustive/command-space.ts';
import type { Symmetry } from '../checker/exhaustive/symmetry.ts';
import { stream } from '../checker/randomness.ts';
import type { Port } from '../implementation/port.ts';
import type { Command } from '../model/command.ts';
import { commandText } from '../model/linux.ts';
import type { World } from '../model/world.ts';
import { type Names, renameAtRandom } from './renaming.ts';
import { specification } from '../properties/linux.ts';
import { vocabulary } from '../model/linux.ts';

/** The largest number of steps to a state that is renamed. */
const STEPS_MAX = 14;
/** Names and ticks after a renaming begin here, beyond all that were renamed. */
const FRESH = 300;

export interface SymmetryCheck {
  readonly renamings: number;
  /** The differences, with the way to the state; empty if renaming is a symmetry. */
  readonly failures: readonly string[];
}

/**
 * Checks that renaming is a symmetry, and that the form ignores it. Random states are renamed at random. Then both must
 * have the same form; and one command, renamed with the state, must lead both to states of one form, with the same
 * verdict.
 *
 * @param first - whether to stop at the first difference
 */
export function checkSymmetry(
  port: Port,
  world: World,
  renamings: number,
  seed: number,
  symmetry: Symmetry = 'names',
  first = false,
): SymmetryCheck {
  const random = stream(seed, 'symmetry', world.name);
  const pick = (limit: number): number => random.nextInt(0, limit - 1);
  const space = new CommandSpace(specification, port, world, symmetry, () => true);
  const here = new Int32Array(space.size);
  const renamed = new Int32Array(space.size);
  const failures: string[] = [];
  const draw = drawFrom(random);
  const arbitrary = traces(specification, world);
  let way: string[] = [];
  let ahead: readonly Command[] = [];
  for (let i = 0, ways = 0; i < renamings; i++) {
    if (first && failures.length > 0) break;
    if (i === 0 || way.length >= STEPS_MAX) {
      space.start();
      way = [];
      // In VFIO most moves are refused: only commands of the generator get far.
      const isDrawn = world.vfio !== undefined && ways++ % 2 === 1;
      ahead = isDrawn ? arbitrary.generate(draw, undefined).value.steps : [];
    }
    space.save(here);
    space.load(here);
    const form = formOf(space);
    const names = renameAtRandom(
      space.memories,
      pick,
      world,
      isKernelThread(world),
      symmetry !== 'unordered',
    );
    setCounters(space);
    space.save(renamed);
    if (formOf(space) !== form) failures.push(`the form of ${way.join('; ')}`);
    space.load(here);
    const moves = space.moves();
    if (moves.length === 0) {
      way.length = STEPS_MAX;
      continue;
    }
    const c = space.command(moves[pick(moves.length)]!);
    const [there, thereRenamed] = [outcome(space, here, c), outcome(space, renamed, map(c, names))];
    if (there !== thereRenamed) failures.push(`${commandText(c)} after ${way.join('; ')}`);
    space.load(here);
    const next = ahead.find((one) => isMove(space, moves, one));
    if (next !== undefined) ahead = ahead.slice(ahead.indexOf(next) + 1);
    const { went } = space.run(next ?? c);
    way.push(commandText(next ?? c));
    if (went === 'ended' || went === 'full') way.length = STEPS_MAX;
  }
  return { renamings, failures };
}

function isMove(space: CommandSpace, moves: readonly number[], c: Command): boolean {
  const text = commandText(c);
  return moves.some((move) => commandText(space.command(move)) === text);
}

function outcome(space: CommandSpace, from: Int32Array, c: Command): string {
  space.load(from);
  const { went, isSought } = space.run(c);
  const after = went === 'on' || went === 'same' ? formOf(space) : '';
  return `${went === 'same' ? 'on' : went} ${isSought} ${after}`;
}

function formOf(space: CommandSpace): string {
  const { form, length } = space.form();
  return form.subarray(0, length).join(' ');
}

/** The same command in the renamed state. A new object may keep its name. */
function map(c: Command, names: Names): Command {
  const mapped: Record<string, string | number | undefined> = { ...c };
  vocabulary.eachName(c, (sort, field, name, makes) => {
    mapped[field] = makes ? FRESH : names(sort, name);
  });
  return mapped as Command;
}

/** Tasks of the kernel are rows after those of the processes. */
function isKernelThread(world: World) {
  return (table: string, row: number): boolean => table === 'task' && row >= world.processes;
}

/** Counters number mms and order queues; they must be larger than all counted numbers. */
function setCounters(space: CommandSpace): void {
  for (const { words, records } of space.memories)
    for (const { fields, base } of records)
      for (const counter of ['mms', 'ticks']) {
        const at = fields.indexOf(counter);
        if (at >= 0) words[base + at] = FRESH;
      }
}
