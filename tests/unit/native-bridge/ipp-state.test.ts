import { describe, expect, it } from 'vitest';
import { conditionOf } from '../../../native-bridge/devices/document-printer/ipp-state.ts';

const tray = (name: string, level: number, most: number) =>
  `type=sheetFeedAutoRemovableTray;maxcapacity=${most};level=${level};status=0;name=${name}`;
const output = (remaining: number, most = 100) =>
  `type=unRemovableBin;maxcapacity=${most};remaining=${remaining};status=0;name=out;`;

describe('how a printer stands', () => {
  it('is told as data: reasons with their weight, jam, cover', () => {
    const { reasons, jammed, coverOpen } = conditionOf({
      'printer-state-reasons': ['media-jam', 'door-open-warning', 'toner-low-report'],
    });
    expect(reasons).toEqual([
      { reason: 'media-jam', severity: 'error' },
      { reason: 'door-open', severity: 'warning' },
      { reason: 'toner-low', severity: 'report' },
    ]);
    expect([jammed, coverOpen]).toEqual([true, true]);
  });

  it('of a printer that says nothing is nothing', () => {
    expect(conditionOf({})).toEqual({
      reasons: [],
      jammed: false,
      coverOpen: false,
      supplies: [],
      inputTrays: [],
      output: null,
      counters: { pages: null, sheets: null },
    });
  });

  it('names supplies with their level; a waste box is empty of room when it is full', () => {
    const { supplies } = conditionOf({
      'marker-names': ['Black', 'Cyan', 'Waste', 'Drum'],
      'marker-types': ['toner', 'toner', 'waste-toner', 'opc'],
      'marker-levels': [60, 14, 95, -3],
      'marker-low-levels': [15, 15],
    });
    expect(supplies).toEqual([
      { name: 'Black', type: 'toner', level: 60, state: 'ok' },
      { name: 'Cyan', type: 'toner', level: 14, state: 'low' },
      { name: 'Waste', type: 'waste-toner', level: 95, state: 'low' },
      { name: 'Drum', type: 'opc', level: null, state: 'ok' },
    ]);
    expect(conditionOf({ 'marker-levels': 0 }).supplies).toEqual([
      { name: '', type: '', level: 0, state: 'empty' },
    ]);
  });

  it('takes supplies from the other attribute where the first is missing', () => {
    const { supplies } = conditionOf({
      'printer-supply': [
        'index=1;class=receptacleThatIsFilled;type=wasteToner;unit=percent;maxcapacity=100;level=100;',
        'index=2;class=supplyThatIsConsumed;type=toner;unit=impressions;maxcapacity=2000;level=100;colorantname=black;',
        'index=3;level=-2',
      ],
      'printer-supply-description': 'Waste',
    });
    expect(supplies).toEqual([
      { name: 'Waste', type: 'waste-toner', level: 100, state: 'empty' },
      { name: 'black', type: 'toner', level: 5, state: 'low' },
      { name: '', type: '', level: null, state: 'ok' },
    ]);
  });

  it('tells paper tray by tray', () => {
    const { inputTrays } = conditionOf({
      'printer-input-tray': [
        tray('main', 100, 250),
        tray('low', 25, 250),
        tray('out', 0, 250),
        tray('some', -3, -2),
        'x',
      ],
    });
    expect(inputTrays).toEqual([
      { name: 'main', sheets: 100, capacity: 250, state: 'ready' },
      { name: 'low', sheets: 25, capacity: 250, state: 'low' },
      { name: 'out', sheets: 0, capacity: 250, state: 'empty' },
      { name: 'some', sheets: null, capacity: null, state: 'ready' },
      { name: '', sheets: null, capacity: null, state: 'unknown' },
    ]);
  });

  it.each([
    [[output(100)], 'taken'],
    [[output(-2), output(99)], 'waiting'],
    [[output(0)], 'full'],
    [[output(-2), output(50, -2), 'x'], null],
  ])('tells from %j whether the paper was taken: %s', (trays, expected) => {
    expect(conditionOf({ 'printer-output-tray': trays }).output).toBe(expected);
  });

  it('takes a full output tray from the reasons, too', () => {
    expect(conditionOf({ 'printer-state-reasons': 'output-area-full-warning' }).output).toBe('full');
  });

  it('counts what was ever printed', () => {
    const counters = { 'printer-impressions-completed': 1234, 'printer-media-sheets-completed': 700 };
    expect(conditionOf(counters).counters).toEqual({ pages: 1234, sheets: 700 });
  });
});
