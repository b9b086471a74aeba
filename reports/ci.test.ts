import { describe, expect, it } from 'vitest';
import { annotations, type CiFinding, type CiRun, ciSummary, junitXml } from './ci.ts';

const fresh: CiFinding = {
  law: 'one-owner',
  title: 'A title',
  placeSays: 'open: 100%, "twice"',
  witness: 'it <b>\nsaid\u0007',
  grade: 'proven shortest',
  trace: 'kernel   world w\nopen p0 -> f0\n',
  isKnown: false,
  causes: [],
  file: 'findings/a.json',
};
const known: CiFinding = {
  ...fresh,
  law: 'no-leak',
  isKnown: true,
  causes: ['old-one'],
  file: undefined,
};
const run: CiRun = {
  kernel: 'k',
  world: 'w',
  verdict: 'violated',
  traces: 10,
  commands: 100,
  missed: [],
  laws: ['one-owner', 'no-leak', 'other'],
  findings: [fresh, known],
};
const idle: CiRun = { ...run, findings: [], missed: ['a goal'], verdict: 'could-not-tell' };

describe('JUnit', () => {
  it('fails the test of a law that is broken in a new way, and no other', () => {
    const xml = junitXml([run]);
    expect(xml).toContain('<testsuite name="k in w" tests="4" failures="1" skipped="0">');
    expect(xml.match(/<testcase [^>]*[^/]>/g)).toEqual([
      '<testcase classname="k.w" name="one-owner">',
      '<testcase classname="k.w" name="no-leak">',
    ]);
    expect(xml.match(/<failure /g)).toHaveLength(1);
    expect(xml).toContain('<system-out>known: old-one; open: 100%');
  });

  it('has no sign that XML does not have', () => {
    const xml = junitXml([run]);
    expect(xml).toContain('message="open: 100%, &#34;twice&#34;: it &#60;b&#62;\nsaid?"');
    expect(xml).not.toContain('\u0007');
  });

  it('skips the goals of a run that found nothing and missed some', () => {
    expect(junitXml([idle])).toContain('<skipped message="missed: a goal"/>');
    expect(junitXml([{ ...idle, missed: [] }])).not.toContain('<skipped');
  });
});

describe('annotations', () => {
  it('are an error for a new finding and a notice for a known one, one line each', () => {
    expect(annotations([run])).toEqual([
      '::error file=findings/a.json,title=k%3A one-owner::open: 100%25, "twice": it <b>%0Asaid?',
      '::notice title=k%3A no-leak::known: old-one; open: 100%25, "twice": it <b>%0Asaid?',
    ]);
  });

  it('warn of a run that proves little', () => {
    expect(annotations([idle])).toEqual([
      '::warning title=k in w%3A proves little::goals were missed: a goal',
    ]);
  });
});

describe('the summary', () => {
  it('is a table of the findings, then each new one with its trace', () => {
    const text = ciSummary([run]);
    expect(text).toContain(
      '| one-owner | open: 100%, "twice" | **new** | proven shortest | findings/a.json |',
    );
    expect(text).toContain('| known: old-one |');
    expect(text.split('```text')).toHaveLength(2);
  });
});
