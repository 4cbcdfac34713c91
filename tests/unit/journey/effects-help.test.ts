import { describe, expect, it } from 'vitest';
import { assistanceOf, helpedBy } from '../../../electron/journey/effects-help.ts';
import type { Assistance } from '../../../electron/journey/help-types.ts';
import type { Draft } from '../../../electron/journey/types.ts';
import { makePerson } from '../../support/people.ts';

const { name, number } = makePerson(3);
const helped = (role: Assistance['role']): Assistance => ({
  role,
  helper: { name, number },
  consentedAt: 1,
});

describe('who helped at the machine', () => {
  it('is kept with the application, with the helper’s card where one was laid down', () =>
    expect(assistanceOf({ assisted: helped('staff') } as Draft)).toEqual({ assistance: helped('staff') }));

  it.each([null, undefined])('is not kept where nobody helped', (assisted) =>
    expect(assistanceOf({ assisted } as Draft)).toEqual({}),
  );

  it.each([
    ['family', '由家人协助操作', 'Helped at the machine by family'],
    ['staff', '由工作人员协助操作', 'Helped at the machine by staff'],
    ['other', '由他人协助操作', 'Helped at the machine by another person'],
  ] as const)('stands on the receipt as %s in both languages, without a name', (role, zh, en) => {
    const line = helpedBy({ assistance: helped(role) });
    expect(line).toEqual({ assisted: { 'zh-CN': zh, en } });
    expect(JSON.stringify(line)).not.toContain(name);
  });

  it('stands nowhere on the receipt of who did it alone, or whose application is gone', () => {
    expect(helpedBy({})).toEqual({});
    expect(helpedBy(null)).toEqual({});
  });
});
