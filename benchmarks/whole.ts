import { placeText } from '../model/place.ts';
import { searchAtRandom } from '../checker/random.ts';
import type { Workpiece } from './measure.ts';
import type { Workload } from './workload.ts';
import { specification } from '../properties/linux.ts';

/** All work of `check` for a command: it is drawn, issued and judged, and goals are checked. */
export function wholeSearch({ world, seed, recorded, port }: Workload): Workpiece {
  return {
    name: 'whole search',
    run() {
      const { commands } = searchAtRandom({
        specification,
        port,
        world,
        seed,
        first: false,
        goOn: ({ traces }) => traces < recorded.length,
        onFinding({ law, place }) {
          throw new Error(
            `the reference kernel broke ${law} (${placeText(place)}): nothing to measure`,
          );
        },
      });
      return commands;
    },
  };
}
