import { vocabulary } from '../../model/linux.ts';

/** What a party is, in a word, for the head of its lane: `process`, `device`, `kernel thread`. */
export function kindOf(party: string): string {
  if (party === vocabulary.subject) return '';
  if (vocabulary.tasks.parties.includes(party)) return 'kernel thread';
  const sort = vocabulary.sorts.find(({ letter }) => new RegExp(`^${letter}\\d+$`).test(party));
  return sort?.name ?? '';
}
