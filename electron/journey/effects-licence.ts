import { createHash } from 'node:crypto';
import { askedMaterials, type Catalogue, type RegionLicence } from '../catalogue/index.ts';
import { type Clock, err, localDate, MATERIAL_LIMITS, ok } from '../core/index.ts';
import type { MaterialScanner } from '../documents/index.ts';
import type { Profile } from '../profile/index.ts';
import type { Roaming, RoamingRefusal } from '../regions/index.ts';
import { REFUSED } from './effects-materials.ts';
import { type FailureKind, failure } from './failures.ts';
import { passportOf } from './persons.ts';
import type { JourneyEffects } from './types.ts';

export interface LicenceDeps {
  readonly profile: Pick<Profile, 'machineCode'>;
  readonly clock: Clock;
  readonly catalogue: Pick<Catalogue, 'region' | 'implementation' | 'guide'>;
  readonly roaming: Roaming;
  /** What looks a file over that a stranger sent. */
  readonly scanner: () => Promise<MaterialScanner>;
}

/** Which of the region's licences stands for a material, or undefined. */
export function licenceFor(
  catalogue: Pick<Catalogue, 'region' | 'implementation'>,
  {
    region,
    matter,
    material,
  }: { readonly region: string; readonly matter: string; readonly material: string },
): RegionLicence | undefined {
  const implementation = catalogue.implementation(region, matter);
  const asked = implementation && askedMaterials(implementation).find(({ id }) => id === material);
  return asked?.licence === null
    ? undefined
    : catalogue.region(region)?.licences?.find(({ kind }) => kind === asked?.licence);
}

/** A material that comes as an electronic licence (电子证照), examined as if a stranger had sent it. */
export function licenceEffect({
  catalogue,
  clock,
  profile,
  roaming,
  scanner,
}: LicenceDeps): Required<Pick<JourneyEffects, 'fetchLicence'>> {
  return {
    async fetchLicence(order, signal) {
      const { matter, person, region, room } = order;
      const wanted = licenceFor(catalogue, order);
      if (!wanted) return err(failure('licenceRefused', 'not-offered'));
      const purpose = catalogue.guide(region, matter)?.matter.name['zh-CN'] ?? matter;
      // Whose card was read last need not be the holder's: the log-in is the holder's own, for this region alone.
      const { name, number, source } = person;
      roaming.begin({ holder: 'person', person: { name, number, ...passportOf(person) }, by: source }, [
        region,
      ]);
      const request = {
        type: wanted.type,
        purpose,
        consentedAt: clock.now(),
        machineCode: profile.machineCode,
      };
      const got = await roaming.use(
        region,
        (adapter, session, until) => adapter.fetchLicence(session, request, until),
        signal,
      );
      if (!got.ok) return err(refusal(got.error));
      const licence = got.value;
      if (!licence) return err(failure('licenceNone'));
      if (licence.validUntil !== null && licence.validUntil < clock.now()) return err(failure('licenceOver'));
      const { bytes } = licence;
      if (bytes.length > Math.min(room, MATERIAL_LIMITS.fileBytes)) return err(failure('materialTooLarge'));
      const examined = await (await scanner()).scan(bytes);
      if (!examined.ok) return err(failure('licenceUnreadable', REFUSED[examined.error]));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return ok({
        file: { bytes, sha256, ...examined.value },
        licence: {
          name: licence.name,
          validUntil: licence.validUntil === null ? null : localDate(licence.validUntil),
        },
      });
    },
  };
}

/** What a region's word, or its silence, means for a material. */
function refusal(error: RoamingRefusal) {
  const kind = (known: FailureKind, code: string) => failure(known, code);
  if (typeof error === 'string') return kind('licenceRefused', error);
  return kind(error.retryable ? 'licenceRegionDown' : 'licenceRefused', error.technicianCode);
}
