import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { subsystems } from './kernel.ts';

/**
 * Who knows whom in the simulated kernel, as in Linux: the core reaches drivers through ops tables. Read off the imports
 * of every file.
 */
const KERNEL = 'implementation/kernel';

/**
 * What every file may know of the rest: the kernel, of which only the type is needed, how a subsystem looks, and how it is
 * compared with Linux.
 */
const everywhere = ['kernel.ts', 'subsystem.ts', 'embedded.ts', 'fidelity.ts'];

/** The folders of the core, and which others each may use. Those of Linux know each other, too. */
const core: readonly { readonly folder: string; readonly may: readonly string[] }[] = [
  { folder: 'machine', may: [] },
  { folder: 'process', may: ['machine', 'fs', 'mm', 'calls'] },
  { folder: 'fs', may: ['machine', 'process'] },
  { folder: 'mm', may: ['machine', 'process', 'fs', 'ioasid', 'calls'] },
  { folder: 'ioasid', may: ['machine', 'calls'] },
  { folder: 'pci', may: ['machine', 'process', 'iommu', 'calls'] },
  { folder: 'iommu', may: ['machine', 'process', 'mm', 'ioasid'] },
];

/** Folders that only the list of subsystems and their own calls know. */
const drivers: readonly { readonly folder: string; readonly calls?: string }[] = [
  { folder: 'iommu/arm-smmu-v3' },
  { folder: 'iommu/intel', calls: 'calls/prq' },
  { folder: 'idxd' },
  { folder: 'uacce', calls: 'calls/sva' },
  { folder: 'vfio', calls: 'calls/vfio' },
  { folder: 'sets', calls: 'calls/sets' },
];

interface Import {
  readonly file: string;
  readonly target: string;
}

const imports = sourcesIn(KERNEL).flatMap((file) => importsOf(file, readFileSync(file, 'utf8')));

describe('the layers of the kernel', () => {
  it('are read off the imports: there are some', () => {
    expect(imports.length).toBeGreaterThan(300);
    expect(importsOf('implementation/kernel/fs/a.ts', "import { b } from '../mm/b.ts';")).toEqual([
      { file: 'fs/a.ts', target: 'mm/b.ts' },
    ]);
  });

  it('hold every folder: a new one is named here, as core or as a driver', () => {
    const folders = new Set(
      imports.flatMap(({ file }) => {
        const [first, second] = dirname(file).split('/');
        return first === 'iommu' && second !== undefined ? [`iommu/${second}`] : [first!];
      }),
    );
    for (const { folder } of [...core, ...drivers]) folders.delete(folder);
    expect([...folders]).toEqual(['.', 'calls']);
  });

  it('the machine knows nothing of the kernel that runs on it', () => {
    expect(wrong('machine', [])).toEqual([]);
  });

  it.each(core.slice(1))(
    '$folder/ uses no driver, and of the core only what stands above',
    ({ folder, may }) => {
      expect(wrong(folder, [...may, ...everywhere])).toEqual([]);
    },
  );

  it.each(drivers)('$folder/ is known to the list of subsystems and its calls', (driver) => {
    const { folder, calls = folder } = driver;
    const others = imports.filter(
      ({ file, target }) => isIn(target, folder) && !isIn(file, folder) && !isIn(file, calls),
    );
    expect(others.map(({ file }) => file).filter((file) => file !== 'kernel.ts')).toEqual([]);
  });

  it.each(drivers)('$folder/ knows no other driver', ({ folder }) => {
    const known = drivers.filter((other) =>
      imports.some(({ file, target }) => isIn(file, folder) && isIn(target, other.folder)),
    );
    expect(known.map((other) => other.folder)).toEqual([folder]);
  });

  it('what is composed of all subsystems names no driver', () => {
    const named = imports.filter(
      ({ file, target }) =>
        (!file.includes('/') || file === 'calls/index.ts') &&
        file !== 'kernel.ts' &&
        isDriver(target),
    );
    expect(named).toEqual([]);
  });
});

describe('the subsystems', () => {
  it('have names, points and calls of their own', () => {
    const all = subsystems.map((s) => s.name);
    expect(new Set(all).size).toBe(all.length);
    for (const part of ['points', 'calls', 'switches'] as const) {
      const keys = subsystems.flatMap((s) => Object.keys((part in s && s[part]) || {}));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});

/** Imports of a folder of the core that go elsewhere than it may; a driver in it is not of the core. */
function wrong(folder: string, may: readonly string[]): string[] {
  return imports
    .filter(({ file }) => isIn(file, folder) && !isDriver(file))
    .filter(
      ({ target }) => isDriver(target) || ![folder, ...may].some((other) => isIn(target, other)),
    )
    .map(({ file, target }) => `${file} imports ${target}`);
}

function isDriver(path: string): boolean {
  return drivers.some(({ folder }) => isIn(path, folder));
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(test|contract)\.ts$/.test(name))
    .map((name) => normalize(join(folder, name)));
}

/** What a file imports of the kernel, both named from its folder. */
function importsOf(file: string, text: string): Import[] {
  const all = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, specifier]) =>
    normalize(join(dirname(file), specifier!)),
  );
  return all
    .filter((target) => isIn(target, KERNEL))
    .map((target) => ({ file: withoutRoot(file), target: withoutRoot(target) }));
}

function withoutRoot(path: string): string {
  return path.slice(KERNEL.length + 1);
}

function isIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}
