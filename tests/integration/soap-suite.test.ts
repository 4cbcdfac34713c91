import type { SoapFrontOptions } from '../../electron/demo/sandbox-region/index.ts';
import { regionSuite } from '../support/region-suite.ts';
import { openSoapLine } from '../support/soap-line.ts';

const WAYS: readonly Pick<SoapFrontOptions, 'version' | 'security'>[] = [
  { version: '1.1', security: 'x509' },
  { version: '1.2', security: 'x509' },
  { version: '1.1', security: 'username-digest' },
  { version: '1.2', security: 'username-text' },
];

for (const front of WAYS)
  regionSuite({
    kind: 'soap',
    open: ({ config, sandbox }) =>
      openSoapLine({ front, ...(config ? { config } : {}), ...(sandbox ? { sandbox } : {}) }),
    codes: {
      cut: '{op}.network',
      serverError: '{op}.fault-server',
      tooMany: '{op}.fault-server',
      off: '{op}.network',
      refusedAccount: '{op}.fault-FailedCheck',
    },
    // Password and key are changed by a person, not renewed.
    without: ['expired-token'],
  });
