/** Changes of a trace as text: the first line is its head, comments and empty lines stay where they are. */

const HEAD = /^(?:(\S+)\s+)?world\s+\S+/;

/** The indices of the lines that are steps. */
function stepLines(lines: readonly string[]): number[] {
  const head = lines.findIndex((line) => HEAD.test(line.trim()));
  return lines.flatMap((line, i) =>
    i > head && line.trim() !== '' && !line.trimStart().startsWith('#') ? [i] : [],
  );
}

/** The steps as they are written. */
export function stepsIn(text: string): string[] {
  const lines = text.split('\n');
  return stepLines(lines).map((i) => lines[i]!.trim());
}

/** @param step - its index among the steps */
export function withoutStep(text: string, step: number): string {
  const lines = text.split('\n');
  const at = stepLines(lines)[step];
  return at === undefined ? text : lines.toSpliced(at, 1).join('\n');
}

/** Moves a step to the place of another one. */
export function withStepMoved(text: string, from: number, to: number): string {
  const lines = text.split('\n');
  const at = stepLines(lines);
  if (at[from] === undefined || at[to] === undefined || from === to) return text;
  const [moved] = lines.splice(at[from], 1);
  lines.splice(at[to], 0, moved!);
  return lines.join('\n');
}

export function withStepAdded(text: string, command: string): string {
  return `${text.trimEnd()}\n${command}\n`;
}

/** The steps before this one, with the head. */
export function upTo(text: string, steps: number): string {
  const lines = text.split('\n');
  const at = stepLines(lines)[steps];
  return at === undefined ? text : `${lines.slice(0, at).join('\n').trimEnd()}\n`;
}

export function kernelIn(text: string): string | undefined {
  for (const line of text.split('\n')) {
    const match = HEAD.exec(line.trim());
    if (match !== null) return match[1];
  }
  return undefined;
}

export function worldIn(text: string): string | undefined {
  for (const line of text.split('\n')) {
    const match = /(?:^|\s)world\s+(\S+)/.exec(line);
    if (match !== null && HEAD.test(line.trim())) return match[1];
  }
  return undefined;
}

/** The same trace on another kernel. */
export function withKernel(text: string, kernel: string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => HEAD.test(line.trim()));
  if (at < 0) return text;
  const rest = /world\s.*$/.exec(lines[at]!)![0];
  return lines.with(at, `${kernel}   ${rest}`).join('\n');
}

/** The same steps in another world. */
export function withWorld(text: string, world: string): string {
  const kernel = kernelIn(text);
  const lines = text.split('\n');
  const at = lines.findIndex((line) => HEAD.test(line.trim()));
  if (at < 0) return text;
  return lines.with(at, `${kernel === undefined ? '' : `${kernel}   `}world ${world}`).join('\n');
}

/** A switch of the kernel set to a value: `linux-5.18+pasidFreeAt=mmput`. */
export function withSwitch(text: string, name: string, value: string): string {
  const kernel = kernelIn(text) ?? 'reference';
  const plus = kernel.lastIndexOf('+');
  const base = plus < 0 ? kernel : kernel.slice(0, plus);
  const set = plus < 0 ? [] : kernel.slice(plus + 1).split(',');
  const others = set.filter((change) => !change.startsWith(`${name}=`));
  const changes = value === '' ? others : [...others, `${name}=${value}`];
  return withKernel(text, changes.length === 0 ? base : `${base}+${changes.join(',')}`);
}
