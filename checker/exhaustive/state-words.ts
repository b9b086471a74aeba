import type { Layout } from '../../memory/records.ts';

const NOTHING: Int32Array = new Int32Array(0);

/** A state as words: the memories of the model and of the implementation, and the next new name of each sort. */
export class StateWords {
  readonly #model: Layout;
  readonly #port: Layout;
  readonly #firstNames: readonly number[];
  /** The next new name of each sort, in order: no way uses a name twice. */
  readonly nextName: Int32Array;
  readonly size: number;
  #loaded = NOTHING;
  #loadedModel = NOTHING;
  #loadedPort = NOTHING;
  #loadedNames = NOTHING;

  constructor(model: Layout, port: Layout, firstNames: readonly number[]) {
    this.#model = model;
    this.#port = port;
    this.#firstNames = firstNames;
    this.nextName = new Int32Array(firstNames.length);
    this.size = model.size + port.size + firstNames.length;
  }

  /** The memories that hold the present state: the model’s, the implementation’s. */
  get memories(): readonly Layout[] {
    return [this.#model, this.#port];
  }

  /** The state that was loaded last. */
  get loaded(): Int32Array {
    return this.#loaded;
  }

  /** The next new names in it. */
  get loadedNames(): Int32Array {
    return this.#loadedNames;
  }

  /** Forgets the used names and the loaded state. The caller resets the memories. */
  start(): void {
    this.nextName.set(this.#firstNames);
    this.#loaded = NOTHING;
    this.#loadedModel = NOTHING;
    this.#loadedPort = NOTHING;
  }

  save(into: Int32Array): void {
    const model = this.#model.size;
    into.set(this.#model.used);
    into.set(this.#port.used, model);
    into.set(this.nextName, model + this.#port.size);
  }

  load(from: Int32Array): void {
    if (from !== this.#loaded) this.#divide(from);
    this.#model.restore(this.#loadedModel);
    this.#port.restore(this.#loadedPort);
    for (let i = 0; i < this.nextName.length; i++) this.nextName[i] = this.#loadedNames[i]!;
  }

  /** Whether both memories equal the state that was loaded last, whatever names were used since. */
  isAsLoaded(): boolean {
    return this.#model.isAs(this.#loadedModel) && this.#port.isAs(this.#loadedPort);
  }

  /** The parts of a stored state; usually the same array is loaded again. */
  #divide(from: Int32Array): void {
    const model = this.#model.size;
    const names = model + this.#port.size;
    this.#loaded = from;
    this.#loadedModel = from.subarray(0, model);
    this.#loadedPort = from.subarray(model, names);
    this.#loadedNames = from.subarray(names);
  }
}
