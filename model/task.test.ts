import { describe, expect, it } from 'vitest';
import { commands } from './order.ts';
import { parseCommand, commandText } from './linux.ts';
import { NOBODY } from './task.ts';
import { vocabulary } from './linux.ts';

const taskOfLine = (line: string): number => vocabulary.taskOf(parseCommand(line));

describe('a command is run', () => {
  it.each([
    ['open p2 d1 -> f0', 'p2'],
    ['fork p0 -> p1', 'p0'],
    ['unbind p1 h0', 'p1'],
    ['hotplug d1 remove', 'hotplug d1'],
    ['hotplug d0 add', 'hotplug d0'],
    ['work', 'worker'],
  ])('%s: by %s', (line, who) => {
    expect(vocabulary.tasks.text(taskOfLine(line))).toBe(who);
  });

  it.each(['dma f0', 'gp', 'alloc -> n0', 'free n0'])('%s: by nobody, at once', (line) => {
    expect(taskOfLine(line)).toBe(NOBODY);
  });

  it('by the process that it names, if it names one', () => {
    for (const rules of commands)
      if ('process' in rules.fields)
        expect(vocabulary.taskOf({ kind: rules.kind, process: 1, device: 0 })).toBe(
          taskOfLine('continue p1'),
        );
  });
});

describe('tasks', () => {
  const lines = ['exit p0', 'exit p1', 'hotplug d0 add', 'hotplug d1 add', 'work', 'gp'];

  it('are told apart', () => {
    expect(new Set(lines.map(taskOfLine)).size).toBe(lines.length);
  });
});

describe('the step that lets a task go on', () => {
  it.each([
    ['exit p3', 'continue p3'],
    ['hotplug d1 remove', 'continue-hotplug d1'],
    ['work', 'continue-work'],
  ])('with %s is %s', (line, expected) => {
    const c = vocabulary.tasks.continuationOf(taskOfLine(line));
    expect(commandText(c)).toBe(expected);
    expect(vocabulary.taskOf(c)).toBe(taskOfLine(line));
  });
});
