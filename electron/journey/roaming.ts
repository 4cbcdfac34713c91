import type { Roaming } from '../regions/index.ts';
import { passportOf } from './persons.ts';
import type { SessionMarker } from './service.ts';
import type { JourneyEffects, Person } from './types.ts';

/**
 * Whoever is identified is the one for whom the regions are asked. Sessions there are opened only when something needs
 * them and the person has consented: who typed name and number gave them to one region.
 */
export function withRoaming(effects: JourneyEffects, roaming: Roaming): JourneyEffects {
  const begin = (one: Person, regions: readonly string[]) => {
    const { name, number, source } = one;
    roaming.begin({ holder: 'person', person: { name, number, ...passportOf(one) }, by: source }, regions);
  };
  return {
    ...effects,
    async readPerson(signal, reading) {
      const person = await effects.readPerson(signal, reading);
      if (person.ok && !signal.aborted) begin(person.value, []);
      return person;
    },
    async checkPerson(region, claim, signal) {
      const person = await effects.checkPerson(region, claim, signal);
      if (person.ok && !signal.aborted) begin(person.value, [region]);
      return person;
    },
  };
}

/** With the session at this machine those at the regions end. */
export function endingWith(marker: SessionMarker, end: () => void): SessionMarker {
  return {
    ...marker,
    end() {
      end();
      marker.end();
    },
  };
}
