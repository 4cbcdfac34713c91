import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../electron/regions/adapters/rest-oauth2/config.ts';
import { fromWire, toWire } from '../../../electron/regions/adapters/rest-oauth2/mapping.ts';
import { type WireCase, wireInstant } from '../../../electron/regions/adapters/rest-oauth2/wire.ts';
import { makeSubmission } from '../../support/sandbox.ts';

const file = join(import.meta.dirname, '../../../assets/regions/120000.json');
const { mappings } = configSchema.parse(JSON.parse(readFileSync(file, 'utf8')).adapter);

describe("our words become the region's codes", () => {
  it('every coded field of a submission', () => {
    const wire = toWire(
      mappings,
      makeSubmission('T', 1, { form: { purpose: 'other', phone: '13800000000' } }),
    );
    expect(wire).toMatchObject({
      ok: true,
      value: {
        channel: '9',
        delivery: '4',
        submittedAt: '2026-11-20T10:00:00+08:00',
        applicant: { certificateType: '111', source: '1' },
        form: { purpose: '99', phone: '13800000000' },
        signature: { signedAt: '2026-11-20T09:59:30+08:00' },
      },
    });
  });

  it('the other words get the other codes', () => {
    const typed = { ...makeSubmission('T').applicant, source: 'typed' as const };
    const wire = toWire(mappings, makeSubmission('T', 1, { delivery: 'window', applicant: typed }));
    expect(wire).toMatchObject({ ok: true, value: { delivery: '1', applicant: { source: '2' } } });
  });

  it.each(['holiday', 'constructor', '01'])(
    'a word without a code (%s) is a gap that names the field only',
    (purpose) => {
      expect(toWire(mappings, makeSubmission('T', 1, { form: { purpose } }))).toEqual({
        ok: false,
        error: { path: 'form.purpose' },
      });
    },
  );
});

describe("the region's codes become our words", () => {
  const answer = (change: Partial<WireCase>): WireCase => ({
    caseNumber: 'C1',
    receiptNumber: 'R',
    state: '01',
    acceptedAt: null,
    finishedAt: null,
    resultReady: false,
    ...change,
  });

  it.each([
    ['01', 'received'],
    ['02', 'accepted'],
    ['03', 'finished'],
    ['04', 'refused'],
  ])('%s is %s', (code, state) => {
    expect(fromWire(mappings, answer({ state: code }))).toMatchObject({ ok: true, value: { state } });
  });

  it.each(['1', '05', 'received', ''])('state %j is unknown', (state) => {
    expect(fromWire(mappings, answer({ state }))).toEqual({ ok: false, error: { path: 'state' } });
  });

  it('instants come back as they went, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const acceptedAt = wireInstant(seconds * 1000);
        const back = fromWire(mappings, answer({ acceptedAt }));
        expect(back.ok && back.value.acceptedAt).toBe(seconds * 1000);
      }),
    );
  });

  it('any codes that differ give the same word back', () => {
    const code = fc.stringMatching(/^[0-9A-Z]{1,4}$/);
    fc.assert(
      fc.property(fc.uniqueArray(code, { minLength: 4, maxLength: 4 }), ([a, b, c, d]) => {
        const state = { received: a, accepted: b, finished: c, refused: d } as typeof mappings.state;
        for (const [word, wire] of Object.entries(state))
          expect(fromWire({ ...mappings, state }, answer({ state: wire }))).toMatchObject({
            value: { state: word },
          });
      }),
    );
  });
});
