/**
 * A small kernel with PASIDs that implements `Port`: processes, open files that bind their mm to a device, and an
 * allocator. The project’s specification of Linux checks the part that the kernel supports. It has one mistake.
 *
 *     npm run example -- kernel check | explore | replay "open p0 d0 -> f0; close p0 f0" [IMPLEMENTATION]
 */
import {
  type Answer,
  type Capabilities,
  type Command,
  driver,
  failed,
  findWorld,
  nobody,
  type Observation,
  ok,
  type Port,
  type StateLine,
  showingOnly,
  specification,
  success,
  type World,
} from '../index.ts';
import type { Example } from './cli.ts';

/** The memory of a process. Files that it opened are bound to it under its PASID. */
interface Mm {
  readonly number: number;
  pasid: number;
  bonds: number;
}

/** An open file: whose mm it is bound to, and which processes have a descriptor of it. */
interface OpenFile {
  readonly mm: Mm;
  readonly holders: Set<number>;
}

function ownerText(owner: number): string {
  if (owner === driver) return 'a driver';
  return owner === nobody ? 'free' : `mm${owner - 1}`;
}

class SmallKernel implements Port {
  readonly name: string;
  readonly capabilities: Capabilities = {
    commands: new Set(['open', 'close', 'fork', 'exit', 'alloc', 'free']),
    observes: new Set(['pasids']),
    faults: false,
    points: [],
  };
  readonly #countsBonds: boolean;
  /** Of each PASID, from 1 on: an mm, a driver, or nobody. */
  #owners: number[] = [];
  #mms = 0;
  readonly #processes = new Map<number, Mm>();
  readonly #files = new Map<number, OpenFile>();
  readonly #drivers = new Map<number, number>();

  constructor(name: string, countsBonds: boolean) {
    this.name = name;
    this.#countsBonds = countsBonds;
  }

  reset({ ioasid }: World): void {
    this.#owners = Array.from({ length: ioasid?.pasids ?? 0 }, () => nobody);
    this.#mms = 0;
    for (const table of [this.#processes, this.#files, this.#drivers]) table.clear();
    this.#processes.set(0, this.#newMm());
  }

  apply(command: Command): Answer {
    const c = command as Command & Record<'process' | 'child' | 'file' | 'pasid', number>;
    switch (c.kind) {
      case 'open':
        return this.#open(this.#processes.get(c.process)!, c.process, c.file);
      case 'close':
        return this.#files.get(c.file)?.holders.has(c.process) === true
          ? this.#close(c.process, c.file)
          : failed('EBADF');
      case 'fork':
        this.#processes.set(c.child, this.#newMm());
        for (const { holders } of this.#files.values())
          if (holders.has(c.process)) holders.add(c.child);
        return success;
      case 'exit':
        for (const [name, { holders }] of this.#files)
          if (holders.has(c.process)) this.#close(c.process, name);
        this.#processes.delete(c.process);
        return success;
      case 'alloc': {
        const pasid = this.#take(driver);
        if (pasid === 0) return failed('ENOSPC');
        this.#drivers.set(c.pasid, pasid);
        return ok(pasid);
      }
      default:
        this.#give(this.#drivers.get(c.pasid)!);
        this.#drivers.delete(c.pasid);
        return success;
    }
  }

  settle(): void {
    // Nothing is deferred.
  }

  observe(): Observation {
    return showingOnly({ pasidOwner: (pasid) => this.#owners[pasid - 1]! });
  }

  describe(): readonly StateLine[] {
    return this.#owners.map((of, i) => ({ what: `PASID ${i + 1}`, is: ownerText(of) }));
  }

  #open(mm: Mm, process: number, file: number): Answer {
    if (mm.pasid === 0) mm.pasid = this.#take(mm.number);
    if (mm.pasid === 0) return failed('ENOSPC');
    mm.bonds++;
    this.#files.set(file, { mm, holders: new Set([process]) });
    return ok(mm.pasid);
  }

  /** The bond ends with the last descriptor. */
  #close(process: number, name: number): Answer {
    const { mm, holders } = this.#files.get(name)!;
    holders.delete(process);
    if (holders.size > 0) return success;
    this.#files.delete(name);
    mm.bonds--;
    // The mistake: other files may still be bound to the same mm, under the same PASID.
    if (this.#countsBonds && mm.bonds > 0) return success;
    this.#give(mm.pasid);
    mm.pasid = 0;
    return success;
  }

  #newMm(): Mm {
    return { number: ++this.#mms, pasid: 0, bonds: 0 };
  }

  /** The lowest PASID that is free; 0 if none is. */
  #take(owner: number): number {
    const at = this.#owners.indexOf(nobody);
    if (at >= 0) this.#owners[at] = owner;
    return at + 1;
  }

  #give(pasid: number): void {
    if (pasid > 0) this.#owners[pasid - 1] = nobody;
  }
}

export const example: Example = {
  specification,
  ports: [new SmallKernel('forgetful', false), new SmallKernel('counting', true)],
  world: findWorld('sva-small'),
  check: { runs: 300 },
  explore: { states: 5000 },
};
