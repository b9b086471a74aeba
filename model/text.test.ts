import { describe, expect, it } from 'vitest';
import { failed, ok, success } from './answer.ts';
import { parseCommand, answerText, commandText } from './linux.ts';

describe('a command as text', () => {
  it.each([
    'open p0 d0 -> f0',
    'fork p0 -> p1',
    'mmap p0 f0 dus',
    'hotplug d0 remove',
    'bind p1 f0 -> h0',
    'alloc -> n0',
    'gp',
    'continue p0',
    'continue-hotplug d0',
    'continue-work',
    'exit p0 [stops at do_exit: mm left, files still open]',
    'open p0 d0 -> f0 [allocation 2 fails] [stops at uacce_fops_open: before uacce->mutex]',
  ])('is what it is read from: %s', (line) => {
    expect(commandText(parseCommand(line))).toBe(line);
  });
});

describe('an answer in words', () => {
  const open = parseCommand('open p0 d0 -> f0');

  it('is what the command tells', () => {
    expect(answerText(open, ok(2))).toBe('PASID 2');
    expect(answerText(parseCommand('dma f0'), ok(1))).toBe('reaches mm0');
  });

  it('is success when there is no more to tell', () => {
    expect(answerText(parseCommand('exit p0'), success)).toBe('success');
  });

  it('is the errno or the signal', () => {
    expect(answerText(open, failed('ENOSPC'))).toBe('ENOSPC');
    expect(answerText(parseCommand('touch p0 f0 dus'), failed('SIGBUS'))).toBe('SIGBUS');
  });

  it('says so when there is no answer', () => {
    expect(answerText(open, failed('HUNG'))).toBe('never returned');
    expect(answerText(open, failed('OOPS'))).toBe('the kernel oopsed');
    expect(answerText(open, failed('PAUSED'))).toBe('has not returned');
  });
});
