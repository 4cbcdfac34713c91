import { z } from 'zod';
import { err, ok, type Result } from '../../../core/index.ts';
import { checkConfig, type ExchangeConfig, exchangeConfig, exchangeShape } from '../../exchange/index.ts';
import type { RegionCapabilities } from '../../port.ts';

/** Of a public key: its 32 raw bytes, lower-case hex. */
const publicKey = z.string().regex(/^[0-9a-f]{64}$/, 'the 32 bytes of a public key in lower-case hex');
const words = (most: number) => z.string().min(1).max(most);

/** The region file's `adapter` of kind `courier`. Unknown keys are errors. */
export const configSchema = z.strictObject({
  kind: z.literal('courier'),
  /** X25519: what packages are sealed for. */
  recipientKey: publicKey,
  /** Ed25519: what the region signs its answers with. The one in use, and earlier ones while their answers are kept. */
  answerKeys: z.array(publicKey).min(1).max(8),
  /** Where packages go (收件地址). */
  desk: z.strictObject({
    name: words(100),
    phone: words(30),
    province: words(50),
    city: words(50),
    county: z.string().max(50),
    street: words(200),
    postcode: z
      .string()
      .regex(/^\d{6}$/)
      .nullable(),
  }),
  ...exchangeShape,
});
export type CourierConfig = z.infer<typeof configSchema>;

/** What can be done by packages and answers that come later; all else needs an answer now. */
const POSSIBLE: ReadonlySet<keyof RegionCapabilities> = new Set([
  'fetchResult',
  'withdraw',
  'correction',
  'mail',
  'packages',
  'jointHandling',
]);

/** The error is one line that begins with the key. */
export function courierConfig(
  raw: unknown,
): Result<{ own: CourierConfig; exchange: ExchangeConfig }, { readonly message: string }> {
  const checked = checkConfig(configSchema, raw);
  if (!checked.ok) return checked;
  const exchange = exchangeConfig(checked.value);
  if (!exchange.ok) return exchange;
  for (const [name, on] of Object.entries(exchange.value.capabilities))
    if (on && !POSSIBLE.has(name as keyof RegionCapabilities))
      return err({ message: `adapter.capabilities.${name}: not by courier; remove it` });
  return ok({ own: checked.value, exchange: exchange.value });
}
