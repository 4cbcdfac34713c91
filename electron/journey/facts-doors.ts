import type { DocumentPrinter } from '../../native-bridge/index.ts';
import type { Cases } from '../cases/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { PrintState } from '../contract/index.ts';
import { type Clock, onWorkingDays, serviceAt, type WorkingCalendar } from '../core/index.ts';
import type { StaffCalls, VideoPort } from '../help/index.ts';
import type { PaperState, PrintService } from '../printing/index.ts';
import type { Profile } from '../profile/index.ts';
import { paperOf, printOf } from './effects-prints.ts';
import type { CallNews, HelpEffects, HelpFacts } from './help-types.ts';
import type { PrintFacts } from './print-types.ts';

const STATE = {
  printing: 'printing',
  done: 'printed',
  failed: 'failed',
  unknown: 'asking',
} as const satisfies Record<PaperState['state'], PrintState>;

export function printFacts(deps: {
  readonly catalogue: Catalogue;
  readonly cases: Cases;
  readonly printing: PrintService;
  readonly printer: DocumentPrinter | null;
  readonly sitePhone: string;
}): PrintFacts {
  const { catalogue, cases, printing, printer, sitePhone } = deps;
  return {
    purposes: (item) => printOf(catalogue, item)?.purposes ?? [],
    phone: (region) => catalogue.region(region)?.phone ?? sitePhone,
    duplex: () => printer?.capabilities.value?.sides.includes('two-sided-long-edge') === true,
    paper(opened, item) {
      const { what, caseId } = paperOf(cases, opened, item);
      const now = printing.paper(what, caseId);
      return now && { printer: now.printer, pages: now.pages, done: now.done, state: STATE[now.state] };
    },
  };
}

export interface HelpDeps {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly calendar: WorkingCalendar;
  readonly calls: StaffCalls;
  /** Null: the site has none. */
  readonly video: VideoPort | null;
}

export function helpFacts({ profile, clock, calendar, video }: HelpDeps): HelpFacts {
  const { phone, hours, staff } = profile.site;
  const week = staff && onWorkingDays({ from: staff.open, to: staff.close });
  return {
    desk() {
      const now = week ? serviceAt(week, calendar, clock.now()) : { open: false, movesAt: null };
      return { phone, hours, open: now.open, opensAt: now.open ? null : now.movesAt };
    },
    hasVideo: () => profile.site.video === true && video?.ready === true,
  };
}

export function helpEffects({ calls, video }: HelpDeps): Pick<HelpEffects, 'callStaff' | 'callVideo'> {
  return {
    callStaff({ screen }, heard) {
      const { id, calledAt } = calls.call(screen);
      const say = (news: CallNews) => heard(news);
      say({ kind: 'called', at: calledAt });
      const stop = calls.subscribe(() => {
        const answeredAt = calls.get(id)?.answeredAt;
        if (answeredAt != null) say({ kind: 'answered', at: answeredAt });
      });
      return () => {
        stop();
        calls.end(id);
      };
    },
    callVideo: (order, heard) => {
      if (video) return video.call(order, heard);
      heard({ state: 'failed', words: null });
      return () => undefined;
    },
  };
}
