import { describe, expect, it } from 'vitest';
import { ok } from '../../../electron/core/index.ts';
import { encodeData, encodePacket, PACKET } from '../../../native-bridge/devices/fingerprint/protocol.ts';
import type { OpenTransport } from '../../../native-bridge/transport/port.ts';
import { fingerprintBench } from '../../support/fingerprint-bench.ts';

const ADDRESS = 0xffff_ffff;
const ACK = encodePacket({ address: ADDRESS, id: PACKET.ack, payload: Uint8Array.of(0) });

/** Keeps hold of the very arrays that the driver writes. */
function keeping(written: Uint8Array[]) {
  return (open: OpenTransport): OpenTransport =>
    async (address) => {
      const opened = await open(address);
      if (!opened.ok) return opened;
      const inner = opened.value;
      return ok({
        address,
        write: (bytes) => {
          written.push(bytes);
          return inner.write(bytes);
        },
        onData: (fn) => inner.onData(fn),
        onClose: (fn) => inner.onClose(fn),
        close: () => inner.close(),
      });
    };
}

describe('data on the line', () => {
  it('that was sent is overwritten in memory', async () => {
    const written: Uint8Array[] = [];
    const { module, emulator, ready, finish } = fingerprintBench({ through: keeping(written) });
    await ready();
    emulator.place(3);
    written.length = 0;
    const verdict = await finish(
      module.session(async (session) => {
        await session.capture();
        const template = await session.template();
        return template.ok ? session.verify(template.value) : template;
      }),
    );
    expect(verdict).toMatchObject({ ok: true, value: { matched: true } });
    const long = written.filter((bytes) => bytes.length > 100);
    expect(long.length).toBeGreaterThan(2);
    expect(long.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
    await module.stop();
  });

  it('an image with a packet missing is no image: it is asked for again', async () => {
    const { module, emulator, ready, finish, asked } = fingerprintBench({
      emulator: { baud: Number.POSITIVE_INFINITY },
    });
    await ready();
    emulator.place(3);
    const short = encodeData(ADDRESS, new Uint8Array(36_864 - 128), 128);
    emulator.failNext({ bytes: Uint8Array.of(...ACK, ...short) }, 'upImage');
    const image = await finish(
      module.session(async (session) => {
        await session.capture();
        return session.image();
      }),
    );
    if (!image.ok) throw new Error(image.error.code);
    expect(image.value.pixels.length).toBe(256 * 288);
    expect(asked().filter((command) => command === 'upImage')).toHaveLength(2);
    await module.stop();
  });

  it('after damage in an image its end is waited for, not talked over', async () => {
    const { module, emulator, ready, finish } = fingerprintBench();
    await ready();
    emulator.place(3);
    const data = encodeData(ADDRESS, new Uint8Array(36_864), 128);
    data[1_000] = 1;
    emulator.failNext({ bytes: Uint8Array.of(...ACK, ...data) }, 'upImage');
    const image = await finish(
      module.session(async (session) => {
        await session.capture();
        return session.image();
      }),
    );
    expect(image.ok).toBe(true);
    const at = emulator.asked.filter(({ command }) => command === 'upImage').map((one) => one.at);
    expect(at).toHaveLength(2);
    expect((at[1] as number) - (at[0] as number)).toBeGreaterThan(6_900);
    await module.stop();
  });

  it('an answer from another address is nobody’s: a second module may hang on the line', async () => {
    const { module, emulator, ready, finish } = fingerprintBench();
    await ready();
    const foreign = encodePacket({ address: 5, id: PACKET.ack, payload: Uint8Array.of(0) });
    emulator.failRepeatedly({ bytes: foreign }, 'genImg');
    const captured = await finish(module.session((session) => session.capture({ waitMs: 1_000 })));
    expect(captured).toEqual({
      ok: false,
      error: { kind: 'transfer-failed', code: 'answer-timeout' },
    });
    await module.stop();
  });
});

it('a finger that also lies in pages of somebody else is found in its own', async () => {
  const { module, emulator, ready, finish, obedient } = fingerprintBench();
  await ready();
  for (let page = 40; page < 80; page++) emulator.storeElsewhere(page, 5);
  const found = await finish(
    module.session(async (session) => {
      await session.enrol(obedient(5));
      return session.identify();
    }),
  );
  expect(found).toMatchObject({ ok: true, value: { page: 0 } });
  expect(emulator.pages).toHaveLength(40);
  await module.stop();
});
