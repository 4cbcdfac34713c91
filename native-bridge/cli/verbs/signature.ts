import { writeFileSync } from 'node:fs';
import { err, ok, type Result } from '../../../electron/core/index.ts';
import { createSignaturePad } from '../../devices/signature-pad/driver.ts';
import { eraseSignature } from '../../devices/signature-pad/ink.ts';
import { toSvg } from '../../devices/signature-pad/svg.ts';
import { PAD_PROTOCOLS, type PadProtocolName, type SignaturePad } from '../../devices/signature-pad/types.ts';
import { wholeSignature } from '../../devices/signature-pad/whole-signature.ts';
import { complain, deviceComplaint } from '../advice.ts';
import { done, table } from '../report.ts';
import type { Complaint, Context, Verb } from '../types.ts';
import { withDevice } from '../with-device.ts';

/** The pen away for so long ends a signature, in milliseconds. */
const PEN_AWAY_MS = 2_000;

function maker(context: Context): Result<(context: Context) => SignaturePad, Complaint> {
  const protocol = PAD_PROTOCOLS.find((one) => one === (context.options.driver ?? 'isdv4')) as
    | PadProtocolName
    | undefined;
  if (!protocol) return err(complain(`--driver is one of ${PAD_PROTOCOLS.join(', ')}`, 2));
  return ok(({ address, open, clock }) => createSignaturePad({ address, open, clock, protocol }));
}

const info: Verb = {
  help: '[--driver isdv4|topaz]: size, pressure and version of the pad',
  async run(context) {
    const make = maker(context);
    if (!make.ok) return make;
    return withDevice(context, make.value, async (pad) => {
      const now = pad.info.value;
      return done(
        table([
          ['size', now ? `${now.size.width / 100} × ${now.size.height / 100} mm` : null],
          ['pressure', now?.pressureSteps ? `${now.pressureSteps} steps` : null],
          ['version', now?.version ?? null],
          ['touch', now?.touch === null || !now ? null : now.touch ? 'yes' : 'no'],
          ['proved by', now?.provedBy ?? null],
        ]),
        now,
      );
    });
  },
};

const capture: Verb = {
  help: '[--out FILE.svg|FILE.json]: waits for a signature; it ends when the pen has been away for two seconds',
  async run(context) {
    const make = maker(context);
    if (!make.ok) return make;
    const { out } = context.options;
    if (out !== undefined && !/\.(svg|json)$/.test(out))
      return err(complain('--out is a file that ends with .svg or .json', 2));
    return withDevice(context, make.value, async (pad) => {
      context.say('sign on the pad, then take the pen away');
      const signed = await wholeSignature(pad, {
        clock: context.clock,
        penAwayMs: PEN_AWAY_MS,
        signal: context.signal,
      });
      if (!signed.ok) return err(deviceComplaint(signed.error));
      const signature = signed.value;
      if (out !== undefined) {
        try {
          const text = out.endsWith('.svg') ? toSvg(signature) : `${JSON.stringify(signature)}\n`;
          writeFileSync(out, text, { mode: 0o600, flag: 'wx' });
        } catch (cause) {
          eraseSignature(signature);
          return err(complain(`${out} cannot be written: ${(cause as NodeJS.ErrnoException).code}`, 1));
        }
      }
      const { counts } = signature;
      const points = signature.strokes.reduce((total, stroke) => total + stroke.points.length, 0);
      const summary = { strokes: signature.strokes.length, points, counts, file: out ?? null };
      eraseSignature(signature);
      return done(
        table([
          ['strokes', summary.strokes],
          ['points', points],
          ['packets', `${counts.pen} of the pen, ${counts.touch} of fingers, ${counts.damaged} damaged`],
          ['file', out ?? 'none: nothing was kept'],
        ]),
        summary,
      );
    });
  },
};

export const signatureVerbs = { capture, info };
