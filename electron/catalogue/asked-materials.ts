import type { Implementation, Material } from './schemas/implementation.ts';

/**
 * The materials (申请材料) that somebody who applies in person has to hand in. The machine makes the form by itself, the
 * identity document was shown when the applicant identified, and an agent's papers (代办) are for agents alone.
 */
export function askedMaterials(implementation: Pick<Implementation, 'materials'>): Material[] {
  return implementation.materials.filter(
    ({ kind, licence, shownBy }) => kind !== 'form' && licence !== 'resident-card' && shownBy === undefined,
  );
}
