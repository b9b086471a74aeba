import { placeText } from '../model/place.ts';
import { Attributor } from '../campaign/attributor.ts';
import type { Corpus } from '../campaign/corpus.ts';
import type { HowFound } from '../campaign/run-order.ts';
import type { Finding } from '../checker/finding.ts';
import { InputError } from '../model/input-error.ts';
import type { World } from '../model/world.ts';
import { compare } from '../shrinkers/simpler.ts';
import type { Console } from './console.ts';
import {
  findingJson,
  type Found,
  foundWith,
  isRaw,
  showFinding,
  showKnown,
  showRaw,
  showSurer,
} from './show.ts';
import { specification } from '../properties/linux.ts';

/** Stores and shows the findings that a search reports. */
export class Findings {
  readonly #corpus: Corpus;
  readonly #attributor: Attributor;
  readonly #isJson: boolean;
  readonly #console: Console;
  #cannotStore = false;

  constructor(corpus: Corpus, world: World, isJson: boolean, console: Console) {
    this.#corpus = corpus;
    this.#attributor = new Attributor(world);
    this.#isJson = isJson;
    this.#console = console;
  }

  /** @param change - replaces what is shown of the finding by what the caller knows better */
  tell(
    finding: Finding,
    { isKnown, was, kernel }: HowFound,
    change: (found: Found) => Found = same,
  ): Found {
    const file = this.#keep(finding, was);
    const found = change(foundWith(kernel, finding, isKnown, file, this.#attributor));
    const text = this.#isJson ? findingJson(found, was !== undefined) : this.#text(found, was);
    if (text !== undefined) this.#console.print(text);
    return found;
  }

  #text(found: Found, was: Finding | undefined): string | undefined {
    if (was === undefined) {
      const show = found.isKnown ? showKnown : isRaw(found) ? showRaw : showFinding;
      return show(found, this.#console);
    }
    if (compare(found.finding.trace, was.trace, specification) < 0)
      return `A simpler trace for ${was.law}, ${placeText(was.place)}:\n\n${showFinding(found, this.#console)}`;
    return found.finding.grade === was.grade ? undefined : showSurer(found);
  }

  /** A finding that cannot be stored is still shown. The reason is shown once. */
  #keep(finding: Finding, was: Finding | undefined): string | undefined {
    try {
      return was === undefined ? this.#corpus.keep(finding) : this.#corpus.replace(was, finding);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (!this.#cannotStore)
        this.#console.note(`pasidcheck: ${error.message}; findings are shown and not stored`);
      this.#cannotStore = true;
      return undefined;
    }
  }
}

function same(found: Found): Found {
  return found;
}
