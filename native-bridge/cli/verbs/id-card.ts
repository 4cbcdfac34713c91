import { err, maskCitizenNumber } from '../../../electron/core/index.ts';
import { createIdCardReader } from '../../devices/id-card-reader/driver.ts';
import { statusWord, swCode } from '../../devices/id-card-reader/status-words.ts';
import type { IdCard } from '../../devices/id-card-reader/types.ts';
import { deviceComplaint } from '../advice.ts';
import { done, table } from '../report.ts';
import type { Context, Verb } from '../types.ts';
import { withDevice } from '../with-device.ts';

const ADVICE = {
  'read-failed': 'take the card off, wait a second and put it back flat',
  'not-genuine': 'card and reader refuse each other: try another card, then the reader is the one',
  'unknown-card': 'this is no ID card of a known kind',
  'bad-content': 'the card holds something that cannot be: try another card',
} as const;

const make = ({ address, open, clock }: Context) => createIdCardReader({ address, open, clock });

const info: Verb = {
  help: "the security module's number and status",
  run: (context) =>
    withDevice(context, make, async (reader) => {
      const answer = await reader.info();
      if (!answer.ok) return err(deviceComplaint(answer.error));
      const { samNumber, status, baud } = answer.value;
      return done(
        table([
          ['SAM number', samNumber?.text ?? null],
          ['status', `${swCode(status)}: ${statusWord(status).meaning}`],
          ['speed', `${baud} baud`],
        ]),
        { samNumber: samNumber?.text ?? null, status: swCode(status), baud },
      );
    }),
};

const read: Verb = {
  help: 'reads a card of any kind; names and numbers are masked without --reveal',
  run: (context) =>
    withDevice(context, make, async (reader) => {
      context.say('lay a card on the reader');
      const card = await reader.read(context.signal, () => context.say('reading: leave it there'), {
        accept: ['resident', 'residence-permit', 'foreign-permanent-resident'],
        fingerprints: true,
        newAddress: true,
      });
      if (!card.ok) return err(deviceComplaint(card.error, ADVICE));
      const fingers = card.value.fingerprints !== null;
      for (const finger of card.value.fingerprints ?? []) finger.erase();
      const { photo, fingerprints, ...words } = card.value;
      const shown = context.options.reveal ? words : masked(words);
      const rows = Object.entries(shown).map(
        ([name, value]) => [name, Array.isArray(value) ? value.length : (value as string | null)] as const,
      );
      return done(
        table([
          ...rows,
          ['photo', `${photo.length} bytes, not decoded`],
          ['fingerprints', fingers ? 'on the card' : 'none'],
        ]),
        { ...shown, photo: { bytes: photo.length }, fingerprints: fingers },
      );
    }),
};

/** What tells a technician that the reader works, and nobody who the person is. */
function masked(card: Record<string, unknown> & Pick<IdCard, 'kind'>): Record<string, unknown> {
  const first = (text: unknown) => (typeof text === 'string' && text !== '' ? `${[...text][0]}…` : text);
  const out: Record<string, unknown> = { ...card };
  for (const name of [
    'name',
    'englishName',
    'chineseName',
    'address',
    'newAddress',
    'passNumber',
    'previousPermit',
  ]) {
    if (name in out) out[name] = first(out[name]);
  }
  out.number = maskCitizenNumber(String(card.number));
  out.birthDate = `${String(card.birthDate).slice(0, 4)}…`;
  return out;
}

export const idCardVerbs = { info, read };
