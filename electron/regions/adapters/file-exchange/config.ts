import { z } from 'zod';
import { exchangeShape } from '../../exchange/index.ts';

const ENDPOINT = /^sftp:\/\/([A-Za-z0-9.-]{1,253})(?::(\d{1,5}))?(\/(?:~\/)?(?:[A-Za-z0-9._-]+\/?)*)?$/;
const rawKey = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits, lower case');

/** What wants an answer while somebody waits: files give none. */
const AT_ONCE = [
  'checkPersonWithoutCard',
  'checkPassport',
  'sessions',
  'checkOrganisation',
  'checkAuthority',
  'preCheck',
  'casesOf',
  'licences',
  'payments',
  'refunds',
] as const;

/** The region file's `adapter` of kind `file-exchange`. Unknown keys are errors. */
export const configSchema = z
  .strictObject({
    kind: z.literal('file-exchange'),
    /** `sftp://host:port/folder`; `/~/folder` is one beside where the account comes in. The folder belongs to this kiosk alone. */
    endpoint: z.string().regex(ENDPOINT, 'sftp://host:port/folder'),
    /** The account's name on the box. */
    clientId: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'letters, digits, . _ -'),
    /** `key`: the secret `ssh-key`; `password`: the secret `password`. */
    authentication: z.enum(['key', 'password']).default('key'),
    /** Fingerprints of the box's host keys as `ssh-keygen -l` prints them; a second one for the day on which it changes. */
    hostKeys: z
      .array(z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'SHA256:… as ssh-keygen -l prints it'))
      .min(1)
      .max(5),
    /** Machine code under which the region knows this kiosk's keys. */
    sender: z.string().regex(/^[0-9A-Z]{4}$/, 'four digits or capital letters'),
    /** X25519, raw: packages are sealed to it. */
    regionSealKey: rawKey,
    /** Ed25519, raw: the region's answers are signed by it. */
    regionSignKey: rawKey,
    ...exchangeShape,
  })
  .superRefine(({ capabilities }, context) => {
    for (const name of AT_ONCE)
      if ((capabilities as Record<string, boolean | undefined>)[name])
        context.addIssue({
          code: 'custom',
          path: ['capabilities', name],
          message: 'needs an answer at once, which files do not give',
        });
  });
export type FileConfig = z.infer<typeof configSchema>;

export interface BoxAddress {
  readonly host: string;
  readonly port: number;
  /** With a slash at its end, or empty: where the account comes in. */
  readonly folder: string;
}

/** `endpoint` has passed the schema. */
export function addressOf(endpoint: string): BoxAddress {
  const [, host = '', port = '22', path = '/'] = ENDPOINT.exec(endpoint) ?? [];
  const folder = path.startsWith('/~/') ? path.slice(3) : path;
  return { host, port: Number(port), folder: folder === '' || folder.endsWith('/') ? folder : `${folder}/` };
}
