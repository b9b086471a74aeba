import { Attributor } from '../campaign/attributor.ts';
import type { Finding } from '../checker/finding.ts';
import { firstBreak } from '../checker/reproduce.ts';
import { Runner } from '../checker/run.ts';
import type { Defect } from '../defects/defect.ts';
import { simulate, withoutDefects } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import type { World } from '../model/world.ts';
import { specification } from '../properties/linux.ts';

/** The kernel under test, with the defects mended that were found so far. */
export class Mender {
  readonly #version: Version;
  readonly #attributor: Attributor;
  readonly #found: string[] = [];

  constructor(version: Version, world: World) {
    this.#version = version;
    this.#attributor = new Attributor(world);
  }

  /** The fewest defects that explain a finding, on the kernel on which it was found. */
  causesOf(finding: Finding): readonly Defect[] {
    const { causes } = this.#attributor.attribute(this.#now, finding.trace, finding);
    const [first] = causes;
    return first !== undefined && this.#isGoneWithout([first], finding) ? [first] : causes;
  }

  /** The kernel without those defects too; undefined if no catalogued defect explains the finding. */
  mend(finding: Finding): Version | undefined {
    const causes = this.causesOf(finding);
    if (causes.length === 0) return undefined;
    this.#found.push(...causes.map(({ id }) => id));
    return this.#now;
  }

  get #now(): Version {
    return this.#found.length === 0 ? this.#version : withoutDefects(this.#version, this.#found);
  }

  #isGoneWithout(causes: readonly Defect[], { trace, ...broken }: Finding): boolean {
    const ids = [...this.#found, ...causes.map(({ id }) => id)];
    const kernel = simulate(withoutDefects(this.#version, ids));
    const runner = new Runner(specification, kernel, trace.world);
    return firstBreak(runner, trace, broken) === undefined;
  }
}
