import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { SamFrameDecoder } from '../../../native-bridge/codec/sam-frame.ts';
import {
  createIdCardReaderEmulator,
  type EmulatorOptions,
  fillerPhoto,
  rawFrame,
} from '../../../native-bridge/devices/id-card-reader/emulator.ts';
import { encodeCommand, type SamCommand } from '../../../native-bridge/devices/id-card-reader/protocol.ts';
import { hex, toHex } from '../../support/bytes.ts';
import { makeCard } from '../../support/cards.ts';

/** A host that writes raw bytes to the emulated reader and notes the answers' bodies. */
async function host(options: Omit<EmulatorOptions, 'clock'> = {}) {
  const clock = new VirtualClock();
  const emulator = createIdCardReaderEmulator({ ...options, clock });
  const opened = await emulator.open('memory:reader');
  if (!opened.ok) throw new Error(opened.error.kind);
  const line = opened.value;
  const decoder = new SamFrameDecoder();
  let answers: string[] = [];
  line.onData((chunk) => {
    for (const event of decoder.push(chunk))
      answers.push(event.kind === 'frame' ? toHex(event.frame) : event.kind);
  });
  const send = async (bytes: Uint8Array) => {
    answers = [];
    await line.write(bytes);
    await clock.advance(500);
    return answers;
  };
  return { clock, emulator, line, send, ask: (command: SamCommand) => send(encodeCommand(command)) };
}

describe('the emulated reader', () => {
  it('goes from empty to read, one step after the other', async () => {
    const { emulator, ask } = await host();
    expect(await ask('find')).toEqual(['00 00 80']);
    emulator.placeCard(makeCard(1));
    expect(emulator.state).toBe('present');
    expect(await ask('select')).toEqual(['00 00 81']);
    expect(await ask('readBase')).toEqual(['00 00 41']);
    expect(await ask('find')).toEqual(['00 00 9F 00 00 00 00']);
    expect(await ask('readBase')).toEqual(['00 00 41']);
    expect(await ask('select')).toEqual(['00 00 90 00 00 00 00 00 00 00 00']);
    expect((await ask('readBase'))[0]).toMatch(/^00 00 90 01 00 04 00 /);
    expect(emulator.state).toBe('read');
    expect(await ask('readNewAddress')).toEqual(['00 00 91']);
    expect(await ask('find')).toEqual(['00 00 9F 00 00 00 00']);
    emulator.removeCard();
    expect(await ask('readNewAddress')).toEqual(['00 00 41']);
    expect(emulator.state).toBe('empty');
  });

  it('answers wrong frames and unknown commands as the module does', async () => {
    const { send, ask } = await host();
    const wrong = encodeCommand('find');
    wrong[9] = 0;
    expect(await send(wrong)).toEqual(['00 00 10']);
    expect(await send(hex('AA AA AA 96 69 00 01 20'))).toEqual(['00 00 11']);
    expect(await send(rawFrame(hex('77 01')))).toEqual(['00 00 21']);
    expect(await send(rawFrame(hex('20 01 00')))).toEqual(['00 00 21']);
    expect(await send(rawFrame(hex('30 02')))).toEqual(['00 00 21']);
    expect(await send(hex('AA AA AA 96 69 09 0B 20 01'))).toContain('00 00 11');
    expect(await ask('reset')).toEqual(['00 00 90']);
  });

  it('takes a speed and a radio frame that it knows, and no others', async () => {
    const { emulator, send } = await host();
    expect(await send(rawFrame(hex('61 FF 50')))).toEqual(['00 00 90']);
    expect(emulator.radioFrame).toBe(0x50);
    expect(await send(rawFrame(hex('61 FF 17')))).toEqual(['00 00 21']);
    expect(await send(rawFrame(hex('61 FF')))).toEqual(['00 00 21']);
    expect(await send(rawFrame(hex('60 05')))).toEqual(['00 00 21']);
    expect(await send(rawFrame(hex('60 03')))).toEqual(['00 00 90']);
    expect(emulator.speed).toBe(19_200);
  });

  it('is deaf for a host at another speed', async () => {
    const { emulator, clock } = await host({ baud: 9_600 });
    emulator.unplug();
    emulator.plug();
    const hear = async (address: string) => {
      const opened = await emulator.open(address);
      if (!opened.ok) throw new Error(opened.error.kind);
      let heard = 0;
      opened.value.onData((chunk) => {
        heard += chunk.length;
      });
      await opened.value.write(encodeCommand('status'));
      await clock.advance(500);
      await opened.value.close();
      return heard;
    };
    expect(await hear('serial:///dev/ttyUSB0')).toBe(0);
    expect(await hear('serial:///dev/ttyUSB0?baud=9600')).toBe(11);
  });

  it('answers every command with its trouble', async () => {
    const { emulator, ask, send } = await host();
    emulator.trouble = 'self-test-failed';
    expect(await ask('status')).toEqual(['00 00 60']);
    expect(await send(rawFrame(hex('77 01')))).toEqual(['00 00 60']);
    emulator.trouble = 'not-authorised';
    expect(await ask('find')).toEqual(['00 00 66']);
  });

  it('sends its answers at the speed of its line', async () => {
    const { emulator, clock, line } = await host({ baud: 9_600, answerMs: 0, readMs: 0 });
    emulator.placeCard(makeCard(1), { fingerprints: true });
    const took = async (command: SamCommand, bytes: number) => {
      let count = 0;
      let end = 0;
      line.onData((chunk) => {
        count += chunk.length;
        end = clock.now();
      });
      const began = clock.now();
      await line.write(encodeCommand(command));
      await clock.advance(4_000);
      expect(count).toBe(bytes);
      return Math.round(end - began);
    };
    expect(await took('find', 15)).toBe(16);
    expect(await took('select', 19)).toBe(20);
    expect(await took('readWithFingerprints', 2_321)).toBe(2_418);
  });

  it('gives text, photo and two fingers, an address and a number, if the card has them', async () => {
    const { emulator, ask } = await host({ readMs: 12 });
    const fingerprints = new Uint8Array(1_024).fill(9);
    emulator.placeCard(makeCard(1), { fingerprints, newAddress: '路', managementNumber: hex('01 02') });
    await ask('find');
    await ask('select');
    expect((await ask('readWithFingerprints'))[0]).toMatch(/^00 00 90 01 00 04 00 04 00 .*( 09){1024}$/);
    expect(await ask('readNewAddress')).toEqual([`00 00 90 EF 8D${' 20 00'.repeat(34)}`]);
    expect(await ask('readManagementNumber')).toEqual(['00 00 90 01 02']);
    emulator.placeCard(makeCard(1));
    await ask('find');
    await ask('select');
    expect((await ask('readWithFingerprints'))[0]).toMatch(/^00 00 90 01 00 04 00 00 00 /);
    expect(await ask('readManagementNumber')).toEqual([`00 00 90${' 11'.repeat(28)}`]);
  });

  it('has one line at a time, and none while it is unplugged', async () => {
    const { emulator, line } = await host();
    expect(await emulator.open('x')).toMatchObject({ error: { kind: 'busy' } });
    await line.close();
    const again = await emulator.open('x');
    expect(again.ok).toBe(true);
    emulator.placeCard(makeCard(1));
    emulator.unplug();
    expect(await emulator.open('x')).toMatchObject({ error: { kind: 'not-found' } });
    expect(again.ok && (await again.value.write(hex('00')))).toMatchObject({ error: { kind: 'closed' } });
    emulator.plug();
    expect((await emulator.open('x')).ok).toBe(true);
    expect(emulator.state).toBe('present');
  });

  it('says nothing on a line that closed before its answer was due', async () => {
    const { emulator, clock, line } = await host();
    await line.write(encodeCommand('find'));
    await clock.advance(0);
    emulator.unplug();
    emulator.plug();
    const heard: unknown[] = [];
    const again = await emulator.open('x');
    if (again.ok) again.value.onData((chunk) => heard.push(chunk));
    await clock.advance(1_000);
    expect(heard).toEqual([]);
  });

  it('counts commands that come while another is being answered', async () => {
    const { emulator, send } = await host();
    await send(Uint8Array.of(...encodeCommand('find'), ...encodeCommand('find')));
    expect(emulator.overlaps).toBe(1);
  });

  it('remembers only the last thousand commands', async () => {
    const { emulator, send } = await host();
    for (let i = 0; i < 11; i++)
      await send(
        Uint8Array.from(
          Array(100)
            .fill([...encodeCommand('find')])
            .flat(),
        ),
      );
    expect(emulator.asked).toHaveLength(1_000);
  });

  it('shows nobody: its photo is the known header and filler', async () => {
    const photo = fillerPhoto();
    expect(photo).toHaveLength(1_024);
    expect(toHex(photo.subarray(0, 12))).toBe('57 4C 66 00 7E 00 32 00 00 FF 85 55');
    const { emulator, ask } = await host();
    emulator.placeCard(makeCard(1, { photo: new Uint8Array(0) }));
    await ask('find');
    await ask('select');
    expect((await ask('readBase'))[0]).toContain(toHex(photo));
  });

  it('takes a place for its line to name the address', async () => {
    const { line } = await host();
    expect(line.address).toBe('memory:reader');
  });
});
