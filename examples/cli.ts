import { readFileSync, statSync } from 'node:fs';
import {
  type AsyncPort,
  type Broken,
  check,
  type CheckOptions,
  explore,
  type ExploreOptions,
  type Finding,
  InputError,
  placeText,
  type Port,
  renderText,
  replay,
  report,
  type Specification,
  type World,
  type AnyWorld,
} from '../index.ts';

/** An example: a specification, its implementations, and the bounds of the search. */
export interface Example {
  readonly specification: Specification;
  /** The first is the default. */
  readonly ports: readonly (Port | AsyncPort)[];
  readonly world: AnyWorld | World;
  readonly check?: CheckOptions;
  readonly explore?: ExploreOptions;
}

const USAGE = 'expected check, explore, or replay with a file or a text such as "a; b"';

/**
 * The command line of every example: `check`, `explore` or `replay TRACE`, and the name of an implementation.
 *
 * @param name - of the example, for the command that replays a finding
 * @param print - where the output goes
 * @returns 0 if no law is broken, else 1; 2 if the arguments make no sense
 */
export async function run(
  name: string,
  example: Example,
  args: readonly string[],
  print: (text: string) => void,
): Promise<number> {
  try {
    return await does(name, example, args, print);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    print(error.message);
    return 2;
  }
}

async function does(
  name: string,
  example: Example,
  args: readonly string[],
  print: (text: string) => void,
): Promise<number> {
  const { specification, ports, world } = example;
  const [verb = '', ...others] = args;
  if (!['check', 'explore', 'replay'].includes(verb)) throw new InputError(USAGE);
  const trace = verb === 'replay' ? others.shift() : undefined;
  const [first, ...more] = ports;
  const port = others[0] === undefined ? first! : ports.find((one) => one.name === others[0]);
  if (port === undefined || others.length > 1)
    throw new InputError(`expected one of ${ports.map((one) => one.name).join(', ')}`);
  const system = { specification, port, world };
  const show = async (finding: Finding): Promise<void> => {
    const text = specification.vocabulary.lineOf(finding.trace.steps);
    const which = more.includes(port) ? ` ${port.name}` : '';
    const again = `npm run example -- ${name} replay "${text}"${which}`;
    print(`\n${renderText(await report(system, finding, { replay: again }), { colour: false })}`);
  };
  if (verb === 'check') {
    const { findings, progress } = await check(system, example.check);
    const { traces, commands, coverage, notChecked } = progress;
    print(`${port.name}: ${traces} traces, ${commands} commands, findings ${findings.length}`);
    for (const goal of coverage.missed) print(`  never: ${goal}`);
    for (const what of notChecked) print(`  not checked: ${what}`);
    for (const finding of findings) await show(finding);
    return findings.length > 0 ? 1 : 0;
  }
  if (verb === 'explore') {
    const { findings, levels, states, complete, notChecked } = await explore(
      system,
      example.explore,
    );
    const what = 'memory' in port ? 'states' : 'traces';
    print(`${port.name}: ${states} ${what}, ${levels.join(' + ')}`);
    const bound = complete === Infinity ? 'in any trace' : `in any trace of up to ${complete}`;
    if (findings.length === 0) print(`  no law is broken ${bound}`);
    for (const one of notChecked) print(`  not checked: ${one}`);
    for (const finding of findings) await show(finding);
    return findings.length > 0 ? 1 : 0;
  }
  if (trace === undefined || trace.trim() === '') throw new InputError(USAGE);
  const { steps, broken } = await replay(
    system,
    isFile(trace) ? readFileSync(trace, 'utf8') : trace,
  );
  if (steps.length === 0) throw new InputError(USAGE);
  for (const step of steps)
    print(
      `  ${specification.vocabulary.text(step.command)}: ${step.state === 'not issued' ? `not issued: ${step.why}` : step.answer}`,
    );
  broken.forEach(({ law, place, witness }: Broken) =>
    print(`broken: ${law}: ${placeText(place)}. ${witness}`),
  );
  return broken.length > 0 ? 1 : 0;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
