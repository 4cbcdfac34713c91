import { REGION_KINDS } from '../../regions/index.ts';
import { ACCESS } from '../sandbox-regions.ts';
import type { PlayedKind } from './played-bench.ts';

type Knowledge = Pick<PlayedKind, 'without' | 'codes'>;

const HTTP_CODES = {
  cut: '{op}.network',
  serverError: '{op}.http-500',
  tooMany: '{op}.http-429',
  off: '{op}.network',
  refusedAccount: '{op}.http-401',
} as const;
const BY_FILES = ['at-once', 'retry-after', 'expired-token', 'clock-skew', 'forged-answer'] as const;

/** What the protocol of a kind cannot say, and how it says the rest. */
const KNOWLEDGE: Readonly<Record<string, Knowledge>> = {
  'rest-oauth2': { without: ['clock-skew', 'forged-answer'], codes: HTTP_CODES },
  // The gateway's token is a shared secret: it is changed by a person, not renewed.
  'tif-gateway': { without: ['expired-token'], codes: HTTP_CODES },
  // A key and no token; the answer bears no signature of the region.
  'hmac-gateway': { without: ['expired-token', 'forged-answer'], codes: HTTP_CODES },
  // Password and key are changed by a person, not renewed.
  soap: {
    without: ['expired-token'],
    codes: {
      cut: '{op}.network',
      serverError: '{op}.fault-server',
      tooMany: '{op}.fault-server',
      off: '{op}.network',
      refusedAccount: '{op}.fault-FailedCheck',
    },
  },
  'file-exchange': { without: BY_FILES },
  courier: { without: ['line', ...BY_FILES] },
};

/** How the kit plays each kind of this build. A kind without an entry here, or that the demo does not play, is not tried. */
export const KIND_FRONTS: readonly PlayedKind[] = REGION_KINDS.flatMap((kind) => {
  const access = ACCESS[kind.kind];
  const knowledge = KNOWLEDGE[kind.kind];
  return access && knowledge ? [{ kind, access, ...knowledge }] : [];
});
