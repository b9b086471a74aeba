import { describe, expect, it } from 'vitest';
import { after } from '../testing/model.ts';
import { errnos, failed, success } from './answer.ts';
import { commands } from './order.ts';
import { isContinuation } from './continuations.ts';
import { answerText, commandText, parseCommand, vocabulary } from './linux.ts';

const continuations = vocabulary.steps.filter(isContinuation);

describe('a continuation', () => {
  it.each([
    'continue p0',
    'continue-hotplug d1',
    'continue-work',
    'continue p1 [stops at do_exit: mm left, files still open]',
  ])('is written %s, and read so', (line) => {
    expect(commandText(parseCommand(line))).toBe(line);
    expect(isContinuation(parseCommand(line))).toBe(true);
  });

  it('is no command: nobody draws one', () => {
    expect(commands.some(({ kind }) => isContinuation({ kind }))).toBe(false);
    expect(continuations.every(({ draw }) => draw?.weight === 0)).toBe(true);
  });

  it('says nothing to the model, however it is answered', () => {
    const { state } = after('open p0 d0 -> f0');
    const before = state.layout.snapshot();
    for (const rules of continuations) {
      const c = { kind: rules.kind, process: 0, device: 0 };
      expect(rules.possible(state, c)).toBe(true);
      expect(rules.typical(state, c)).toBe(success);
      for (const name of errnos) {
        expect(rules.judge(state, c, failed(name))).toBeUndefined();
        rules.next(state, c, failed(name));
      }
    }
    expect(state.layout.isAs(before)).toBe(true);
  });

  it('that is left again has not returned', () => {
    expect(answerText(parseCommand('continue p0'), failed('PAUSED'))).toBe('has not returned');
  });
});
