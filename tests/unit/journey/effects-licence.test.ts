import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../../electron/catalogue/index.ts';
import { err, MATERIAL_LIMITS, ok, type Result, VirtualClock } from '../../../electron/core/index.ts';
import { givesLicences, materialScanner } from '../../../electron/host-licence.ts';
import { licenceEffect } from '../../../electron/journey/effects-licence.ts';
import { materialSections, materialsOf } from '../../../electron/journey/effects-materials.ts';
import {
  createRoaming,
  type Licence,
  type LicenceRequest,
  type Login,
  type RegionAdapter,
  type RegionFailure,
  type RegionSession,
  regionFailure,
} from '../../../electron/regions/index.ts';
import { materialFile, personOf } from '../../support/journey-harness.ts';
import { smallestJpeg } from '../../support/smallest-jpeg.ts';

const text = (zh: string) => ({ 'zh-CN': zh, en: zh });
const never = new AbortController().signal;
const REGION = '120000';
const TYPE = 'TONGBANSAMPLE00000004';
const BYTES = smallestJpeg(300, 400);
const NOW = Date.UTC(2026, 10, 21, 12);

const material = (id: string, licence: string | null) => ({
  id,
  text: text(id),
  kind: 'copy',
  copies: 1,
  required: true,
  gapAllowed: false,
  licence,
});
const catalogue = {
  region: () => ({ licences: [{ kind: 'retirement', type: TYPE, name: text('退休证') }] }),
  implementation: () => ({ materials: [material('retirement', 'retirement'), material('bank', null)] }),
  guide: () => ({ matter: { name: text('提取公积金') } }),
} as unknown as Catalogue;

const licence = (over: Partial<Licence> = {}): Licence => ({
  identifier: '1.2.156.3005.2.TONGBANSAMPLE.A',
  name: '退休证',
  mediaType: 'application/pdf',
  bytes: BYTES,
  validUntil: null,
  ...over,
});

function bench(answer: Result<Licence | null, RegionFailure>) {
  const clock = new VirtualClock(NOW);
  const logins: Login[] = [];
  const asked: LicenceRequest[] = [];
  const adapter = {
    region: REGION,
    capabilities: { sessions: true, licences: true },
    authenticate: async (login: Login) => {
      logins.push(login);
      return ok({ region: REGION, holder: 'person', token: 't', expiresAt: 9e15 });
    },
    endSession: async () => ok(),
    fetchLicence: async (_: RegionSession, request: LicenceRequest) => {
      asked.push(request);
      return answer;
    },
  } as unknown as RegionAdapter;
  const roaming = createRoaming({ adapter: () => adapter, clock });
  const { fetchLicence } = licenceEffect({
    profile: { machineCode: 'B017' },
    clock,
    catalogue,
    roaming,
    scanner: materialScanner,
  });
  const get = (over: { material?: string; room?: number } = {}) =>
    fetchLicence(
      {
        region: REGION,
        matter: 'XT-ZJ-001',
        material: 'retirement',
        person: personOf(1),
        room: MATERIAL_LIMITS.caseBytes,
        ...over,
      },
      never,
    );
  return { get, roaming, logins, asked };
}

describe('an electronic licence that stands for a material', () => {
  it('is fetched in the holder’s own session, for this matter and from now on', async () => {
    const { get, roaming, logins, asked } = bench(ok(licence()));
    // Whose card was read last was somebody else's.
    const other = personOf(2);
    roaming.begin({ holder: 'person', person: { name: other.name, number: other.number }, by: 'card' }, []);
    const sha256 = createHash('sha256').update(BYTES).digest('hex');
    expect(await get()).toEqual(
      ok({
        file: { bytes: BYTES, sha256, mediaType: 'image/jpeg', pages: 1 },
        licence: { name: '退休证', validUntil: null },
      }),
    );
    expect(logins).toMatchObject([{ person: { number: personOf(1).number } }]);
    expect(asked).toEqual([{ type: TYPE, purpose: '提取公积金', consentedAt: NOW, machineCode: 'B017' }]);
  });

  it('says the last day on which it is good', async () =>
    expect(await bench(ok(licence({ validUntil: Date.UTC(2027, 0, 1, 3) }))).get()).toMatchObject({
      value: { licence: { validUntil: '2027-01-01' } },
    }));

  it.each<[string, Result<Licence | null, RegionFailure>, object, string]>([
    ['the holder has none', ok(null), {}, 'licenceNone'],
    ['it is over', ok(licence({ validUntil: NOW - 1 })), {}, 'licenceOver'],
    ['the file is none that is taken', ok(licence({ bytes: Uint8Array.of(1) })), {}, 'licenceUnreadable'],
    ['there is no room for it', ok(licence()), { room: 10 }, 'materialTooLarge'],
    ['the region has nothing for the material', ok(licence()), { material: 'bank' }, 'licenceRefused'],
    ['the matter does not ask for the material', ok(licence()), { material: 'other' }, 'licenceRefused'],
    ['the region cannot be reached', err(regionFailure('unreachable', 'x')), {}, 'licenceRegionDown'],
    ['the region refuses', err(regionFailure('rejected', 'x')), {}, 'licenceRefused'],
  ])('is not taken when %s', async (_why, answer, over, kind) =>
    expect(await bench(answer).get(over)).toMatchObject(err({ kind })),
  );

  it('is not asked for where the region opens no sessions', async () => {
    expect(givesLicences(undefined)).toBe(false);
    const { get, roaming, asked } = bench(ok(licence()));
    roaming.use = async () => err('not-served');
    expect(await get()).toMatchObject(err({ kind: 'licenceRefused' }));
    expect(asked).toEqual([]);
  });

  it('travels as a licence and stands by its name in the form that is signed', () => {
    const given = {
      way: 'licence',
      file: materialFile({ mediaType: 'application/pdf' }),
      licence: { name: '退休证', validUntil: null },
    } as const;
    const draft = { materials: [{ id: 'm', name: text('退休证'), given }] };
    expect(materialsOf(draft as unknown as Parameters<typeof materialsOf>[0])).toMatchObject({
      materials: [{ code: 'm', from: 'licence', file: { mediaType: 'application/pdf' } }],
    });
    expect(
      JSON.stringify(materialSections(draft as unknown as Parameters<typeof materialSections>[0])),
    ).toContain('电子证照“退休证”，1 页');
  });
});
