import { describe, expect, it } from 'vitest';
import { defects } from '../../defects/index.ts';
import { commandText, parseSteps } from '../../model/linux.ts';
import { parseTrace } from '../../model/trace-text.ts';
import { catalogue } from './catalogue.ts';
import { withFreshNames } from './fresh-names.ts';

describe('the catalogue of the page', () => {
  const all = catalogue();

  it('has every known mistake, with a text that can be read and has as many commands', () => {
    expect(
      all.defects.map(({ id, text }) => [id, parseTrace(text, id).trace.steps.length]),
    ).toEqual(defects.map(({ id, shortest }) => [id, shortest.length]));
  });

  it('says how the arguments of a command look', () => {
    const args = new Map(all.commands.map((command) => [command.name, command.args]));
    expect(['open', 'gp', 'hotplug'].map((name) => args.get(name))).toEqual([
      'p0 d0 -> f0',
      '',
      'd0 remove|add',
    ]);
  });
});

it('a name that is created again becomes another one', () => {
  const steps = parseSteps(
    'open p0 d0 -> f0',
    'close p0 f0',
    'open p0 d0 -> f0',
    'start p0 f0',
    'open p0 d0 -> f1',
    'close p0 f1',
  );
  expect(withFreshNames(steps).map(commandText)).toEqual([
    'open p0 d0 -> f0',
    'close p0 f0',
    'open p0 d0 -> f1',
    'start p0 f1',
    'open p0 d0 -> f2',
    'close p0 f2',
  ]);
});
