import { err, ok } from '../../electron/core/index.ts';
import { failure } from '../../electron/journey/index.ts';
import { type Harness, materialFile } from './journey-harness.ts';
import { WAYS } from './journey-ways.ts';

type Way = (h: Harness) => Promise<void>;

export const LICENCE = { name: '营业执照', validUntil: '2031-12-31' };

const licence: Way = async (h) => {
  h.line.materials = h.line.materials.map((one) => ({ ...one, ways: ['licence', ...one.ways] }));
  await WAYS.materials?.(h);
  await h.say({ type: 'fromLicence', material: 'licence' });
};
const licenceFetching: Way = async (h) => {
  await licence(h);
  await h.say({ type: 'consentLicence' });
};
const licenceDown: Way = async (h) => {
  await licenceFetching(h);
  h.held.licence.answer(err(failure('licenceRegionDown')));
  await h.settle();
};
const licenceNone: Way = async (h) => {
  await licenceFetching(h);
  h.held.licence.answer(err(failure('licenceNone')));
  await h.settle();
};
const licenceCame: Way = async (h) => {
  await licenceFetching(h);
  h.held.licence.answer(ok({ file: materialFile({ mediaType: 'application/pdf' }), licence: LICENCE }));
  await h.settle();
};
const licenceGiven: Way = async (h) => {
  await licenceCame(h);
  await h.say({ type: 'acceptFile' });
};

export const LICENCE_WAYS: Record<string, Way> = {
  licence,
  licenceFetching,
  licenceDown,
  licenceNone,
  licenceCame,
  licenceGiven,
};
