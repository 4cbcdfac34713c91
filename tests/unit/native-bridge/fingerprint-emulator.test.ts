import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import {
  createFingerprintEmulator,
  type FingerprintEmulatorOptions,
} from '../../../native-bridge/devices/fingerprint/emulator.ts';
import { encodeData, encodePacket } from '../../../native-bridge/devices/fingerprint/protocol.ts';
import { hex, toHex } from '../../support/bytes.ts';

/** A host that writes bytes by hand. */
async function wire(options: Omit<FingerprintEmulatorOptions, 'clock'> = {}) {
  const clock = new VirtualClock();
  const emulator = createFingerprintEmulator({ ...options, clock });
  const opened = await emulator.open('memory:');
  if (!opened.ok) throw new Error(opened.error.kind);
  const heard: number[] = [];
  opened.value.onData((chunk) => void heard.push(...chunk));
  const say = async (bytes: Uint8Array, ms = 1_000) => {
    heard.length = 0;
    await opened.value.write(bytes);
    await clock.advance(ms);
    return toHex(Uint8Array.from(heard));
  };
  const command = (payload: string, address = 0xffff_ffff) =>
    encodePacket({ address, id: 1, payload: hex(payload) });
  return { clock, emulator, say, command, ask: (payload: string) => say(command(payload)), heard };
}

/** `07 00 03 00 00 0A` as a whole packet from the factory address. */
const ack = (tail: string) => `EF 01 FF FF FF FF 07 ${tail}`;
const ACK_OK = ack('00 03 00 00 0A');

describe('the emulated module, byte for byte', () => {
  it('answers the examples of the manual', async () => {
    const { say, emulator } = await wire();
    expect(await say(hex('EF 01 FF FF FF FF 01 00 03 01 00 05'))).toBe(ack('00 03 02 00 0C'));
    emulator.place(1);
    expect(await say(hex('EF 01 FF FF FF FF 01 00 03 01 00 05'))).toBe(ACK_OK);
    expect(await say(hex('EF 01 FF FF FF FF 01 00 07 13 00 00 00 00 00 1B'))).toBe(ACK_OK);
  });

  it('tells its parameters in 28 bytes', async () => {
    const { ask } = await wire();
    expect(await ask('0F')).toBe(ack('00 13 00 00 00 00 09 00 A2 00 03 FF FF FF FF 00 02 00 06 04 CC'));
  });

  it('gives parameters of zero with "no match" and "not found", as clients that read fixed lengths expect', async () => {
    const { ask } = await wire();
    expect(await ask('03')).toBe(ack('00 05 08 00 00 00 14'));
    expect(await ask('04 01 00 00 00 A2')).toBe(ack('00 07 09 00 00 00 00 00 17'));
    expect(await ask('1B 01 00 00 00 A2')).toBe(ack('00 07 09 00 00 00 00 00 17'));
  });

  it('keeps silent to another address, and answers from the new one at once', async () => {
    const { say, command, ask } = await wire();
    expect(await say(command('01', 7))).toBe('');
    expect(await ask('15 00 00 00 07')).toBe('EF 01 00 00 00 07 07 00 03 00 00 0A');
    expect(await ask('01')).toBe('');
    expect(await say(command('01', 7))).toBe('EF 01 00 00 00 07 07 00 03 02 00 0C');
  });

  it('wants its password as soon as there is one', async () => {
    const { ask, emulator, clock } = await wire();
    expect(await ask('12 00 00 12 34')).toBe(ACK_OK);
    emulator.restart();
    await clock.advance(400);
    expect(await ask('1D')).toBe(ack('00 03 21 00 2B'));
    expect(await ask('13 00 00 00 00')).toBe(ack('00 03 13 00 1D'));
    expect(await ask('13 00 00 12 34')).toBe(ACK_OK);
    expect(await ask('1D')).toBe(ack('00 05 00 00 00 00 0C'));
  });

  it('says 55 when it has started, also after a soft reset, and hears nothing before', async () => {
    const { clock, emulator, ask, heard, say, command } = await wire();
    emulator.restart();
    expect(await say(command('01'), 290)).toBe('');
    await clock.advance(20);
    expect(heard).toEqual([0x55]);
    expect(await ask('3D')).toBe(`${ACK_OK} 55`);
  });

  it('sends templates and takes them back in data packets without acknowledging them', async () => {
    const { ask, say, emulator } = await wire({ packetBytes: 256 });
    emulator.place(3);
    await ask('01');
    await ask('02 01');
    const up = hex(await ask('08 01'));
    expect(up.length).toBe(12 + 2 * (256 + 11));
    expect([up[12 + 6], up[12 + 267 + 6]]).toEqual([0x02, 0x08]);
    expect(await ask('09 02')).toBe(ACK_OK);
    expect(await say(up.slice(12))).toBe('');
    expect(await ask('03')).toMatch(/^EF 01 FF FF FF FF 07 00 05 00 00/);
    // A damaged data packet spoils the whole and is not spoken of.
    expect(await ask('09 02')).toBe(ACK_OK);
    const damaged = up.slice(12);
    damaged[50] = (damaged[50] as number) ^ 1;
    expect(await say(damaged)).toBe('');
    expect(await ask('03')).toBe(ack('00 05 08 00 00 00 14'));
  });

  it('takes an image and gives the same one back', async () => {
    const { ask, say, emulator } = await wire({ baud: Number.POSITIVE_INFINITY });
    const image = Uint8Array.from({ length: 36_864 }, (_, i) => (i * 3) & 0xff);
    const data = encodeData(0xffff_ffff, image, 128);
    expect(await ask('0B')).toBe(ACK_OK);
    expect(await say(data)).toBe('');
    expect(hex(await ask('0A')).slice(12)).toEqual(data);
    // Another length is no image.
    await ask('0B');
    await say(encodeData(0xffff_ffff, image.slice(1), 128));
    expect(hex(await ask('0A')).slice(12)).toEqual(data);
    emulator.place(1);
    await ask('01');
    expect(hex(await ask('0A')).slice(12)).not.toEqual(data);
  });

  it('sets speed, security and packet size within their bounds', async () => {
    const { ask } = await wire();
    for (const [set, tail] of [
      ['0E 04 0C', '00 00 09 00 A2 00 03 FF FF FF FF 00 02 00 0C'],
      ['0E 05 05', '00 00 09 00 A2 00 05 FF FF FF FF 00 02 00 0C'],
      ['0E 06 00', '00 00 09 00 A2 00 05 FF FF FF FF 00 00 00 0C'],
    ] as const) {
      expect(await ask(set)).toBe(ACK_OK);
      expect(await ask('0F')).toContain(tail);
    }
    for (const bad of ['0E 04 0D', '0E 05 00', '0E 06 04', '0E 07 01', '0E']) {
      expect(await ask(bad)).toBe(ack('00 03 1A 00 24'));
    }
  });

  it('tells in its status what it knows', async () => {
    const { ask, emulator } = await wire();
    const status = async () => (await ask('0F')).slice(30, 35);
    expect(await status()).toBe('00 00');
    await ask('13 00 00 00 00');
    expect(await status()).toBe('00 04');
    emulator.place(1);
    for (const step of ['01', '02 01', '02 02', '03']) await ask(step);
    expect(await status()).toBe('00 0E');
  });

  it('keeps its notepad, gives random codes that differ, echoes, and has an information page', async () => {
    const { ask } = await wire();
    const note = Array.from({ length: 32 }, (_, i) => i.toString(16).padStart(2, '0').toUpperCase()).join(
      ' ',
    );
    expect(await ask('19 03')).toContain(`00 23 00 ${'00 '.repeat(32).trim()}`);
    expect(await ask(`18 03 ${note}`)).toBe(ACK_OK);
    expect(await ask('19 03')).toContain(note);
    expect(await ask(`18 10 ${note}`)).toBe(ack('00 03 01 00 0B'));
    expect(await ask('18 03 00')).toBe(ack('00 03 01 00 0B'));
    expect(await ask('18')).toBe(ack('00 03 01 00 0B'));
    expect(await ask('14')).not.toBe(await ask('14'));
    expect(await ask('53')).toBe(ack('00 03 55 00 5F'));
    expect(hex(await ask('16')).length).toBe(12 + 4 * 139);
    for (const plain of ['30', '36', '40', '50', '51']) expect(await ask(plain)).toBe(ACK_OK);
  });

  it('keeps to the bounds of its library', async () => {
    const { ask, emulator } = await wire({ capacity: 300 });
    expect(await ask('06 01 01 2C')).toBe(ack('00 03 0B 00 15'));
    expect(await ask('07 01 01 2C')).toBe(ack('00 03 0B 00 15'));
    expect(await ask('07 01 00 00')).toBe(ack('00 03 0C 00 16'));
    expect(await ask('0C 00 00 00 00')).toBe(ack('00 03 10 00 1A'));
    expect(await ask('0C 01 2B 00 02')).toBe(ack('00 03 10 00 1A'));
    expect(await ask('06 01 01 2B')).toBe(ACK_OK);
    expect(emulator.pages).toEqual([299]);
    // Template 299 is bit 3 of byte 5 on the second page.
    expect(await ask('1F 01')).toContain('00 23 00 00 00 00 00 00 08 00');
    expect(await ask('0D')).toBe(ACK_OK);
    expect(emulator.pages).toEqual([]);
  });

  it('refuses damaged, cut and unknown commands', async () => {
    const { say, ask, clock } = await wire();
    expect(await say(hex('EF 01 FF FF FF FF 01 00 03 01 00 06'))).toBe(ack('00 03 01 00 0B'));
    for (const cut of ['04 01', '06 01', '07', '0C 00']) {
      expect(['01', '10']).toContain((await ask(cut)).slice(27, 29));
    }
    expect(await ask('77')).toBe(ack('00 03 19 00 23'));
    // A command that stops half-way is forgotten after a pause.
    expect(await say(hex('EF 01 FF FF FF FF 01 00'))).toBe('');
    await clock.advance(200);
    expect(await ask('1D')).toBe(ack('00 05 00 00 00 00 0C'));
    // Data that nobody asked for, and packets of no kind.
    expect(await say(encodeData(0xffff_ffff, hex('01 02'), 128))).toBe('');
    expect(await say(encodePacket({ address: 0xffff_ffff, id: 9, payload: hex('01') }))).toBe('');
  });

  it('sleeps until something arrives, which it does not understand', async () => {
    const { ask } = await wire();
    expect(await ask('33')).toBe(ACK_OK);
    expect(await ask('01')).toBe('');
    expect(await ask('01')).toBe(ack('00 03 02 00 0C'));
  });

  it('takes 35 for a handshake when it is that kind of model', async () => {
    const { ask, emulator } = await wire({ instruction35: 'handshake' });
    expect(await ask('35')).toBe(ACK_OK);
    expect(emulator.lit).toBe(false);
  });

  it('finds the best of several templates, and nothing for a buffer without features', async () => {
    const { ask, emulator } = await wire();
    emulator.storeElsewhere(4, 1);
    emulator.storeElsewhere(5, 2);
    emulator.storeElsewhere(9, 2);
    emulator.place(2);
    await ask('01');
    await ask('02 01');
    const found = hex(await ask('04 01 00 00 00 A2'));
    expect([5, 9]).toContain(found[11]);
    expect(hex(await ask('04 02 00 00 00 A2'))[9]).toBe(0x09);
    expect(hex(await ask('04 01 00 06 00 01'))[9]).toBe(0x09);
  });
});
