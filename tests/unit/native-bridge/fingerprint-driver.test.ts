import { describe, expect, it } from 'vitest';
import { ok } from '../../../electron/core/index.ts';
import { FINGERPRINT_TIMING as TIMING } from '../../../native-bridge/devices/fingerprint/timing.ts';
import type {
  FingerprintFailure,
  FingerprintSession,
  ModuleTemplate,
} from '../../../native-bridge/devices/fingerprint/types.ts';
import { RECONNECT } from '../../../native-bridge/link/keep-open.ts';
import { recordedOpen } from '../../../native-bridge/transport/recording.ts';
import { fingerprintBench } from '../../support/fingerprint-bench.ts';

const failure = (kind: FingerprintFailure['kind'], code: string) => ({ ok: false, error: { kind, code } });

describe('the module comes up', () => {
  it('is ready once it answered, says what it is, and holds nobody', async () => {
    const { module, asked, ready } = fingerprintBench();
    expect(module.presence.value).toBe('unknown');
    expect(module.leftovers.value).toBe(true);
    await ready();
    expect(module.presence.value).toBe('ready');
    expect(module.info.value).toEqual({
      read: true,
      systemId: 9,
      capacity: 162,
      securityLevel: 3,
      packetBytes: 128,
      baud: 57_600,
    });
    expect(module.leftovers.value).toBe(false);
    expect(asked().slice(0, 8)).toEqual([
      'vfyPwd',
      'readSysPara',
      'readConList',
      'upChar',
      'upChar',
      'downChar',
      'downChar',
      'genImg',
    ]);
    await module.stop();
    expect(module.presence.value).toBe('unknown');
  });

  it('is absent when nothing answers at the address, and ready when something does later', async () => {
    const { module, emulator, clock } = fingerprintBench();
    emulator.unplug();
    module.start();
    await clock.advance(100);
    expect(module.presence.value).toBe('absent');
    emulator.plug();
    await clock.advance(RECONNECT.maxMs);
    expect(module.presence.value).toBe('ready');
    await module.stop();
  });

  it('is in trouble with a wrong password, and of use to nobody', async () => {
    const { module, ready, finish } = fingerprintBench({ emulator: { password: 0x1234 } });
    await ready();
    expect(module.presence.value).toBe('trouble');
    const tried = await finish(module.session((session) => session.capture()));
    expect(tried).toEqual(failure('device-lost', 'trouble'));
    expect(await finish(module.empty())).toEqual(failure('device-lost', 'trouble'));
    await module.stop();
  });

  it('takes a password and an address of its own', async () => {
    const own = { password: 0xdead_beef, moduleAddress: 0x0102_0304 };
    const { module, ready } = fingerprintBench({ emulator: own, driver: own });
    await ready();
    expect(module.presence.value).toBe('ready');
    await module.stop();
  });

  it('is absent when it has another address: it hears, but does not answer', async () => {
    const { module, ready, emulator } = fingerprintBench({ emulator: { moduleAddress: 7 } });
    await ready();
    expect(module.presence.value).toBe('absent');
    expect(emulator.asked).toEqual([]);
    await module.stop();
  });

  for (const unknown of ['refused', 'silent'] as const) {
    it(`goes by the usual values when it does not know ReadSysPara (${unknown})`, async () => {
      const { module, clock } = fingerprintBench({ emulator: { lacks: ['readSysPara'], unknown } });
      module.start();
      await clock.advance(8_000);
      expect(module.presence.value).toBe('ready');
      expect(module.info.value).toMatchObject({ read: false, capacity: 162, packetBytes: 128 });
      await module.stop();
    });
  }

  it('skips the byte 55 that a module says when it was switched on', async () => {
    const { module, emulator, ready, clock } = fingerprintBench();
    await ready();
    emulator.restart();
    await clock.advance(2 * TIMING.checkEvery);
    expect(module.presence.value).toBe('ready');
    await module.stop();
  });

  it('says its password again to a module that was restarted', async () => {
    const password = 77;
    const { module, emulator, ready, clock, finish, asked } = fingerprintBench({
      emulator: { password },
      driver: { password },
    });
    await ready();
    emulator.restart();
    await clock.advance(310);
    const from = emulator.asked.length;
    expect(await finish(module.index())).toEqual(ok([]));
    expect(asked(from)).toEqual(['readConList', 'vfyPwd', 'readConList']);
    await module.stop();
  });

  it('opens its serial line at 57600 unless the address says otherwise', async () => {
    const addresses: string[] = [];
    const open = fingerprintBench().emulator.open;
    for (const address of ['serial:///dev/ttyUSB0', 'serial:///dev/ttyUSB0?baud=9600', 'tcp://h:1']) {
      const { module, clock } = fingerprintBench({
        driver: {
          address,
          open: (at) => {
            addresses.push(at);
            return open(at);
          },
        },
      });
      module.start();
      await clock.advance(10);
      await module.stop();
    }
    expect(addresses).toEqual([
      'serial:///dev/ttyUSB0?baud=57600',
      'serial:///dev/ttyUSB0?baud=9600',
      'tcp://h:1',
    ]);
  });
});

describe('a capture', () => {
  it('tells the screen what to say, once a change', async () => {
    const { module, emulator, clock, ready, finish, feedback, noted } = fingerprintBench();
    await ready();
    const work = module.session((session) => session.capture(noted));
    await clock.advance(1_000);
    expect(feedback).toEqual(['place-finger']);
    emulator.place(1, 'dry');
    await clock.advance(800);
    emulator.place(1, 'wet');
    await clock.advance(1_100);
    emulator.place(1, 'moving');
    await clock.advance(900);
    emulator.place(1);
    expect(await finish(work)).toEqual(ok());
    expect(feedback).toEqual(['place-finger', 'too-few-features', 'too-messy', 'moved', 'captured']);
    await module.stop();
  });

  it('gives up when nobody comes, and when no capture is good enough', async () => {
    const { module, emulator, ready, finish } = fingerprintBench();
    await ready();
    expect(await finish(module.session((session) => session.capture({ waitMs: 2_000 })))).toEqual(
      failure('no-finger', 'waited'),
    );
    emulator.place(1, 'dry');
    expect(await finish(module.session((session) => session.capture({ waitMs: 3_000 })))).toEqual(
      failure('poor-image', 'cc-07'),
    );
    expect(await finish(module.session((session) => session.capture({ waitMs: 120_000 })))).toEqual(
      failure('poor-image', 'cc-07'),
    );
    await module.stop();
  });

  it('ends when it is aborted, before or in the middle', async () => {
    const { module, ready, finish, clock, emulator } = fingerprintBench();
    await ready();
    const abort = new AbortController();
    const work = module.session((session) => session.capture(), abort.signal);
    await clock.advance(1_000);
    abort.abort();
    expect(await finish(work, 500)).toEqual(failure('cancelled', 'aborted'));
    const from = emulator.asked.length;
    expect(await finish(module.session((session) => session.capture(), abort.signal))).toEqual(
      failure('cancelled', 'aborted'),
    );
    expect(emulator.asked.length).toBe(from);
    await module.stop();
  });
});

describe('enrolling and comparing', () => {
  it('enrols with two captures, verifies, identifies, and leaves nothing behind', async () => {
    const { module, emulator, clock, ready, finish, obedient, feedback } = fingerprintBench();
    await ready();
    const seen = await finish(
      module.session(async (session) => {
        const enrolled = await session.enrol(obedient(5));
        expect(feedback).toEqual(['captured', 'lift-finger', 'place-finger', 'captured']);
        expect(enrolled).toEqual(ok({ page: 0 }));
        expect(module.leftovers.value).toBe(true);
        expect(emulator.pages).toEqual([0]);
        const same = await session.verify({ page: 0 });
        const found = await session.identify();
        emulator.place(6);
        const other = await session.verify({ page: 0 });
        const nobody = await session.identify();
        return ok({ same, found, other, nobody });
      }),
    );
    expect(seen).toMatchObject({
      ok: true,
      value: {
        same: { ok: true, value: { matched: true } },
        found: { ok: true, value: { page: 0 } },
        other: ok({ matched: false, score: 0 }),
        nobody: ok(null),
      },
    });
    expect(emulator.pages).toEqual([]);
    // The finger still lies there, and its print with it.
    expect(module.leftovers.value).toBe(true);
    await clock.advance(2 * TIMING.checkEvery);
    expect(module.leftovers.value).toBe(true);
    emulator.lift();
    await clock.advance(2 * TIMING.checkEvery);
    expect(module.leftovers.value).toBe(false);
    expect(emulator.remembers).toBe(false);
    expect(emulator.overlaps).toBe(0);
    await module.stop();
  });

  it('overwrites the buffers and, once the finger is off, the image', async () => {
    const { module, emulator, ready, finish, obedient } = fingerprintBench();
    await ready();
    await finish(
      module.session(async (session) => {
        await session.enrol(obedient(5));
        expect(emulator.remembers).toBe(true);
        emulator.lift();
        return ok();
      }),
    );
    expect(emulator.remembers).toBe(false);
    await module.stop();
  });

  it('tries again when the two captures are not of one finger, and then says so', async () => {
    const { module, emulator, ready, finish, feedback } = fingerprintBench();
    await ready();
    let finger = 1;
    emulator.place(finger);
    const work = module.session((session) =>
      session.enrol({
        feedback: (one) => {
          feedback.push(one);
          if (one === 'lift-finger') emulator.lift();
          if (one === 'place-finger') emulator.place(++finger);
        },
      }),
    );
    expect(await finish(work)).toEqual(failure('not-same-finger', 'cc-0a'));
    expect(feedback.filter((one) => one === 'does-not-fit')).toHaveLength(TIMING.enrolRounds);
    await module.stop();
  });

  it('does not wait for ever for a finger to be taken off', async () => {
    const { module, emulator, ready, finish } = fingerprintBench();
    await ready();
    emulator.place(1);
    const work = module.session((session) => session.enrol());
    expect(await finish(work, 2 * TIMING.liftWait)).toEqual(failure('no-finger', 'not-lifted'));
    const abort = new AbortController();
    const aborted = module.session(
      (session) => session.enrol({ feedback: (one) => one === 'lift-finger' && abort.abort() }),
      abort.signal,
    );
    expect(await finish(aborted)).toEqual(failure('cancelled', 'aborted'));
    await module.stop();
  });

  it('refuses what the security level refuses', async () => {
    for (const [securityLevel, matched] of [
      [2, true],
      [3, false],
    ] as const) {
      const { module, emulator, ready, finish, obedient } = fingerprintBench({
        emulator: { securityLevel },
      });
      await ready();
      const verdict = await finish(
        module.session(async (session) => {
          await session.enrol(obedient(9));
          emulator.place(9, 'worn');
          return session.verify({ page: 0 });
        }),
      );
      expect(verdict).toMatchObject({ ok: true, value: { matched } });
      await module.stop();
    }
  });

  it('looks among its own pages only, and never touches others', async () => {
    const { module, emulator, ready, finish, obedient } = fingerprintBench({
      driver: { ownPages: { first: 20, count: 2 } },
    });
    emulator.storeElsewhere(3, 8);
    emulator.storeElsewhere(20, 8);
    await ready();
    expect(emulator.pages).toEqual([3]);
    const seen = await finish(
      module.session(async (session) => {
        emulator.place(8);
        expect(await session.identify()).toEqual(ok(null));
        expect(await session.enrol(obedient(1))).toEqual(ok({ page: 20 }));
        expect(await session.enrol(obedient(2))).toEqual(ok({ page: 21 }));
        expect(await session.enrol(obedient(4))).toEqual(failure('library-full', 'pages-2'));
        emulator.place(8);
        expect(await session.identify()).toEqual(ok(null));
        expect(await session.verify({ page: 3 })).toEqual(failure('not-there', 'not-stored'));
        emulator.place(2);
        return session.identify();
      }),
    );
    expect(seen).toMatchObject({ ok: true, value: { page: 21 } });
    expect(emulator.pages).toEqual([3]);
    await module.stop();
  });

  it('never says a page that this session did not store, even when the module does', async () => {
    const { module, emulator, ready, finish, obedient } = fingerprintBench();
    await ready();
    const seen = await finish(
      module.session(async (session) => {
        await session.enrol(obedient(1));
        emulator.storeElsewhere(4, 8);
        emulator.place(8);
        return session.identify();
      }),
    );
    expect(seen).toEqual(ok(null));
    await module.stop();
  });

  it('says that the library is full when it reaches less far than the own pages', async () => {
    const { module, ready, finish, obedient } = fingerprintBench({
      emulator: { capacity: 5 },
      driver: { ownPages: { first: 5, count: 3 } },
    });
    await ready();
    const work = module.session((session) => session.enrol(obedient(1)));
    expect(await finish(work)).toEqual(failure('library-full', 'pages-0'));
    await module.stop();
  });
});

describe('templates', () => {
  for (const templateBytes of [512, 768, 1_536]) {
    for (const packetBytes of [32, 256] as const) {
      it(`of ${templateBytes} bytes go up and down in packets of ${packetBytes}`, async () => {
        const { module, emulator, ready, finish } = fingerprintBench({
          emulator: { templateBytes, packetBytes },
        });
        await ready();
        emulator.place(3);
        const kept: ModuleTemplate[] = [];
        const first = await finish(
          module.session(async (session) => {
            expect(await session.template()).toEqual(failure('not-there', 'nothing-captured'));
            await session.capture();
            const template = await session.template({ keep: true });
            if (template.ok) kept.push(template.value);
            return template;
          }),
        );
        expect(first).toMatchObject({ ok: true, value: { size: templateBytes } });
        const [template] = kept as [ModuleTemplate];
        const later = await finish(
          module.session(async (session) => {
            const same = await session.verify(template);
            const stored = await session.store(template);
            const found = await session.identify();
            emulator.place(4);
            return ok([same, stored, found, await session.verify(template)]);
          }),
        );
        expect(later).toMatchObject({
          ok: true,
          value: [
            { ok: true, value: { matched: true } },
            { ok: true, value: { page: 0 } },
            { ok: true, value: { page: 0 } },
            { ok: true, value: { matched: false } },
          ],
        });
        template.erase();
        const gone = await finish(module.session((session) => session.verify(template)));
        expect(gone).toEqual(failure('foreign-template', 'not-of-this-module'));
        await module.stop();
      });
    }
  }

  it('end with their session unless they are kept', async () => {
    const { module, emulator, ready, finish } = fingerprintBench();
    await ready();
    emulator.place(3);
    const made = await finish(
      module.session(async (session) => {
        await session.capture();
        return session.template();
      }),
    );
    if (!made.ok) throw new Error('no template');
    const used = await finish(module.session((session) => session.store(made.value)));
    expect(used).toEqual(failure('foreign-template', 'not-of-this-module'));
    await module.stop();
  });

  it('of one module are refused by another one', async () => {
    const one = fingerprintBench();
    const two = fingerprintBench();
    for (const bench of [one, two]) {
      await bench.ready();
      bench.emulator.place(3);
    }
    const made = await one.finish(
      one.module.session(async (session) => {
        await session.capture();
        return session.template({ keep: true });
      }),
    );
    if (!made.ok) throw new Error('no template');
    const from = two.emulator.asked.length;
    const refused = await two.finish(two.module.session((session) => session.verify(made.value)));
    expect(refused).toEqual(failure('foreign-template', 'not-of-this-module'));
    expect(two.asked(from)).not.toContain('downChar');
    await one.module.stop();
    await two.module.stop();
  });

  it('are refused when a module of another model was plugged in meanwhile', async () => {
    const first = fingerprintBench();
    const second = fingerprintBench({ emulator: { templateBytes: 768 } });
    let plugged = first;
    const { module } = fingerprintBench({
      driver: { open: (address) => plugged.emulator.open(address), clock: first.clock },
    });
    module.start();
    await first.clock.advance(3_000);
    first.emulator.place(3);
    const made = await first.finish(
      module.session(async (session) => {
        await session.capture();
        return session.template({ keep: true });
      }),
    );
    if (!made.ok) throw new Error('no template');
    first.emulator.unplug();
    plugged = second;
    for (let i = 0; i < 40; i++) {
      await first.clock.advance(100);
      await second.clock.advance(100);
    }
    expect(module.presence.value).toBe('ready');
    const work = module.session((session) => session.verify(made.value));
    for (let i = 0; i < 40; i++) {
      await first.clock.advance(100);
      await second.clock.advance(100);
    }
    expect(await work).toEqual(failure('foreign-template', 'not-of-this-module'));
    await module.stop();
  });

  it('are sent again when the module did not take them over whole, and fail when it never does', async () => {
    for (const [times, expected] of [
      [1, { ok: true, value: { matched: true } }],
      [9, failure('transfer-failed', 'read-back')],
    ] as const) {
      let spoil = 0;
      const { module, emulator, ready, finish } = fingerprintBench({
        through: (open) => async (address) => {
          const opened = await open(address);
          if (!opened.ok) return opened;
          return ok({
            ...opened.value,
            address,
            onData: (fn) => opened.value.onData(fn),
            onClose: (fn) => opened.value.onClose(fn),
            close: () => opened.value.close(),
            write: (bytes) => {
              // Only data packets: one turned bit, which the module notices and says nothing about.
              if (bytes[6] === 0x02 && spoil > 0) {
                spoil--;
                const damaged = bytes.slice();
                damaged[20] = (damaged[20] as number) ^ 1;
                return opened.value.write(damaged);
              }
              return opened.value.write(bytes);
            },
          });
        },
      });
      await ready();
      emulator.place(3);
      const seen = await finish(
        module.session(async (session) => {
          await session.capture();
          const template = await session.template();
          if (!template.ok) return template;
          spoil = times;
          return session.verify(template.value);
        }),
      );
      expect(seen).toMatchObject(expected);
      await module.stop();
    }
  });
});

describe('the image', () => {
  it('comes as 256 × 288 grey values, with progress, and only of this session', async () => {
    const { module, emulator, clock, ready, finish } = fingerprintBench();
    await ready();
    emulator.place(7);
    const progress: number[] = [];
    const began = clock.now();
    const image = await finish(
      module.session(async (session) => {
        expect(await session.image()).toEqual(failure('not-there', 'nothing-captured'));
        await session.capture();
        return session.image((fraction) => progress.push(fraction));
      }),
    );
    if (!image.ok) throw new Error(image.error.kind);
    expect(image.value).toMatchObject({ width: 256, height: 288 });
    expect(image.value.pixels.length).toBe(256 * 288);
    // The corner is bare, the middle is not; values reach over the whole range in steps of 17.
    expect(image.value.pixels[0]).toBe(255);
    expect(Math.min(...image.value.pixels)).toBeLessThan(40);
    expect(image.value.pixels.every((value) => value % 17 === 0)).toBe(true);
    expect(progress.at(0)).toBeCloseTo(1 / 288);
    expect(progress.at(-1)).toBe(1);
    // 288 packets of 139 bytes at 57600 bits a second are 6.95 s.
    expect(clock.now() - began).toBeGreaterThan(6_900);
    expect(clock.now() - began).toBeLessThan(9_000);
    await module.stop();
  });

  it('is waited for long enough on a slow line', async () => {
    const { module, emulator, ready, clock, finish } = fingerprintBench({
      emulator: { baud: 9_600 },
      driver: { address: 'serial:///dev/x?baud=9600' },
    });
    await ready();
    await clock.advance(5_000);
    emulator.place(7);
    const image = await finish(
      module.session(async (session) => {
        await session.capture();
        return session.image();
      }),
      90_000,
    );
    expect(image.ok).toBe(true);
    await module.stop();
  });
});

describe('a session', () => {
  const tools: ((session: FingerprintSession) => Promise<unknown>)[] = [
    (session) => session.capture(),
    (session) => session.enrol(),
    (session) => session.verify({ page: 0 }),
    (session) => session.identify(),
    (session) => session.template(),
    (session) => session.image(),
  ];

  it('is the only one', async () => {
    const { module, ready, finish, clock } = fingerprintBench();
    await ready();
    const first = module.session((session) => session.capture({ waitMs: 1_000 }));
    await clock.advance(100);
    expect(await finish(module.session((session) => session.capture()))).toEqual(failure('busy', 'session'));
    expect(await finish(module.sleep())).toEqual(failure('busy', 'session'));
    await finish(first);
    await module.stop();
  });

  it('is of no use once it is over', async () => {
    const { module, ready, finish } = fingerprintBench();
    await ready();
    const kept: FingerprintSession[] = [];
    await finish(
      module.session(async (session) => {
        kept.push(session);
        return ok();
      }),
    );
    for (const tool of tools) {
      expect(await tool(kept[0] as FingerprintSession)).toEqual(failure('cancelled', 'session-over'));
    }
    await module.stop();
  });

  it('cleans up also when its work throws', async () => {
    const { module, emulator, ready, finish, obedient } = fingerprintBench();
    await ready();
    const broken = finish(
      module.session(async (session) => {
        await session.enrol(obedient(1));
        expect(emulator.pages).toEqual([0]);
        throw new Error('a bug');
      }),
    );
    await expect(broken).rejects.toThrow('a bug');
    expect(emulator.pages).toEqual([]);
    await module.stop();
  });

  it('cut short by a pulled plug is cleaned up after when the module is back, before it is ready', async () => {
    const { module, emulator, ready, finish, obedient, clock } = fingerprintBench();
    await ready();
    const ended = await finish(
      module.session(async (session) => {
        await session.enrol(obedient(1));
        emulator.unplug();
        await clock.advance(100);
        return session.capture();
      }),
    );
    expect(ended).toMatchObject({ ok: false, error: { kind: 'device-lost' } });
    expect(emulator.pages).toEqual([0]);
    expect(module.leftovers.value).toBe(true);
    module.presence.subscribe((presence) => {
      if (presence === 'ready') expect(emulator.pages).toEqual([]);
    });
    emulator.lift();
    emulator.plug();
    await clock.advance(RECONNECT.maxMs);
    expect(module.presence.value).toBe('ready');
    expect(emulator.pages).toEqual([]);
    expect(emulator.remembers).toBe(false);
    expect(module.leftovers.value).toBe(false);
    await module.stop();
  });

  it('does not go on over a line that was opened anew', async () => {
    const { module, emulator, ready, finish, obedient, clock } = fingerprintBench();
    await ready();
    const ended = await finish(
      module.session(async (session) => {
        await session.enrol(obedient(1));
        emulator.unplug();
        emulator.plug();
        await clock.advance(5_000);
        expect(module.presence.value).toBe('ready');
        return session.verify({ page: 0 });
      }),
    );
    expect(ended).toEqual(failure('device-lost', 'reconnected'));
    await module.stop();
  });

  it('keeps its templates while signs of life are asked for in between', async () => {
    const { module, emulator, ready, finish, obedient, clock, asked } = fingerprintBench();
    await ready();
    const verdict = await finish(
      module.session(async (session) => {
        await session.enrol(obedient(1));
        const from = emulator.asked.length;
        await clock.advance(4 * TIMING.checkEvery);
        expect(asked(from).every((command) => command === 'vfyPwd')).toBe(true);
        expect(asked(from).length).toBeGreaterThan(2);
        return session.verify({ page: 0 });
      }),
    );
    expect(verdict).toMatchObject({ ok: true, value: { matched: true } });
    await module.stop();
  });

  it('is ended and cleaned up after by stop', async () => {
    const { module, emulator, ready, finish, obedient, clock } = fingerprintBench();
    await ready();
    const work = module.session(async (session) => {
      await session.enrol(obedient(1));
      emulator.lift();
      return session.capture();
    });
    await clock.advance(4_000);
    expect(emulator.pages).toEqual([0]);
    await finish(module.stop());
    expect(await finish(work)).toEqual(failure('cancelled', 'aborted'));
    expect(emulator.pages).toEqual([]);
    expect(emulator.remembers).toBe(false);
  });

  it('does not hold up a stop for ever when its work hangs', async () => {
    const { module, emulator, ready, finish, clock } = fingerprintBench();
    await ready();
    void module.session(() => new Promise<never>(() => undefined));
    await clock.advance(100);
    await finish(module.stop(), TIMING.stopGrace + 100);
    expect(emulator.inUse).toBe(false);
  });

  it('never begins on a module that will not delete what lies in it', async () => {
    const { module, emulator, clock, finish } = fingerprintBench();
    emulator.storeElsewhere(0, 8);
    emulator.failRepeatedly(
      { bytes: Uint8Array.of(0xef, 1, 255, 255, 255, 255, 7, 0, 3, 0x10, 0, 0x1a) },
      'deleteChar',
    );
    module.start();
    await clock.advance(3_000);
    expect(module.presence.value).toBe('trouble');
    expect(await finish(module.session((session) => session.capture()))).toEqual(
      failure('device-lost', 'trouble'),
    );
    emulator.clear();
    await clock.advance(2 * TIMING.checkEvery);
    expect(module.presence.value).toBe('ready');
    expect(emulator.pages).toEqual([]);
    await module.stop();
  });
});

describe('the technician', () => {
  it('sees parameters and the index, deletes, and empties the library', async () => {
    const { module, emulator, ready, finish } = fingerprintBench({ emulator: { capacity: 600 } });
    await ready();
    for (const page of [11, 255, 256, 300, 599]) emulator.storeElsewhere(page, page);
    expect(await finish(module.parameters())).toEqual(ok(module.info.value));
    expect(await finish(module.index())).toEqual(ok([11, 255, 256, 300, 599]));
    expect(await finish(module.remove(255, 2))).toEqual(ok());
    expect(emulator.pages).toEqual([11, 300, 599]);
    expect(await finish(module.remove(599, 2))).toEqual(failure('not-there', 'page'));
    expect(await finish(module.remove(-1, 1))).toEqual(failure('not-there', 'page'));
    expect(await finish(module.empty())).toEqual(ok());
    expect(emulator.pages).toEqual([]);
    await module.stop();
  });

  it('switches the light that the model has, and is told when it has none', async () => {
    const plain = fingerprintBench();
    await plain.ready();
    expect(await plain.finish(plain.module.light({ mode: 'on' }))).toEqual(failure('unsupported', 'light'));
    expect(await plain.finish(plain.module.sleep())).toEqual(failure('unsupported', 'sleep'));
    await plain.module.stop();

    const lamp = fingerprintBench({ driver: { model: { light: 'switch' } } });
    await lamp.ready();
    expect(await lamp.finish(lamp.module.light({ mode: 'on' }))).toEqual(ok());
    expect(lamp.emulator.lit).toBe(true);
    expect(await lamp.finish(lamp.module.light({ mode: 'off' }))).toEqual(ok());
    expect(lamp.emulator.lit).toBe(false);
    expect(await lamp.finish(lamp.module.light({ mode: 'breathing' }))).toEqual(
      failure('unsupported', 'light-breathing'),
    );
    await lamp.module.stop();

    const ring = fingerprintBench({ driver: { model: { light: 'ring' } } });
    await ring.ready();
    expect(await ring.finish(ring.module.light({ mode: 'breathing', colour: 'red' }))).toEqual(ok());
    expect(ring.emulator.lit).toBe(true);
    expect(await ring.finish(ring.module.light({ mode: 'off' }))).toEqual(ok());
    expect(ring.emulator.lit).toBe(false);
    await ring.module.stop();
  });

  for (const unknown of ['refused', 'silent'] as const) {
    it(`is told what the model does not know (${unknown}), and can go on`, async () => {
      const { module, clock, ready, finish } = fingerprintBench({
        emulator: { lacks: ['readConList', 'ledOn', 'sleep'], unknown },
        driver: { model: { light: 'switch', sleep: true } },
      });
      await ready();
      await clock.advance(5_000);
      expect(module.presence.value).toBe('ready');
      const code = unknown === 'silent' ? 'answer-timeout' : 'cc-19';
      expect(await finish(module.index())).toEqual(failure('unsupported', code));
      expect(await finish(module.light({ mode: 'on' }))).toEqual(failure('unsupported', code));
      expect(await finish(module.sleep())).toEqual(
        failure(unknown === 'silent' ? 'transfer-failed' : 'unsupported', code),
      );
      expect(await finish(module.empty())).toEqual(ok());
      expect(module.presence.value).toBe('ready');
      await module.stop();
    });
  }

  it('lets the module sleep undisturbed, and wakes it with the next use', async () => {
    const { module, emulator, clock, ready, finish, asked } = fingerprintBench({
      driver: { model: { sleep: true } },
    });
    await ready();
    expect(await finish(module.sleep())).toEqual(ok());
    const from = emulator.asked.length;
    await clock.advance(60_000);
    expect(asked(from)).toEqual([]);
    expect(module.presence.value).toBe('ready');
    emulator.place(1);
    expect(await finish(module.session((session) => session.capture()))).toEqual(ok());
    await module.stop();
  });
});

it('never lets a byte of a finger into a failure', async () => {
  const lines: string[] = [];
  const { module, emulator, ready, finish } = fingerprintBench({
    through: (open, clock) => recordedOpen(open, clock, (line) => lines.push(line)),
  });
  await ready();
  emulator.place(0x4142_4344);
  emulator.failRepeatedly('bad-checksum', 'upChar');
  const failed = await finish(
    module.session(async (session) => {
      await session.capture();
      return session.template();
    }),
  );
  // The features were on the line…
  expect(lines.some((line) => line.includes('41424344'))).toBe(true);
  expect(failed).toEqual(failure('transfer-failed', 'answer-garbled'));
  await module.stop();
});
