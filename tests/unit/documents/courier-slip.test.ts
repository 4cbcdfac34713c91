import { beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import {
  courierVerificationText,
  createPress,
  type DocumentPress,
  defaultFontFiles,
} from '../../../electron/documents/index.ts';
import { pdfText } from '../../support/pdf-text.ts';
import { sampleCourierSlip as makeSlip } from './samples.ts';

let press: DocumentPress;
beforeAll(async () => {
  press = await createPress({ fontFiles: defaultFontFiles(), clock: new VirtualClock() });
});

describe('courier slip', () => {
  it('is one page with number, seal, counts, the file’s hash and its row of the ledger', async () => {
    const pdf = await press.courierSlip(makeSlip());
    const text = pdfText(pdf);
    for (const part of [
      'T7K3-9QX2-M4BB-70C',
      'S-0001',
      '5f'.repeat(32),
      'a7'.repeat(32),
      '张家口市',
      '0313-12345',
    ])
      expect(text).toContain(part.replace(/\s/g, ''));
    expect(text).toContain('第1页，共1页');
  });

  it('still takes one page with a long desk and no seal yet', async () => {
    const text = pdfText(
      await press.courierSlip(makeSlip({ seal: null, desk: '很长的收件窗口名称'.repeat(25) })),
    );
    expect(text).toContain('第1页，共1页');
  });

  it('its code says what is to be checked, and the same slip gives the same bytes', async () => {
    expect(courierVerificationText(makeSlip()).split('\n')).toEqual([
      '通办包裹 Tongban package TB2',
      expect.stringMatching(/^网点 Site .+ [0-9A-Z]{4}$/),
      '编号 No. T7K3-9QX2-M4BB-70C',
      '时间 Time 2026-11-21T02:20:00Z',
      '寄往 To 130700',
      `台账 Ledger 12 ${'A7'.repeat(32)}`,
      `文件 File SHA-256 ${'5F'.repeat(32)}`,
    ]);
    expect(await press.courierSlip(makeSlip())).toEqual(await press.courierSlip(makeSlip()));
  });
});
