import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../core/index.ts';
import type { TicketRoute } from './types.ts';

const FILE = 'catalogue/ticket-routes.json';

const words = z.string().trim().min(1);
const text = z.strictObject({ 'zh-CN': words, en: words });
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');
const parts = {
  desk: text,
  leader: text,
  hotline: z.string().regex(/^[\d-]{3,20}$/, 'must be a telephone number'),
  window: z.strictObject({ address: text, hours: text }).nullable(),
  hours: z
    .strictObject({ open: time, close: time })
    .refine((hours) => hours.open < hours.close, 'opens after it closes'),
  answerWorkingDays: z.number().int().min(1).max(60),
};

/** `assets/catalogue/ticket-routes.json`: whom a region's tickets go to. What a route leaves out is as in `default`. */
export const ticketRoutesSchema = z.strictObject({
  default: z.strictObject(parts),
  routes: z.array(
    z.strictObject({
      region: z
        .string()
        .regex(/^\d{6}(-[a-z0-9]+)?$/, 'must be six digits, with a suffix where no code exists'),
      /** The region has not confirmed it: for demo, training and tests. */
      sample: z.boolean(),
      ...z.strictObject(parts).partial().shape,
    }),
  ),
});

/** The route of a region: its own, else that of the city and the province it lies in, else the general one. */
export type TicketRoutes = (region: string) => TicketRoute;

/** Reads the routes; without `samples` only those that their region has confirmed. The first fault is the answer, in one line. */
export function loadTicketRoutes(options: {
  readonly assetsDir: string;
  readonly samples: boolean;
}): Result<TicketRoutes, { readonly message: string }> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(options.assetsDir, FILE), 'utf8'));
  } catch (error) {
    const missing = (error as { code?: string }).code === 'ENOENT';
    return err({
      message: `${FILE}: ${missing ? 'there is no such file' : 'cannot be read, or is no JSON'}`,
    });
  }
  const parsed = ticketRoutesSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err({ message: `${FILE}: ${issue?.path.join('.')}: ${issue?.message}; correct it` });
  }
  const routes = new Map<string, TicketRoute>();
  for (const { region, sample, ...own } of parsed.data.routes) {
    if (routes.has(region)) return err({ message: `${FILE}: ${region} stands here twice; remove one` });
    const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
    if (!sample || options.samples) routes.set(region, { ...parsed.data.default, ...given });
  }
  const general = parsed.data.default;
  return ok((region) => {
    const code = region.slice(0, 6);
    for (const place of [region, code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`]) {
      const route = routes.get(place);
      if (route) return route;
    }
    return general;
  });
}
