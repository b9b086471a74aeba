import { describe, expect, it } from 'vitest';
import { worlds } from '../../model/worlds.ts';
import { Kernel, subsystems } from './kernel.ts';
import { reference } from './switches.ts';

const Waits = Object.getPrototypeOf(function* () {}) as object;

/** What is exchanged for a command that runs alone (`ops`), or looked at below, or is no part of the kernel. */
const apart = new Set(['ops', 'subsystems', 'world', 'switches']);

/** Functions that may wait, of an object and of what it leads to, by where they are. */
function waitingIn(root: object): string[] {
  const found: string[] = [];
  const seen = new Set<unknown>([Object.prototype, Function.prototype, Array.prototype]);
  const walk = (object: unknown, path: string): void => {
    if (object === null || !['object', 'function'].includes(typeof object) || seen.has(object))
      return;
    seen.add(object);
    if (Waits.isPrototypeOf(object as object)) found.push(path);
    if (ArrayBuffer.isView(object)) return;
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(object)))
      if (!(object === root && apart.has(name))) walk(value, `${path}.${name}`);
    walk(Object.getPrototypeOf(object), path);
  };
  walk(root, '');
  return found;
}

describe('what a kernel gives to its straight twin', () => {
  it.each(worlds)('has no function that may wait in its objects, in $name', (world) => {
    expect(waitingIn(new Kernel(world, reference))).toEqual([]);
    expect(waitingIn({ object: { *release() {} } })).toEqual(['.object.release']);
  });

  it.each(subsystems)('asks nothing of $name that may wait, but through calls and ops', (s) => {
    const { calls: _calls, ops: _ops, ...hooks } = s as unknown as Record<string, unknown>;
    expect(waitingIn(hooks)).toEqual([]);
  });
});
