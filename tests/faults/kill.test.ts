import { describe, expect, it } from 'vitest';
import { killAgainAndAgain } from './kill/simulate.ts';
import { PLANTED } from './kill/steps.ts';

const KILLS = 8;

describe('the kiosk is killed again and again', () => {
  // Every kind of step: `npm run kill -- --quick`, which CI runs.
  it('every case that was received is in the books of its region once', async () => {
    const report = await killAgainAndAgain(KILLS, 3);
    expect(report).toMatchObject({ lost: [], doubled: [], wrong: [], kills: KILLS });
    expect(report.promised).toBeGreaterThan(8);
    expect(Object.keys(report.killedAt).length).toBeGreaterThan(5);
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
