import type { JourneyView, ScreenData } from '../../electron/contract/index.ts';
import { makeFailure, makeView } from './views.ts';

type Passport = ScreenData<'passport'>;

/** What a zone says that has no room for the whole name: 40 letters, of which it holds 39 with their fillers. */
export const READ: NonNullable<Passport['read']> = {
  name: 'SAMPLEWORTHINGTONBERGSTROM, JONATHAN PA',
  truncated: true,
  number: 'U99A0I2G5',
  nationality: 'UTO',
  sex: 'male',
  birthDate: '19880214',
  validTo: '20340213',
};

/** No card here: what there is instead, and a passport from consent to check. */
export function passportViews(): [string, JourneyView][] {
  const having = (view: JourneyView, ...events: JourneyView['events']): JourneyView => ({
    ...view,
    events: [...events, ...view.events],
  });
  const passport = (phase: Passport['phase'], over: Partial<Passport> = {}) =>
    makeView('passport', { phase, ...over });
  const other = (way: ScreenData<'otherProof'>['passport'], number: boolean): JourneyView => {
    const view = makeView('otherProof', { passport: way, number });
    return {
      ...view,
      events: view.events.filter(
        (event) => (event !== 'showPassport' || way === 'here') && (event !== 'withoutCard' || number),
      ),
    };
  };
  return [
    ['other-proof', other('here', true)],
    ['other-proof-unchecked', other('unchecked', false)],
    ['other-proof-no-camera', other('no-camera', true)],
    ['passport', having(passport('consent'), 'consent')],
    ['passport-watching', passport('watching')],
    ['passport-unclear', passport('watching', { problem: makeFailure('zoneUnclear') })],
    ['passport-expired', having(passport('refused', { problem: makeFailure('passportExpired') }), 'retry')],
    ['passport-truncated', having(passport('check', { read: READ }), 'confirmPassport', 'retry')],
    [
      'passport-check',
      having(
        passport('check', { read: { ...READ, name: `${READ.name}X`, truncated: false } }),
        'confirmPassport',
        'retry',
      ),
    ],
    [
      'passport-name',
      having(
        passport('check', { read: READ, problem: makeFailure('passportName') }),
        'confirmPassport',
        'retry',
      ),
    ],
  ];
}
