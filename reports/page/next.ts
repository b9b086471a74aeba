import { Moves } from '../../checker/exhaustive/moves.ts';
import { endsTrace } from '../../checker/judge.ts';
import { type Listener, Runner } from '../../checker/run.ts';
import { whyNotIssued } from '../../checker/why-not.ts';
import { simulate } from '../../defects/kernels.ts';
import type { Version } from '../../implementation/versions/index.ts';
import type { AnyState } from '../../model/any-state.ts';
import { type Answer, errno } from '../../model/answer.ts';
import type { Command, Rules } from '../../model/command.ts';
import { commandsIn } from '../../model/in-world.ts';
import type { Trace } from '../../model/trace.ts';
import type { World } from '../../model/world.ts';
import { specification } from '../../properties/linux.ts';
import type { Neighbour, Next, Possible } from './protocol.ts';

const { vocabulary } = specification;

/** The commands that can follow a trace, each with what this kernel answers and breaks, and those that cannot, with the reason. */
export function nextAfter(trace: Trace<World>, version: Version): Next {
  const port = simulate(version);
  const runner = new Runner(specification, port, trace.world);
  const heard: { listener: Listener } = { listener: {} };
  /** Runs the trace from its beginning; only what comes after it is heard. */
  const begin = (steps = trace.steps): boolean => {
    heard.listener = {};
    runner.start({
      broken: (step, broken) => heard.listener.broken?.(step, broken),
      after: (...about) => heard.listener.after?.(...about),
    });
    return steps.every((c) => runner.take(c) === 'whole');
  };
  begin(trace.steps.slice(0, -1));
  const previous = trace.steps.length === 0 ? undefined : told(port.describe());
  if (!begin()) return { possible: [], states: [], refused: [], ended: 'a command never returned' };
  const rules = commandsIn(specification.rules, trace.world).filter(({ kind }) =>
    runner.knows(kind),
  );
  const names = newNames(trace);
  const candidates = new Moves(specification, runner.state, rules);
  candidates.collect(names);
  const resumed = runner.suspended.map((task) => vocabulary.tasks.continuationOf(task));
  const moves = [...resumed, ...candidates.list].filter((c) => runner.canTake(c));
  const before = told(port.describe());
  const reached = new Map<string, { commands: string[]; breaks: Set<string> }>();
  const possible = moves.map((c): Possible => {
    begin();
    const breaks = new Set<string>();
    const answer: { last?: Answer } = {};
    let state = before;
    heard.listener = {
      broken: (_step, { law }) => void breaks.add(law),
      after: (_s, _step, _c, a) => {
        answer.last = a;
        if (!endsTrace(a)) state = told(port.describe());
      },
    };
    runner.take(c);
    const a = answer.last ?? { errno: errno.HUNG, value: 0 };
    const node = reached.get(state) ?? { commands: [], breaks: new Set() };
    reached.set(state, node);
    node.commands.push(vocabulary.text(c));
    for (const law of breaks) node.breaks.add(law);
    return {
      command: vocabulary.text(c),
      kind: c.kind,
      answer: vocabulary.answer(c, a),
      breaks: [...breaks],
      isNews: state !== before,
    };
  });
  const kinds = new Set(moves.map(({ kind }) => kind));
  begin();
  const others = rules.filter(({ kind }) => !kinds.has(kind));
  const refused = others.map((r) => {
    const c = example(r, runner.state, names);
    const steps = [...trace.steps, c];
    const why = whyNotIssued(specification, simulate(version), { ...trace, steps });
    return {
      command: vocabulary.text(c),
      why: why.get(trace.steps.length) ?? 'it is not possible',
    };
  });
  const states = [...reached].map(([state, { commands, breaks }]): Neighbour => ({
    commands,
    breaks: [...breaks],
    is: state === before ? 'here' : state === previous ? 'before' : 'new',
  }));
  return { possible, states, refused };
}

function told(lines: ReturnType<ReturnType<typeof simulate>['describe']>): string {
  return JSON.stringify([...lines]);
}

/** The next new name of each sort. */
function newNames({ steps }: Trace): number[] {
  return vocabulary.sorts.map(({ name, first = 0 }) => {
    let next = first;
    for (const c of steps)
      vocabulary.eachName(c, (sort, _field, number) => {
        if (sort === name) next = Math.max(next, number + 1);
      });
    return next;
  });
}

/** A command of this kind with the first names that there are. */
function example({ kind }: Rules, s: AnyState, names: readonly number[]): Command {
  const c: Record<string, string | number> = { kind };
  for (const [field, of] of vocabulary.fieldsOf(kind)) {
    if ('oneOf' in of) c[field] = of.oneOf[0]!;
    else if ('makes' in of) c[field] = names[indexOf(of.makes)]!;
    else c[field] = firstName(s, of.uses);
  }
  return c as Command;
}

function indexOf(sort: string): number {
  return vocabulary.sorts.findIndex(({ name }) => name === sort);
}

function firstName(s: AnyState, sort: string): number {
  const { rows, isGiven } = vocabulary.sortOf(sort);
  if (isGiven === true) return 0;
  const live = (rows(s) as readonly { readonly live: number; readonly name: number }[]).find(
    ({ live: is, name }) => is !== 0 && name >= 0,
  );
  return live?.name ?? 0;
}
