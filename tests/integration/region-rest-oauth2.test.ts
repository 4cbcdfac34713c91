import { regionSuite } from '../support/region-suite.ts';
import { openSandboxLine, REST_ADAPTER, SANDBOX_LINE_DELAYS } from '../support/sandbox.ts';

/** The kind `rest-oauth2` against its sandbox, over real sockets, in the house's own codes. */
regionSuite({
  kind: 'rest-oauth2',
  open: ({ config, sandbox }) =>
    openSandboxLine({
      sandbox: { ...sandbox, delays: { ...SANDBOX_LINE_DELAYS, ...sandbox?.delays } },
      config: () => ({ ...REST_ADAPTER, ...config }),
    }),
  codes: {
    cut: '{op}.network',
    serverError: '{op}.http-500',
    tooMany: '{op}.http-429',
    off: '{op}.network',
    refusedAccount: '{op}.http-401',
  },
  without: ['clock-skew', 'forged-answer'],
});
