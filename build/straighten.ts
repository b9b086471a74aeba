import { dirname, join } from 'node:path/posix';
import ts from 'typescript-5.9';

/**
 * A function of the kernel that may wait is a generator, which costs time even if no other task runs and it cannot wait.
 * Its straight twin is the same function without `function*` and `yield*`. Where the generator would be suspended
 * (`yield`), the twin hangs, because no task would wake it. Only these words change, and no line moves.
 */

/** The text of each module by its path. */
export type Modules = ReadonlyMap<string, string>;

/** The function that a twin calls where it hangs: its module and its name. */
export interface TwinHang {
  readonly module: string;
  readonly name: string;
}

/**
 * The twins of all modules on an import path from one of the entries to a generator, by the paths of their originals.
 *
 * @param addressOf - the address by which a twin imports a module: that of the original if it has no twin
 */
export function straighten(
  modules: Modules,
  entries: readonly string[],
  hang: TwinHang,
  addressOf: (from: string, to: string, hasTwin: boolean) => string,
): Modules {
  const parsed = new Map(
    [...modules].map(([path, text]) => [
      path,
      ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
    ]),
  );
  const imports = new Map(
    [...parsed].map(([path, file]) => [
      path,
      valueImports(file).map((i) => targetOf(path, i.text)),
    ]),
  );
  const below = closure(entries, (path) => imports.get(path) ?? []);
  const generators = [...parsed].filter(([, file]) => hasGenerator(file)).map(([path]) => path);
  const above = closure(generators, (path) =>
    [...imports].filter(([, targets]) => targets.includes(path)).map(([from]) => from),
  );
  const twins = [...below].filter((path) => above.has(path));
  return new Map(
    twins.map((path) => {
      const file = parsed.get(path)!;
      const kept = file.statements.find(isState);
      if (kept) throw new Error(`${path}: a twin would have a second ${kept.getText()}`);
      const method = file.statements.filter(ts.isClassDeclaration).flatMap(generatorsOf)[0];
      if (method)
        throw new Error(
          `${path}: a twin would call the generator ${method.name.getText()} of the original`,
        );
      const edits = [...straightened(file, hang.name)];
      for (const specifier of valueImports(file, true)) {
        const to = targetOf(path, specifier.text);
        edits.push(put(specifier, `'${addressOf(path, to, twins.includes(to))}'`));
      }
      const text = edited(file.text, edits);
      const hangs = edits.some(({ text: by }) => by.startsWith(`${hang.name}(`));
      const first = `import { ${hang.name} } from '${addressOf(path, hang.module, false)}'; `;
      return [path, hangs ? first + text : text];
    }),
  );
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function put(node: ts.Node, text: string): Edit {
  return { from: node.getStart(), to: node.end, text };
}

/** `function*` loses its star, `yield*` is removed, and `yield x` becomes `hang(x)`. */
function* straightened(node: ts.Node, hang: string): Generator<Edit> {
  const star = starOf(node);
  if (star !== undefined) yield put(star, '');
  if (ts.isYieldExpression(node)) {
    const operand = node.expression!;
    const start = { from: node.getStart(), to: operand.getStart() };
    if (node.asteriskToken !== undefined) yield { ...start, text: '' };
    else {
      yield { ...start, text: `${hang}(` };
      yield { from: node.end, to: node.end, text: ')' };
    }
  }
  for (const child of node.getChildren()) yield* straightened(child, hang);
}

/** The state of a module must not exist twice. A class may, because only the kernel itself makes its objects. */
function isState(statement: ts.Statement): boolean {
  return ts.isVariableStatement(statement) && /^(export )?let\b/.test(statement.getText());
}

/** Objects are shared, so methods of their class have no twin. */
function generatorsOf(made: ts.ClassDeclaration): ts.MethodDeclaration[] {
  return made.members.filter(ts.isMethodDeclaration).filter((m) => m.asteriskToken !== undefined);
}

function hasGenerator(node: ts.Node): boolean {
  return starOf(node) !== undefined || node.getChildren().some(hasGenerator);
}

function starOf(node: ts.Node): ts.AsteriskToken | undefined {
  return ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isMethodDeclaration(node)
    ? node.asteriskToken
    : undefined;
}

/** Its imports of our modules that exist at run time. @param andTypes - also imports of types only */
function valueImports(file: ts.SourceFile, andTypes = false): ts.StringLiteral[] {
  return file.statements.flatMap((s) => {
    if (!ts.isImportDeclaration(s) && !ts.isExportDeclaration(s)) return [];
    const isType = ts.isImportDeclaration(s) ? s.importClause?.isTypeOnly === true : s.isTypeOnly;
    const from = s.moduleSpecifier;
    if (from === undefined || !ts.isStringLiteral(from) || !from.text.startsWith('.')) return [];
    return isType && !andTypes ? [] : [from];
  });
}

function targetOf(path: string, specifier: string): string {
  return join(dirname(path), specifier);
}

function closure(from: Iterable<string>, next: (path: string) => readonly string[]): Set<string> {
  const found = new Set(from);
  for (const path of found) for (const to of next(path)) found.add(to);
  return found;
}

function edited(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const { from, to, text: by } of edits.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    result += text.slice(at, from) + by;
    at = to;
  }
  return result + text.slice(at);
}
