import { describe, expect, it } from 'vitest';
import {
  crowd,
  cycle,
  daemon,
  deadlock,
  itRenders,
  leftover,
  race,
  wait,
} from './renderer.contract.ts';
import { renderText } from './text.ts';

const examples = { daemon, leftover, cycle, crowd, race, wait, deadlock };

describe.each(Object.entries(examples))('a report on the %s', (_name, example) => {
  const report = example();
  const linesAt = (width: number): string[] =>
    renderText(report, { colour: false, width }).split('\n');

  it.each([40, 60, 80, 100, 120])('keeps to %i columns', (width) => {
    expect(linesAt(width).filter((line) => line.length > width)).toEqual([]);
  });

  it('is 100 columns wide unless told', () => {
    expect(renderText(report, { colour: false }).split('\n')).toEqual(linesAt(100));
  });
});

describe('on a page of 80 columns', () => {
  itRenders((report) => renderText(report, { colour: false, width: 80 }));

  it('who acts and what is watched still stand side by side', () => {
    const lines = renderText(race(), { colour: false, width: 80 }).split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^ +p0 \(mm0\) +d0 +d0 entry 1 +PASID 1$/));
  });
});

describe('a table that is too wide for the page', () => {
  it('becomes a list', () => {
    const lines = renderText(race(), { colour: false, width: 60 }).split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^ +d0 entry 1: mm0; PASID 1: mm0$/));
  });
});
