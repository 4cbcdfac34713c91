import type { CaseView, JourneyView } from '../../electron/contract/index.ts';
import { receiptNumber } from '../../electron/core/index.ts';
import { batchRow, companyOf } from './batch-samples.ts';
import { makeCase, makeFailure, makeView } from './views.ts';

const DRAFT = {
  region: { code: '120000', short: { 'zh-CN': '天津', en: 'Tianjin' } },
  matter: {
    code: 'XT-SJ-015',
    name: { 'zh-CN': '企业登记档案资料查询', en: 'Query of company registration files' },
  },
  until: Date.parse('2026-11-22T02:17:00+08:00'),
};

/** 批量办理: the list in its states, a row, what is common, the phone, and what became of each. */
export function batchViews(): [string, JourneyView][] {
  const many = (count: number, wrong: (at: number) => Parameters<typeof batchRow>[1]) =>
    Array.from({ length: count }, (_, at) => batchRow(at + 1, wrong(at)));
  const filled = ['listFromPhone', 'templateToPhone', 'openRow', 'clearRows'] as const;
  const always = ['back', 'leave', 'setLanguage'] as const;
  const places = [
    {
      name: { 'zh-CN': '天津市政务服务中心', en: 'Tianjin Government Service Centre' },
      address: { 'zh-CN': '天津市河东区红星路79号', en: '79 Hongxing Road, Hedong District, Tianjin' },
      phone: '022-0000 0000',
      hours: { 'zh-CN': '工作日 9:00–17:00', en: 'Working days 9:00–17:00' },
    },
  ];
  const states: readonly CaseView['state'][] = ['sent', 'waiting', 'stopped', 'accepted', 'refused'];
  const rows = Array.from({ length: 27 }, (_, at) => ({
    name: companyOf(at + 1).name,
    case: makeCase({
      receiptNumber: receiptNumber('B017', '261121', at + 1),
      state: at < 5 ? (states[at] ?? 'sent') : 'sent',
    }),
  }));
  return [
    ['resume', makeView('resume')],
    [
      'overlay-leave-keep',
      makeView(
        'details',
        {},
        {
          overlay: { kind: 'leave', keep: true },
          events: ['stay', 'keepDraft', 'leaveNow', 'setLanguage'],
        },
      ),
    ],
    ['farewell-kept', makeView('farewell', { kept: 'kept', stored: false, paperToTake: false })],
    ['farewell-not-kept', makeView('farewell', { kept: 'failed', stored: false, cardOnReader: false })],
    [
      'cases-drafts',
      makeView(
        'cases',
        { cases: [], drafts: [DRAFT] },
        { step: null, events: ['openDraft', 'report', 'back', 'done', 'leave', 'setLanguage'] },
      ),
    ],
    [
      'cases-other-way',
      makeView(
        'cases',
        { cases: [makeCase({ state: 'waiting', otherWay: 'courier', canWithdraw: true })] },
        {
          step: null,
          events: ['askChangeWay', 'askWithdraw', 'report', 'back', 'done', 'leave', 'setLanguage'],
        },
      ),
    ],
    [
      'cases-change-way',
      makeView(
        'cases',
        {
          cases: [makeCase({ state: 'waiting', otherWay: 'courier' })],
          withdrawing: { receiptNumber: makeCase().receiptNumber, step: 'confirm', to: 'courier' },
        },
        { step: null, events: ['changeWay', 'keep', 'done', 'leave', 'setLanguage'] },
      ),
    ],
    ['batch', makeView('batch')],
    [
      'batch-no-phone',
      makeView(
        'batch',
        { phone: false, problem: makeFailure('unprintable') },
        { events: ['openRow', ...always] },
      ),
    ],
    [
      'batch-wrong',
      makeView(
        'batch',
        {
          rows: [
            {
              ...batchRow(1, ['name', 'code', 'city-unknown']),
              name: '',
              creditCode: '',
              city: '',
              region: null,
            },
            { ...batchRow(2, ['city-not-here']), city: '唐山', region: null },
            batchRow(3, ['duplicate']),
            batchRow(4),
            batchRow(5, ['not-offered']),
          ],
          places,
        },
        { events: [...filled, ...always] },
      ),
    ],
    [
      'batch-right',
      makeView(
        'batch',
        { rows: many(27, () => []), ready: true },
        { events: [...filled, 'rowsDone', ...always] },
      ),
    ],
    ['batch-row', makeView('batchRow')],
    [
      'batch-row-mend',
      makeView(
        'batchRow',
        {
          values: { batchName: companyOf(3).name, batchCode: companyOf(3).creditCode },
          row: 3,
          at: 3,
          of: 27,
          troubles: ['city-unknown'],
        },
        { events: ['giveRow', 'leaveOutRow', ...always] },
      ),
    ],
    ['batch-phone', makeView('batchPhone')],
    [
      'batch-phone-wrong',
      makeView(
        'batchPhone',
        { url: null, endsAt: null, problem: makeFailure('batchListColumns') },
        { events: ['retry', ...always] },
      ),
    ],
    ['batch-template', makeView('batchPhone', { errand: 'template' })],
    [
      'batch-template-taken',
      makeView(
        'batchPhone',
        { errand: 'template', taken: true, url: null, endsAt: null },
        { events: ['retry', 'listFromPhone', ...always] },
      ),
    ],
    ['batch-common', makeView('batchCommon')],
    [
      'batch-progress',
      makeView(
        'batchProgress',
        { rows, again: 2, places },
        { events: ['printReceipt', 'repeatRows', 'done', 'leave', 'setLanguage'] },
      ),
    ],
    [
      'batch-progress-one',
      makeView('batchProgress', { receipt: 'failed', problem: makeFailure('printerNoPaper') }),
    ],
  ];
}
