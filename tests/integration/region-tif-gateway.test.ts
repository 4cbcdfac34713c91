import { regionSuite } from '../support/region-suite.ts';
import { openTifLine } from '../support/tif-line.ts';

regionSuite({
  kind: 'tif-gateway',
  open: ({ config, sandbox }) =>
    openTifLine({ ...(config ? { config } : {}), ...(sandbox ? { sandbox } : {}) }),
  codes: {
    cut: '{op}.network',
    serverError: '{op}.http-500',
    tooMany: '{op}.http-429',
    off: '{op}.network',
    refusedAccount: '{op}.http-401',
  },
  // The gateway's token is a shared secret: it is changed by a person, not renewed.
  without: ['expired-token'],
});
