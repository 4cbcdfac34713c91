import type { Guide, JourneyEventName, ScreenContent } from '../contract/index.ts';
import {
  cityOf,
  commonForm,
  deliveriesOf,
  editedRow,
  editedValues,
  formOfRow,
  isReady,
  mostRows,
  regionsOf,
  repeatable,
  troublesOf,
} from './batch-rows.ts';
import { judgeOf, type SessionContext } from './machine-session.ts';
import type { Batch } from './types.ts';
import { signContent } from './view-sign.ts';

/** The screens of a batch (批量办理); `within` is its state within. */
export function batchContent(c: SessionContext, within: unknown): ScreenContent {
  const name = typeof within === 'string' ? within : (Object.keys(within as object)[0] as string);
  const part = typeof within === 'string' ? null : (within as Record<string, unknown>)[name];
  const batch = c.batch as Batch;
  const guide = c.guide as Guide;
  const { facts } = c;
  switch (name) {
    case 'row': {
      const row = editedRow(c);
      return {
        screen: 'batchRow',
        data: {
          form: formOfRow(c),
          values: { ...editedValues(c) },
          problems: [...c.formProblems],
          today: judgeOf(c).today,
          row: row?.id ?? 0,
          at: row ? batch.rows.indexOf(row) + 1 : null,
          of: batch.rows.length,
          troubles: row ? [...(troublesOf(c).get(row.id) ?? [])] : [],
        },
      };
    }
    case 'phone':
    case 'template':
      return {
        screen: 'batchPhone',
        data: {
          errand: name === 'phone' ? 'list' : 'template',
          url: batch.page?.url ?? null,
          endsAt: batch.page?.endsAt ?? null,
          taken: part === 'taken',
          problem: c.problem,
        },
      };
    case 'common':
      return {
        screen: 'batchCommon',
        data: {
          form: commonForm(c),
          values: { ...batch.common },
          problems: [...c.formProblems],
          today: judgeOf(c).today,
          count: batch.rows.length,
        },
      };
    case 'delivery':
      return {
        screen: 'delivery',
        data: { options: deliveriesOf(c), chosen: c.delivery, places: guide.places },
      };
    case 'preparing':
      return { screen: 'preparing', data: {} };
    case 'sending':
      return { screen: 'submitting', data: {} };
    case 'review': {
      const { title, sha256, pages } = c.document as NonNullable<typeof c.document>;
      return { screen: 'review', data: { title, sha256, pages } };
    }
    case 'sign':
      return signContent(c, part, { sha256: c.document?.sha256 ?? '' });
    case 'progress': {
      const [first] = batch.handed;
      const paper = first && facts.paper?.('receipt', first.view.receiptNumber);
      return {
        screen: 'batchProgress',
        data: {
          matter: guide.matter.name,
          rows: batch.handed.map(({ row, view }) => ({ name: row.name, case: view })),
          again: batch.handed.filter(({ view }) => repeatable(view)).length,
          receipt: c.receipt,
          paper: paper ? { printer: paper.printer, pages: paper.pages, done: paper.done } : null,
          places: guide.places,
          problem: c.problem,
        },
      };
    }
    default: {
      const troubles = troublesOf(c);
      return {
        screen: 'batch',
        data: {
          matter: guide.matter.name,
          max: mostRows(c),
          rows: batch.rows.map((row) => {
            const { region, short } = cityOf(c, row.city);
            return {
              id: row.id,
              name: row.name,
              creditCode: row.creditCode,
              city: row.city,
              region: region && short ? { code: region, short } : null,
              troubles: [...(troubles.get(row.id) ?? [])],
            };
          }),
          cities: regionsOf(c).map(({ short }) => short),
          phone: facts.phoneReady?.() === true,
          ready: isReady(c),
          places: guide.places,
          problem: c.problem,
        },
      };
    }
  }
}

type BatchScreen = Extract<ScreenContent, { screen: `batch${string}` }>;

/** What the screens of a batch may say, besides leaving. */
export function batchEvents(content: BatchScreen, isOver: boolean): JourneyEventName[] {
  switch (content.screen) {
    case 'batch': {
      const { data } = content;
      return [
        ...(data.phone ? (['listFromPhone', 'templateToPhone'] as const) : []),
        'openRow',
        ...(data.rows.length > 0 ? (['clearRows'] as const) : []),
        ...(data.ready ? (['rowsDone'] as const) : []),
        'back',
      ];
    }
    case 'batchRow':
      return ['giveRow', ...(content.data.at === null ? [] : (['leaveOutRow'] as const)), 'back'];
    case 'batchPhone':
      return [
        ...(isOver || content.data.taken ? (['retry'] as const) : []),
        ...(content.data.taken ? (['listFromPhone'] as const) : []),
        'back',
      ];
    case 'batchCommon':
      return ['giveCommon', 'back'];
    case 'batchProgress':
      return [
        ...(content.data.receipt === 'printing' || content.data.receipt === 'asking'
          ? []
          : (['printReceipt'] as const)),
        ...(content.data.receipt === 'asking' ? (['paperCame'] as const) : []),
        ...(content.data.again > 0 && content.data.receipt !== 'printing' && content.data.receipt !== 'asking'
          ? (['repeatRows'] as const)
          : []),
        'done',
      ];
  }
}
