import type { TicketRecord, TicketRefusal, TicketRoute, Tickets } from '../cases/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Failure, TicketShown } from '../contract/index.ts';
import { err, ok, type Result, unreachable } from '../core/index.ts';
import { failure } from './failures.ts';
import type { JourneyFacts, ReportToFile } from './types.ts';

/** Tickets (办不成事, 清单外事项) as the journey needs them. */
export interface TicketDesk {
  deskOf: JourneyFacts['ticketDesk'];
  shown: JourneyFacts['tickets'];
  /** What a person has reported is on the screen: answers count as told. */
  tell(number: string): void;
  /** Files what someone said; what is wrong with it is said in words. */
  file(report: ReportToFile): Result<TicketShown, Failure>;
}

export function createTicketDesk(tickets: Tickets, catalogue: Catalogue): TicketDesk {
  const shown = (record: TicketRecord): TicketShown => {
    const { answers, route, region, ...view } = tickets.view(record);
    const unnamed = { 'zh-CN': region, en: region };
    return {
      ...view,
      region: { code: region, short: catalogue.region(region)?.short ?? unnamed },
      matter: record.matter === null ? null : (catalogue.guide(region, record.matter)?.matter.name ?? null),
      route: routeOf(route),
      answers: [...answers],
    };
  };
  return {
    deskOf: (region) => {
      const { route, ...deadlines } = tickets.deskOf(region);
      return { route: routeOf(route), ...deadlines };
    },
    shown: (number, ticketNumber) => {
      if (ticketNumber === undefined) return tickets.ofPerson(number).map(shown);
      const record = tickets.ofNumberAndPerson(ticketNumber, number);
      return record ? [shown(record)] : [];
    },
    tell: (number) => {
      for (const { id } of tickets.ofPerson(number)) tickets.told(id);
    },
    file: ({ said, ...report }) => {
      if (!said) return err(failure('internal', 'nothing-said'));
      try {
        const filed = tickets.file({
          id: report.id,
          kind: report.kind,
          region: report.region,
          matter: report.matter?.code ?? null,
          receiptNumber: report.receiptNumber,
          text: report.technicianCode === null ? said.text : `${said.text}\n[${report.technicianCode}]`,
          contact: { name: said.name, phone: said.phone },
          number: report.number,
          wishedBy: said.wishedBy,
        });
        return filed.ok ? ok(shown(filed.value)) : err(refusal(filed.error));
      } catch (error) {
        const code = String((error as { code?: unknown }).code ?? 'unknown');
        return err(failure(code === 'SQLITE_FULL' ? 'diskFull' : 'internal', code));
      }
    },
  };
}

/** The hours of a desk are for reckoning, not for the screen. */
function routeOf({ desk, leader, hotline, window, answerWorkingDays }: TicketRoute): TicketShown['route'] {
  return { desk, leader, hotline, window, answerWorkingDays };
}

function refusal(why: TicketRefusal): Failure {
  switch (why) {
    case 'phone':
      return failure('ticketPhone');
    case 'wished-date':
      return failure('ticketDate');
    case 'text-missing':
    case 'text-too-long':
      return failure('ticketText', why);
    case 'unknown-case':
      return failure('receiptUnknown');
    case 'id':
      return failure('internal', why);
    default:
      return unreachable(why);
  }
}
