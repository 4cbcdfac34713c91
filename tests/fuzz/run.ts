/**
 * `npm run fuzz [-- --quick] [-- --seed N] [-- --inputs N] [-- NAME…]`: random, mutated and cut bytes into every codec
 * of native-bridge. A codec must never throw, never hold more than its longest frame, and never give out a frame that
 * its own check would refuse; and a good frame behind any rubbish must be found once the rubbish cannot claim it any
 * more. One million inputs a codec, ten thousand with `--quick`. The seed is printed; the same seed gives the same inputs.
 */
import { parseArgs } from 'node:util';
import { Framer } from '../../native-bridge/codec/framer.ts';
import { CODECS, type CodecUnderTest } from './codecs.ts';
import { Random } from './random.ts';

const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    seed: { type: 'string' },
    inputs: { type: 'string' },
  },
  allowPositionals: true,
});
const seed = values.seed === undefined ? Date.now() & 0x7fff_ffff : Number(values.seed);
const inputs = Number(values.inputs ?? (values.quick ? 10_000 : 1_000_000));
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(inputs) || inputs < 1) {
  process.stderr.write('--seed and --inputs are whole numbers\n');
  process.exit(2);
}
const chosen = CODECS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (chosen.length === 0) {
  process.stderr.write(`no such codec; there are ${CODECS.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}

/** Rubbish, good frames with or without damage, in any order: what a bad line can bring. */
function input(codec: CodecUnderTest, random: Random): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let left = 1 + random.below(4); left > 0; left--) {
    const frame = codec.goodFrame(random);
    switch (random.below(6)) {
      case 0:
        parts.push(random.bytes(random.below(40)));
        break;
      case 1:
        parts.push(frame.slice(0, random.below(frame.length + 1)));
        break;
      case 2: {
        const at = random.below(frame.length);
        frame[at] = (frame[at] as number) ^ (1 << random.below(8));
        parts.push(frame);
        break;
      }
      case 3:
        frame.copyWithin(random.below(frame.length), random.below(frame.length));
        parts.push(frame);
        break;
      default:
        parts.push(frame);
    }
  }
  return Buffer.concat(parts);
}

let failures = 0;
for (const codec of chosen) {
  const random = new Random(seed);
  let framer = new Framer(codec.framing);
  let frames = 0;
  let damaged = 0;
  const complain = (index: number, what: string) => {
    failures++;
    process.stdout.write(`FAIL ${codec.name}: input ${index} of seed ${seed}: ${what}\n`);
  };
  for (let index = 0; index < inputs && failures < 10; index++) {
    const bytes = input(codec, random);
    try {
      for (let at = 0; at < bytes.length; ) {
        const next = at + 1 + random.below(64);
        for (const event of framer.push(bytes.subarray(at, next))) {
          if (event.kind !== 'frame') damaged++;
          else {
            frames++;
            if (!codec.consider(event.frame)) complain(index, 'gave out a frame that it should have refused');
          }
        }
        if (framer.held > codec.framing.maxBytes) complain(index, `holds ${framer.held} bytes`);
        at = next;
      }
      // Enough filler that nothing before it can claim the frame behind it.
      if (index % 16 === 0) {
        framer.push(new Uint8Array(codec.framing.maxBytes + 1).fill(codec.filler));
        const good = framer.push(codec.goodFrame(random));
        if (!good.some(({ kind }) => kind === 'frame'))
          complain(index, 'lost the good frame behind the rubbish');
      }
    } catch (cause) {
      complain(index, String(cause));
      framer = new Framer(codec.framing);
    }
  }
  process.stdout.write(
    `${codec.name}: ${inputs} inputs, seed ${seed}, ${frames} frames taken, ${damaged} refused\n`,
  );
  if (frames === 0) complain(inputs, 'took no frame at all: the generator does not fit the codec');
}
process.stdout.write(failures === 0 ? `${chosen.length} codecs, no failure\n` : `${failures} failures\n`);
process.exitCode = failures === 0 ? 0 : 1;
