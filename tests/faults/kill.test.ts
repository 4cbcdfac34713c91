import { describe, expect, it } from 'vitest';
import { killAgainAndAgain } from './kill/simulate.ts';
import { PLANTED, STEPS } from './kill/steps.ts';

describe('the kiosk is killed again and again', () => {
  it('at every kind of step: every case that was received is in the books of its region once', async () => {
    const report = await killAgainAndAgain(STEPS.length, 3);
    expect(report).toMatchObject({ lost: [], doubled: [], wrong: [], kills: STEPS.length });
    expect(report.promised).toBeGreaterThan(30);
    expect(report.cuts).toBeGreaterThan(3);
    expect(Object.keys(report.killedAt).length).toBeGreaterThan(15);
  });

  it('a kiosk that says "received" before it has written the case is caught', async () => {
    const kiosk = 'says-received-too-early';
    const report = await killAgainAndAgain(3, 3, kiosk, [PLANTED[kiosk]]);
    expect(report.lost).not.toEqual([]);
  });

  it('a kiosk that sends under a new key after each start is caught', async () => {
    const kiosk = 'new-key-each-start';
    const report = await killAgainAndAgain(3, 3, kiosk, [PLANTED[kiosk]]);
    expect(report.doubled).not.toEqual([]);
  });
});
