import { type Observation, observableOf } from './observation.ts';

/**
 * The observation of an implementation that cannot show everything: hand in what it can, and list the kinds in
 * `capabilities.observes`. Nobody asks for the rest.
 *
 * @returns the same, with the rest in its place: to ask for that throws an Error that names it
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
        throw new Error(`${name}: asked of an implementation that shows no ${observableOf[name]}`);
      },
    };
  const value = shown[name];
  // A method keeps its object; of anything else, such as the log, the present value is asked for.
  return typeof value === 'function' ? { value: value.bind(shown) } : { get: () => shown[name] };
}
