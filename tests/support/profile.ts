import { type Profile, profileSchema } from '../../electron/profile/schema.ts';

const text = (zh: string, en: string) => ({ 'zh-CN': zh, en });

/** A complete profile for tests; give only what matters. */
export function testProfile(over: Partial<Profile> = {}): Profile {
  return profileSchema.parse({
    name: 'test',
    demo: true,
    machineCode: 'B017',
    brand: { region: '120000', name: text('天津政务', 'Tianjin Government Services'), mark: '津' },
    site: {
      region: '110115-bda',
      name: text('测试大厅', 'Test hall'),
      address: text('测试路1号', '1 Test Road'),
      phone: '010-0000 0000',
      hours: text('工作日 9:00-17:00', 'Working days 9:00-17:00'),
    },
    screen: { widthMm: 398, heightMm: 708 },
    devices: { idReader: null, printer: null, receiptPrinter: null },
    regions: { '120000': {} },
    timing: {
      idleWarning: 60,
      idleWarningWhileSigning: 180,
      idleCountdown: 20,
      longestSession: 1200,
      farewell: 8,
    },
    retentionDays: 3,
    resultDays: 30,
    printing: { stripMm: 80, reprintMinutes: 10, resultCopies: 3 },
    ...over,
  });
}
