import { NotShown } from './not-shown.ts';
import { type Observation, observableOf } from './observation.ts';

/**
 * The observation of an implementation that cannot show everything. Pass the members that it shows, and list their kinds in
 * `capabilities.observes`. No law reads the other members.
 *
 * @returns the same, with the missing members added: reading one of those throws an Error that names it
 */
export function showingOnly(shown: Partial<Observation>): Observation {
  const names = Object.keys(observableOf) as (keyof Observation)[];
  const properties = names.map((name) => [name, property(shown, name)]);
  return Object.defineProperties({}, Object.fromEntries(properties)) as Observation;
}

function property(shown: Partial<Observation>, name: keyof Observation): PropertyDescriptor {
  if (!(name in shown))
    return {
      get() {
        throw new NotShown(
          `${name}: read from an implementation that shows no ${observableOf[name]}`,
        );
      },
    };
  const value = shown[name];
  // A method keeps its object; any other member, such as the log, is read anew each time.
  return typeof value === 'function' ? { value: value.bind(shown) } : { get: () => shown[name] };
}
