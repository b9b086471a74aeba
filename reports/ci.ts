/** The result of a check for the machinery around a repository: JUnit, the commands of GitHub’s workflows, and a summary. */

export interface CiRun {
  readonly kernel: string;
  readonly world: string;
  /** The verdict in a word: `holds`, `could-not-tell`. */
  readonly verdict: string;
  readonly traces: number;
  readonly commands: number;
  /** Goals that were not reached: without them a run proves little. */
  readonly missed: readonly string[];
  /** The laws that were judged. */
  readonly laws: readonly string[];
  readonly findings: readonly CiFinding[];
}

export interface CiFinding {
  readonly law: string;
  readonly title: string;
  readonly placeSays: string;
  readonly witness: string;
  readonly grade: string;
  /** The trace as text. */
  readonly trace: string;
  readonly isKnown: boolean;
  readonly causes: readonly string[];
  /** Undefined if it is not stored. */
  readonly file: string | undefined;
}

/** A test suite for each run, a test for each law, and one for the goals. A known mistake does not fail. */
export function junitXml(runs: readonly CiRun[]): string {
  const suites = runs.map((run) => {
    const tests = run.laws.map((law) => {
      const own = run.findings.filter((f) => f.law === law);
      const [fresh, known] = [own.filter((f) => !f.isKnown), own.filter((f) => f.isKnown)];
      return testCase(run, law, [...fresh.map(failure), ...notes(known)]);
    });
    const isPoor = run.findings.length === 0 && run.missed.length > 0;
    const goals = isPoor ? [`<skipped message="${xml(`missed: ${run.missed.join('; ')}`)}"/>`] : [];
    const all = [...tests, testCase(run, 'reaches its goals', goals)];
    const failures = tests.filter((test) => test.includes('<failure ')).length;
    return `  <testsuite name="${xml(`${run.kernel} in ${run.world}`)}" tests="${all.length}" failures="${failures}" skipped="${goals.length}">\n${all.join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="pasidcheck">\n${suites.join('\n')}\n</testsuites>\n`;
}

function testCase({ kernel, world }: CiRun, name: string, inner: readonly string[]): string {
  const open = `    <testcase classname="${xml(`${kernel}.${world}`)}" name="${xml(name)}"`;
  if (inner.length === 0) return `${open}/>`;
  return `${open}>\n${inner.map((line) => `      ${line}`).join('\n')}\n    </testcase>`;
}

function failure({ placeSays, witness, trace, grade }: CiFinding): string {
  return `<failure type="law" message="${xml(`${placeSays}: ${witness}`)}">${xml(`${grade}\n\n${trace}`)}</failure>`;
}

/** Known mistakes fail no test, but are mentioned in it. */
function notes(known: readonly CiFinding[]): string[] {
  if (known.length === 0) return [];
  const lines = known.map(
    ({ placeSays, witness, causes }) => `known: ${causes.join(', ')}; ${placeSays}: ${witness}`,
  );
  return [`<system-out>${xml(lines.join('\n'))}</system-out>`];
}

/** Text for XML, which has no control characters. */
function xml(text: string): string {
  return text
    .replaceAll(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '?')
    .replaceAll(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Lines that GitHub shows beside a run: an error for each finding, a notice for each known mistake. */
export function annotations(runs: readonly CiRun[]): readonly string[] {
  return runs.flatMap(({ kernel, world, findings, missed }) => [
    ...findings.map(({ law, placeSays, witness, isKnown, causes, file }) => {
      const about = isKnown ? `known: ${causes.join(', ')}; ` : '';
      return command(
        isKnown ? 'notice' : 'error',
        { ...(file !== undefined && { file }), title: `${kernel}: ${law}` },
        `${about}${placeSays}: ${witness}`,
      );
    }),
    ...(findings.length === 0 && missed.length > 0
      ? [
          command(
            'warning',
            { title: `${kernel} in ${world}: proves little` },
            `goals were missed: ${missed.join('; ')}`,
          ),
        ]
      : []),
  ]);
}

function command(name: string, of: Readonly<Record<string, string>>, message: string): string {
  const properties = Object.entries(of).map(
    ([key, value]) => `${key}=${inCommand(value).replaceAll(':', '%3A').replaceAll(',', '%2C')}`,
  );
  return `::${name} ${properties.join(',')}::${inCommand(message)}`;
}

function inCommand(text: string): string {
  return text
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '?');
}

/** A summary in Markdown. */
export function ciSummary(runs: readonly CiRun[]): string {
  return runs
    .map(({ kernel, world, verdict, traces, commands, missed, findings }) => {
      const rows = findings.map(
        ({ law, placeSays, grade, isKnown, causes, file }) =>
          `| ${[law, placeSays, isKnown ? `known: ${causes.join(', ')}` : '**new**', grade, file ?? ''].map(cell).join(' | ')} |`,
      );
      const table =
        rows.length === 0
          ? []
          : [
              '| law | place | known? | grade | file |',
              '| --- | --- | --- | --- | --- |',
              ...rows,
              '',
            ];
      const fresh = findings.filter(({ isKnown }) => !isKnown);
      return [
        `## ${cell(kernel)} in ${cell(world)}: ${verdict}`,
        '',
        `${traces.toLocaleString('en')} traces, ${commands.toLocaleString('en')} commands; goals missed: ${missed.length}.`,
        '',
        ...table,
        ...fresh.flatMap(({ title, witness, trace }) => [
          `**${cell(title)}**: ${cell(witness)}`,
          '',
          '```text',
          trace.trimEnd(),
          '```',
          '',
        ]),
      ].join('\n');
    })
    .join('\n');
}

function cell(text: string): string {
  return text === '**new**' ? text : text.replaceAll(/[\\`*_[\]<|~&]/g, '\\$&');
}
