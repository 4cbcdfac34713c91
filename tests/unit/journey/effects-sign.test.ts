import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { err, ok, type Result } from '../../../electron/core/index.ts';
import {
  commitmentOf,
  commitmentPage,
  furtherSignersOf,
  signatureOf,
  signEffects,
  signFacts,
} from '../../../electron/journey/effects-sign.ts';
import type { Draft, FingerNews, PadNews } from '../../../electron/journey/index.ts';
import type {
  FingerDesk,
  FingerTrouble,
  FingerWord,
  PadDesk,
  PrintImage,
} from '../../../electron/signing/index.ts';
import { DOCUMENT, PRINT, personOf, SIGNATURE } from '../../support/journey-harness.ts';
import { makeGuide } from '../../support/views.ts';

const draft = (over: Partial<Draft> = {}): Draft => ({
  region: '120000',
  matter: 'm',
  person: personOf(1),
  values: {},
  materials: [],
  delivery: 'window',
  document: DOCUMENT,
  strokes: SIGNATURE,
  drawn: {},
  ...over,
});

describe('what a region gets of a signature', () => {
  it('is the strokes, bound to the file', () => {
    expect(signatureOf('a'.repeat(64), draft(), 7)).toEqual({
      kind: 'strokes',
      sha256: 'a'.repeat(64),
      strokes: SIGNATURE,
      signedAt: 7,
    });
  });

  it('is the image of a finger with its own hash, of who cannot write', () => {
    expect(signatureOf('a'.repeat(64), draft({ strokes: null, fingerprint: PRINT }), 7)).toEqual({
      kind: 'fingerprint',
      sha256: 'a'.repeat(64),
      image: { mediaType: 'image/png', base64: 'BwcH', sha256: PRINT.sha256 },
      signedAt: 7,
    });
  });
});

describe('a commitment', () => {
  const words = (zh: string) => ({ 'zh-CN': zh, en: `${zh} in English` });
  const guide = makeGuide({
    handling: 'commitment',
    commitment: { promises: [words('甲'), words('乙')], untrue: words('丙'), ordinary: words('丁') },
  });
  const given = { strokes: SIGNATURE, fingerprint: null, signedAt: 9 };

  it('stands in the document until it is refused', () => {
    expect(commitmentPage(guide, draft()).commitment?.promises).toHaveLength(2);
    expect(commitmentPage(guide, draft({ commitment: 'refused' }))).toEqual({});
    expect(commitmentPage(makeGuide(), draft())).toEqual({});
  });

  it('goes to the region with the hash of its Chinese wording and a signature of its own', () => {
    expect(commitmentOf(guide, draft({ commitment: given }))).toEqual({
      commitment: {
        textSha256: createHash('sha256').update('甲\n乙\n丙').digest('hex'),
        signature: { kind: 'strokes', sha256: DOCUMENT.sha256, strokes: SIGNATURE, signedAt: 9 },
      },
    });
  });

  it.each([
    ['was refused', guide, 'refused' as const],
    ['was not given', guide, null],
    ['is not asked', makeGuide(), given],
  ])('does not go where it %s', (_, of, commitment) => {
    expect(commitmentOf(of, draft({ commitment }))).toEqual({});
  });
});

describe('several signers', () => {
  const signers = [
    { name: '样例一', number: '1', given: { strokes: SIGNATURE, fingerprint: null, signedAt: 5 } },
    { name: '样例二', number: '2', given: null },
  ];
  const signaturesDue = { quorum: 2, inOrder: false, until: 99 };

  it('go to the region by name, with the signatures that were given here', () => {
    expect(furtherSignersOf(draft({ signers, signaturesDue }))).toEqual({
      furtherSigners: [
        {
          name: '样例一',
          number: '1',
          signature: { kind: 'strokes', sha256: DOCUMENT.sha256, strokes: SIGNATURE, signedAt: 5 },
        },
        { name: '样例二', number: '2' },
      ],
      signaturesDue,
    });
  });

  it('are not spoken of where there are none', () => {
    expect(furtherSignersOf(draft())).toEqual({});
    expect(furtherSignersOf(draft({ signers: [], signaturesDue: null }))).toEqual({});
  });
});

describe('the desks behind the journey', () => {
  const fakes = () => {
    const taking = Promise.withResolvers<Result<PrintImage, FingerTrouble>>();
    let say: (word: FingerWord) => void = () => undefined;
    const opened: ((word: PadNews) => void)[] = [];
    const pad = {
      ready: true,
      strokes: () => SIGNATURE,
      open: (heard: (word: PadNews) => void) => {
        opened.push(heard);
        return { clear() {}, close() {} };
      },
    } as unknown as PadDesk;
    const finger = {
      ready: true,
      take: (_: AbortSignal, feedback: (word: FingerWord) => void) => {
        say = feedback;
        return taking.promise;
      },
    } as unknown as FingerDesk;
    return { pad, finger, taking, opened, say: (word: FingerWord) => say(word) };
  };

  it('say what is there, and nothing where there is none', () => {
    const { pad, finger } = fakes();
    expect(signFacts({ pad, finger }).signing?.()).toEqual({ pad: true, fingerprint: true });
    expect(signFacts({ pad, finger }).padStrokes?.()).toEqual(SIGNATURE);
    const none = signFacts({ pad: null, finger: null });
    expect(none.signing?.()).toEqual({ pad: false, fingerprint: false });
    expect(none.padStrokes?.()).toBeNull();
    expect(signEffects({ pad: null, finger: null })).toEqual({});
  });

  it('open the pad', () => {
    const { pad, opened } = fakes();
    const heard: PadNews[] = [];
    signEffects({ pad, finger: null }).signOnPad?.((news) => heard.push(news));
    opened[0]?.('written');
    expect(heard).toEqual(['written']);
  });

  it.each([
    ['lost', 'fingerLost'],
    ['none', 'fingerNone'],
    ['poor', 'fingerPoor'],
  ] as const)('tell a citizen why there is no print: %s', async (trouble, kind) => {
    const { finger, taking, say } = fakes();
    const heard: FingerNews[] = [];
    signEffects({ pad: null, finger }).takeFingerprint?.((news) => heard.push(news));
    say('moved');
    taking.resolve(err(trouble));
    await taking.promise;
    await Promise.resolve();
    expect(heard).toMatchObject([
      { kind: 'feedback', feedback: 'moved' },
      { kind: 'failed', problem: { kind } },
    ]);
  });

  it('wipe a print that comes after the citizen has gone back', async () => {
    const { finger, taking, say } = fakes();
    const heard: FingerNews[] = [];
    const stop = signEffects({ pad: null, finger }).takeFingerprint?.((news) => heard.push(news));
    stop?.();
    say('moved');
    const png = new Uint8Array([1, 2, 3]);
    taking.resolve(ok({ png, sha256: '' }));
    await taking.promise;
    await Promise.resolve();
    expect(heard).toEqual([]);
    expect([...png]).toEqual([0, 0, 0]);
  });
});
