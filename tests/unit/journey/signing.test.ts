import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import {
  AUTHORISATION,
  caseView,
  DOCUMENT,
  type Harness,
  journeyHarness,
  PRINT,
  personOf,
  SIGNATURE,
} from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

const at = async (way: keyof typeof WAYS): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
};

const signData = (h: Harness) => {
  const view = h.view();
  if (view.screen !== 'sign') throw new Error(`on ${view.screen}`);
  return view.data;
};

describe('signing on the pad', () => {
  it('is asked for where the pad is there, and the signature is what stands on it', async () => {
    const h = await at('signWritten');
    expect(signData(h).pad).toBe('written');
    await h.say({ type: 'signedOnPad' });
    expect(h.screen()).toBe('submitting');
    expect(h.submitted.at(-1)).toMatchObject({ strokes: SIGNATURE, fingerprint: null });
    expect(h.pad).toMatchObject({ opened: 1, closed: 1 });
  });

  it('takes no signature before something is written', async () => {
    const h = await at('signPad');
    expect(h.view().events).not.toContain('signedOnPad');
    expect(h.view().events).toContain('clearPad');
    h.pad.strokes = null;
    h.pad.hear('written');
    await h.settle();
    // The pad says so and holds nothing: nobody signs with nothing.
    await h.say({ type: 'signedOnPad' });
    expect(h.screen()).toBe('sign');
  });

  it('begins again on the same sheet', async () => {
    const h = await at('signWritten');
    await h.say({ type: 'clearPad' });
    expect(h.pad).toMatchObject({ cleared: 1, opened: 1 });
    expect(signData(h).pad).toBe('empty');
  });

  it('gives way to the screen when the citizen wishes, and stays there', async () => {
    const h = await at('signPad');
    await h.say({ type: 'signOnScreen' });
    expect(signData(h).pad).toBeUndefined();
    expect(h.pad.closed).toBe(1);
    await h.say({ type: 'back' });
    await h.say({ type: 'toSign' });
    expect(signData(h).pad).toBeUndefined();
    await h.say({ type: 'signOnPad' });
    expect(signData(h).pad).toBe('opening');
  });

  it('takes a hand that writes on the screen meanwhile', async () => {
    const h = await at('signPad');
    await h.say({ type: 'signed', strokes: SIGNATURE });
    expect(h.screen()).toBe('submitting');
  });

  it('gives way to the screen, with a word, when the pad is lost in the middle', async () => {
    const h = await at('signWritten');
    h.devices.pad = false;
    h.pad.hear('lost');
    await h.settle();
    expect(signData(h)).toMatchObject({ problem: { kind: 'padLost' } });
    expect(h.view().events).not.toContain('signOnPad');
    h.devices.pad = true;
    h.devices.changed();
    await h.settle();
    expect(h.view().events).toContain('signOnPad');
  });

  it('gives way to the screen when nothing is written for long', async () => {
    const h = await at('signPad');
    await h.clock.advance(29_000);
    expect(signData(h).pad).toBe('empty');
    await h.clock.advance(2_000);
    expect(signData(h)).toMatchObject({ problem: { kind: 'padQuiet' } });
  });

  it('stands still while somebody writes, however long it takes', async () => {
    const h = await at('signWritten');
    for (let s = 0; s < 300; s += 10) {
      await h.clock.advance(10_000);
      h.pad.hear('ink');
      await h.settle();
    }
    expect(h.view()).toMatchObject({ screen: 'sign', overlay: null });
  });

  it('survives a bug in the pad', async () => {
    const h = journeyHarness();
    h.devices.pad = true;
    h.breakPad();
    await WAYS.sign?.(h);
    expect(signData(h)).toMatchObject({ problem: { kind: 'padLost' } });
  });

  it('opens the pad again when what was signed could not be stored', async () => {
    const h = await at('signWritten');
    await h.say({ type: 'signedOnPad' });
    h.held.submit.answer(err(failure('diskFull')));
    await h.settle();
    expect(signData(h)).toMatchObject({ pad: 'opening', problem: { kind: 'diskFull' } });
    expect(h.pad.opened).toBe(2);
  });

  it('serves the principal of an authorisation too', async () => {
    const h = journeyHarness();
    h.devices.pad = true;
    await WAYS.signAuthorisation?.(h);
    expect(signData(h)).toMatchObject({
      pad: 'opening',
      signer: 'principal',
      sha256: AUTHORISATION.document.sha256,
    });
    h.pad.hear('empty');
    h.pad.strokes = SIGNATURE;
    h.pad.hear('written');
    await h.settle();
    await h.say({ type: 'signedOnPad' });
    await h.say({ type: 'confirmDetails', values: { purpose: 'train' } });
    await h.say({ type: 'chooseDelivery', delivery: 'print-here' });
    expect(h.drafts.at(-1)?.forWhom?.authorisation).toMatchObject({ strokes: SIGNATURE });
  });

  it('signs the answer to a correction', async () => {
    const h = journeyHarness();
    h.devices.pad = true;
    await WAYS.correctSign?.(h);
    h.pad.hear('empty');
    h.pad.strokes = SIGNATURE;
    h.pad.hear('written');
    await h.settle();
    await h.say({ type: 'signedOnPad' });
    expect(h.corrections.at(-1)).toMatchObject({ strokes: SIGNATURE });
  });
});

describe('a fingerprint in place of a signature', () => {
  it('is offered only where it can be taken', async () => {
    const h = await at('sign');
    expect(h.view().events).not.toContain('useFingerprint');
    h.devices.finger = true;
    h.devices.changed();
    await h.settle();
    expect(h.view().events).toContain('useFingerprint');
  });

  it('asks for consent of its own before the reader is woken, and says how to refuse', async () => {
    const h = await at('fingerConsent');
    expect(h.view()).toMatchObject({ screen: 'fingerprint', data: { phase: 'consent', ready: true } });
    expect(h.finger.taken).toBe(0);
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('sign');
    expect(h.finger.taken).toBe(0);
  });

  it('cannot be consented to while the reader is away', async () => {
    const h = await at('fingerConsent');
    h.devices.finger = false;
    h.devices.changed();
    await h.settle();
    expect(h.view()).toMatchObject({ data: { ready: false } });
    expect(h.view().events).not.toContain('consent');
  });

  it('says what the finger must do, and shows what was taken before it counts', async () => {
    const h = await at('fingerReading');
    h.finger.hear({ kind: 'feedback', feedback: 'too-messy' });
    await h.settle();
    expect(h.view()).toMatchObject({ data: { phase: 'reading', feedback: 'too-messy' } });
    h.finger.hear({ kind: 'taken', print: PRINT });
    await h.settle();
    expect(h.view()).toMatchObject({ data: { phase: 'taken' } });
    expect(h.journey.fingerprint()).toBe(PRINT.png);
    expect(h.finger.closed).toBe(1);
    await h.say({ type: 'giveFingerprint' });
    expect(h.submitted.at(-1)).toMatchObject({ strokes: null, fingerprint: PRINT });
    h.held.submit.answer(ok(caseView()));
    await h.settle();
    expect(h.journey.fingerprint()).toBeNull();
  });

  it('is taken anew when it is not good, and forgotten when the citizen goes back', async () => {
    const h = await at('fingerTaken');
    await h.say({ type: 'retry' });
    expect(h.journey.fingerprint()).toBeNull();
    expect(h.finger.taken).toBe(2);
    h.finger.hear({ kind: 'taken', print: PRINT });
    await h.settle();
    await h.say({ type: 'back' });
    expect(h.journey.fingerprint()).toBeNull();
    expect(h.screen()).toBe('sign');
  });

  it('says why there is none, with another try and the way back', async () => {
    const h = await at('fingerFailed');
    expect(h.view()).toMatchObject({ data: { phase: 'failed', problem: { kind: 'fingerNone' } } });
    expect(h.view().events).toEqual(expect.arrayContaining(['retry', 'back']));
    await h.say({ type: 'retry' });
    expect(h.view()).toMatchObject({ data: { phase: 'reading', problem: null } });
  });

  it('is gone with the citizen', async () => {
    const h = await at('fingerTaken');
    await h.say({ type: 'leave' });
    await h.say({ type: 'leaveNow' });
    expect(h.journey.fingerprint()).toBeNull();
  });
});

describe('a matter by commitment', () => {
  it('asks for the promise after the document was read, and for its own signature before the application', async () => {
    const h = await at('commitment');
    expect(h.view()).toMatchObject({ screen: 'commitment', data: { promises: [{ en: '场所真实' }] } });
    await h.say({ type: 'promise' });
    expect(signData(h)).toMatchObject({ signer: 'promiser' });
    await h.say({ type: 'signed', strokes: SIGNATURE });
    expect(signData(h).signer).toBeUndefined();
    await h.say({ type: 'signed', strokes: SIGNATURE });
    expect(h.submitted.at(-1)).toMatchObject({
      strokes: SIGNATURE,
      commitment: { strokes: SIGNATURE, fingerprint: null, signedAt: h.clock.now() },
    });
  });

  it('is never signed unasked: there is no way round the promise', async () => {
    const h = await at('promisedReview');
    await h.say({ type: 'toSign' });
    expect(h.screen()).toBe('commitment');
    expect(h.view().events).not.toContain('signed');
    await h.say({ type: 'promise' });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('commitment');
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('review');
  });

  it('goes the ordinary way when it is refused: the document is made anew without it, and it is not asked again', async () => {
    const h = await at('commitment');
    await h.say({ type: 'refusePromise' });
    expect(h.screen()).toBe('preparing');
    expect(h.drafts.at(-1)).toMatchObject({ commitment: 'refused', document: null });
    h.held.prepare.answer(ok(DOCUMENT));
    await h.settle();
    await h.say({ type: 'toSign' });
    expect(signData(h).signer).toBeUndefined();
  });

  it('is asked once more when the document is another one', async () => {
    const h = await at('signCommitment');
    await h.say({ type: 'signed', strokes: SIGNATURE });
    await h.say({ type: 'back' });
    await h.say({ type: 'back' });
    await h.say({ type: 'chooseDelivery', delivery: 'window' });
    h.held.prepare.answer(ok(DOCUMENT));
    await h.settle();
    await h.say({ type: 'toSign' });
    expect(h.screen()).toBe('commitment');
  });

  it('takes a fingerprint too', async () => {
    const h = journeyHarness();
    h.devices.finger = true;
    await WAYS.signCommitment?.(h);
    await h.say({ type: 'useFingerprint' });
    expect(h.view()).toMatchObject({ screen: 'fingerprint', data: { signer: 'promiser' } });
    await h.say({ type: 'consent' });
    h.finger.hear({ kind: 'taken', print: PRINT });
    await h.settle();
    await h.say({ type: 'giveFingerprint' });
    await h.say({ type: 'signed', strokes: SIGNATURE });
    expect(h.submitted.at(-1)?.commitment).toMatchObject({ strokes: null, fingerprint: PRINT });
  });
});

describe('several signers', () => {
  const signersData = (h: Harness) => {
    const view = h.view();
    if (view.screen !== 'signers') throw new Error(`on ${view.screen}`);
    return view.data;
  };
  /** Lays down a card as the next signer. */
  const card = async (h: Harness, seed: number) => {
    await h.say({ type: 'nextSigner' });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(seed)));
    await h.settle();
  };
  const signNext = async (h: Harness, seed: number) => {
    await card(h, seed);
    await h.say({ type: 'toSign' });
    await h.say({ type: 'signed', strokes: SIGNATURE });
  };

  it('each lay down their card, read the very document and sign; then the application goes with all of it', async () => {
    const h = await at('signers');
    expect(signersData(h)).toMatchObject({ quorum: 2, people: [{ signed: false }, { signed: false }] });
    await card(h, 6);
    expect(h.view()).toMatchObject({
      screen: 'review',
      data: { sha256: DOCUMENT.sha256, signer: 'co-signer' },
    });
    expect(h.journey.document()?.sha256).toBe(DOCUMENT.sha256);
    await h.say({ type: 'toSign' });
    expect(signData(h)).toMatchObject({ signer: 'co-signer', sha256: DOCUMENT.sha256 });
    await h.say({ type: 'signed', strokes: SIGNATURE });
    expect(signersData(h).people.map(({ signed }) => signed)).toEqual([false, true]);
    await signNext(h, 5);
    expect(h.view().events).not.toContain('nextSigner');
    await h.say({ type: 'submitSigned' });
    expect(h.submitted.at(-1)?.signers).toMatchObject([
      { name: personOf(5).name, given: { strokes: SIGNATURE } },
      { name: personOf(6).name, given: { strokes: SIGNATURE } },
    ]);
  });

  it('who is not here can sign until a day', async () => {
    const h = await at('signers');
    await signNext(h, 5);
    await h.say({ type: 'submitSigned' });
    expect(h.submitted.at(-1)).toMatchObject({
      signers: [{ given: { strokes: SIGNATURE } }, { given: null }],
      signaturesDue: { quorum: 2, inOrder: false, until: h.clock.now() + 15 * 86_400_000 },
    });
  });

  it.each([
    ['is not on the list', 7, 'signerUnknown'],
    ['has applied', 4, 'signerTwice'],
  ])('refuse whoever %s, and wait for another card', async (_, seed, kind) => {
    const h = await at('signers');
    await card(h, seed);
    expect(h.view()).toMatchObject({ screen: 'signerCard', data: { problem: { kind } } });
    h.held.read.answer(ok(personOf(5)));
    await h.settle();
    expect(h.screen()).toBe('review');
  });

  it('refuse whoever signs twice', async () => {
    const h = await at('signers');
    await signNext(h, 5);
    await card(h, 5);
    expect(h.view()).toMatchObject({ screen: 'signerCard', data: { problem: { kind: 'signerTwice' } } });
  });

  it('refuse a card whose number is on the list under another name', async () => {
    const h = await at('signers');
    await h.say({ type: 'nextSigner' });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok({ ...personOf(5), name: personOf(7).name }));
    await h.settle();
    expect(h.view()).toMatchObject({ data: { problem: { kind: 'signerUnknown' } } });
  });

  it('wait until the card of the one before is gone', async () => {
    const h = await at('signerLift');
    expect(h.view()).toMatchObject({ data: { phase: 'lift' } });
    h.devices.card = false;
    h.devices.changed();
    await h.settle();
    expect(h.view()).toMatchObject({ data: { phase: 'waiting' } });
    h.cardFound();
    await h.settle();
    expect(h.view()).toMatchObject({ data: { phase: 'reading' } });
  });

  it('are asked for by name, and wait for a reader that is away', async () => {
    const h = await at('signerConsent');
    h.devices.reader = false;
    await h.say({ type: 'consent' });
    expect(h.view()).toMatchObject({ overlay: { kind: 'device', device: 'idReader' } });
    h.devices.reader = true;
    h.devices.changed();
    await h.settle();
    h.held.read.answer(err(failure('readerAbsent')));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'signerCard', data: { phase: 'waiting' } });
    h.held.read.answer(err(failure('internal')));
    await h.settle();
    expect(h.screen()).toBe('stuck');
  });

  it('are not asked where the region takes one signature only', async () => {
    const h = journeyHarness();
    h.line.takesSigners = false;
    await WAYS.sharedSign?.(h);
    await h.say({ type: 'signed', strokes: SIGNATURE });
    expect(h.screen()).toBe('submitting');
    expect(h.submitted.at(-1)).toMatchObject({ signers: [], signaturesDue: null });
  });

  it('sign anew when the document is another one', async () => {
    const h = await at('signers');
    await signNext(h, 5);
    await h.say({ type: 'back' });
    await h.say({ type: 'back' });
    await h.say({ type: 'chooseDelivery', delivery: 'window' });
    h.held.prepare.answer(ok({ ...DOCUMENT, sha256: 'c'.repeat(64) }));
    await h.settle();
    await h.say({ type: 'toSign' });
    await h.say({ type: 'signed', strokes: SIGNATURE });
    expect(signersData(h).people.map(({ signed }) => signed)).toEqual([false, false]);
  });

  it('keep their signatures when the application could not be stored', async () => {
    const h = await at('signers');
    await signNext(h, 5);
    await h.say({ type: 'submitSigned' });
    h.held.submit.answer(err(failure('diskFull')));
    await h.settle();
    expect(h.screen()).toBe('sign');
    await h.say({ type: 'signed', strokes: SIGNATURE });
    expect(signersData(h).people.map(({ signed }) => signed)).toEqual([true, false]);
  });

  it('may turn back before they sign', async () => {
    const h = await at('readAsSigner');
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('signers');
    await h.say({ type: 'nextSigner' });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('signers');
  });
});
