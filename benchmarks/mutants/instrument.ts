/** The part of the package that is used here. Its own declarations need types that no package offers. */
interface Package {
  readonly Instrumenter: new (logger: object) => {
    instrument(
      files: readonly File[],
      options: object,
    ): Promise<{
      readonly files: readonly File[];
      readonly mutants: readonly (Mutant & Ignored)[];
    }>;
  };
}

interface File {
  readonly name: string;
  readonly content: string;
  readonly mutate: true;
}

interface Ignored {
  readonly status?: string;
}

const PACKAGE: string = '@stryker-mutator/instrumenter';

/** One small change of a source. Positions count from 0. */
export interface Mutant {
  readonly id: string;
  readonly fileName: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Changes of texts change no behaviour that a law reads: names of points, of places and of objects. */
const excludedMutations = ['StringLiteral', 'Regex'];

/** Stryker’s instrumenter reports nothing of interest. */
const silent = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  fatal: () => {},
};

/**
 * All mutants of these sources, and the sources with all mutants in them, of which none is active: they count which mutants are
 * reached.
 */
export async function instrumented(
  sources: ReadonlyMap<string, string>,
): Promise<{ readonly mutants: readonly Mutant[]; readonly files: ReadonlyMap<string, string> }> {
  const { Instrumenter } = (await import(PACKAGE)) as Package;
  const files: File[] = [...sources].map(([name, content]) => ({ name, content, mutate: true }));
  const result = await new Instrumenter(silent).instrument(files, {
    plugins: null,
    excludedMutations,
    ignorers: [],
  });
  const mutants = result.mutants.filter(({ status }) => status === undefined);
  return { mutants, files: new Map(result.files.map(({ name, content }) => [name, content])) };
}
