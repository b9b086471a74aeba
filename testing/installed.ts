import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * For suites only: the package as its users have it, packed from a copy of the tree and installed in a fresh project. No
 * registry is used: the dependencies are packed from node_modules, as they were published.
 */
export interface Installed {
  /** The project that depends on the package. */
  readonly project: string;
  /** The installed package in it. */
  readonly folder: string;
  readonly tarball: string;
  /** The packed files, relative to the folder of the package. */
  readonly files: readonly string[];
}

/** Folders that are not part of the tree. */
const left: ReadonlySet<string> = new Set(
  ['node_modules', 'dist', 'out', 'findings', '.git'].map((name) => resolve(name)),
);

/**
 * Packs and installs. It takes half a minute, because it builds.
 *
 * @param base - an empty folder of the suite
 */
export function install(base: string): Installed {
  const clone = join(base, 'clone');
  const packed = join(base, 'packed');
  const project = join(base, 'project');
  cpSync('.', clone, { recursive: true, filter: (from) => !left.has(resolve(from)) });
  symlinkSync(resolve('node_modules'), join(clone, 'node_modules'), 'junction');
  mkdirSync(packed);
  mkdirSync(project);
  const [own] = pack(clone, packed, '.');
  const { name, filename, files } = own!;
  const folders = dependenciesOf('.').map((dependency) => resolve('node_modules', dependency));
  const dependencies = pack(clone, packed, '--ignore-scripts', ...folders);
  const manifest = {
    name: 'project',
    private: true,
    type: 'module',
    dependencies: { [name]: `file:../packed/${filename}` },
    overrides: Object.fromEntries(
      dependencies.map((d) => [d.name, `file:../packed/${d.filename}`]),
    ),
  };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
  mustRun('npm install --offline --no-audit --no-fund', project);
  return {
    project,
    folder: join(project, 'node_modules', name),
    tarball: join(packed, filename),
    files: files.map(({ path }) => path),
  };
}

/** Runs a command line as a shell would, without the environment that this process passes to its children. */
export function runLine(line: string, cwd: string): SpawnSyncReturns<string> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return spawnSync(line, { cwd, env, shell: true, encoding: 'utf8' });
}

/** The same; the error has the output if it fails. */
export function mustRun(line: string, cwd: string): string {
  const { status, stdout, stderr } = runLine(line, cwd);
  if (status !== 0) throw new Error(`${line} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

function pack(cwd: string, to: string, ...args: readonly string[]): Packed[] {
  const out = mustRun(`npm pack --json --pack-destination ${to} ${args.join(' ')}`, cwd);
  // The output of the build comes first.
  return JSON.parse(out.slice(out.search(/^\[/m))) as Packed[];
}

/** The direct and indirect dependencies of a package, by name. */
function dependenciesOf(folder: string, known: Set<string> = new Set()): string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const name of Object.keys(dependencies))
    if (!known.has(name)) {
      known.add(name);
      dependenciesOf(join('node_modules', name), known);
    }
  return [...known];
}
