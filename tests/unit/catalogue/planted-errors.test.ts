import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { checkCatalogue, type Problem, problemLine } from '../../../electron/catalogue/index.ts';
import {
  type Assets,
  goodAssets,
  material,
  taskCode,
  text,
  writeAssets,
} from '../../support/catalogue-assets.ts';

const folders: string[] = [];
afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true });
});

/** What `check` says about the good assets after a change. */
function problemsAfter(change: (assets: Assets) => void): readonly Problem[] {
  const assets = goodAssets();
  change(assets);
  const dir = writeAssets(assets);
  folders.push(dir);
  return checkCatalogue(dir);
}

const RELEASE = 'catalogue/release.json';
const TERMS = 'catalogue/terms.json';
const MATTERS = 'catalogue/matters.json';
const GUIDE = 'catalogue/guides/XT-GA-020.json';
const GUIDE_1 = 'catalogue/guides/XT-GA-001.json';
const FORM = 'catalogue/forms/temporary-identity-proof.json';
const DIVISIONS = 'catalogue/divisions.json';
const ZONES = 'catalogue/zones.json';
const ALLIANCES = 'catalogue/alliances.json';
const AGREEMENTS = 'catalogue/agreements.json';
const HALLS = 'catalogue/halls.json';
const TIANJIN = 'regions/120000.json';
const GUANGZHOU = 'regions/440100.json';
const CALENDAR = 'calendar/2026.json';

/** What is planted · the file · the path · the sentence or a part of it · the change. */
type Planted = [string, string, string, string, (assets: Assets) => void];

/** Faults that one file shows by itself. */
const OF_A_FILE: Planted[] = [
  ['a file that is not there', HALLS, '', 'does not exist; add it', (a) => delete a[HALLS]],
  [
    'broken JSON',
    MATTERS,
    'line 1 column 14',
    'is broken JSON; correct the syntax there',
    (a) => {
      a[MATTERS] = '{"matters": [';
    },
  ],
  [
    'a release without a number of the day',
    RELEASE,
    'version',
    'must look like 2026.11.21-1',
    (a) => {
      a[RELEASE].version = '2026.11.21';
    },
  ],
  [
    'a shape of a later program',
    RELEASE,
    'schema',
    'must be 1',
    (a) => {
      a[RELEASE].schema = 2;
    },
  ],
  [
    'a date that no calendar has',
    RELEASE,
    'effectiveFrom',
    'must be a date like',
    (a) => {
      a[RELEASE].effectiveFrom = '2026-02-30';
    },
  ],
  [
    'a misspelt key',
    TIANJIN,
    'matters[0]',
    'has the unknown key "promisedWorkinDays"; remove it or correct its spelling',
    (a) => {
      a[TIANJIN].matters[0].promisedWorkinDays = 2;
    },
  ],
  [
    'a text without its English',
    GUIDE,
    'implementation.fee.text.en',
    'is missing; add it',
    (a) => delete a[GUIDE].implementation.fee.text.en,
  ],
  [
    'an empty text',
    MATTERS,
    'matters[0].plain.zh-CN',
    'must say something',
    (a) => {
      a[MATTERS].matters[0].plain['zh-CN'] = ' ';
    },
  ],
  [
    'a list where a text belongs',
    TERMS,
    'themes[0].name',
    'must be an object in braces, not a list',
    (a) => {
      a[TERMS].themes[0].name = ['证件'];
    },
  ],
  [
    'an id with a capital letter',
    TERMS,
    'lifeEvents[0].id',
    'must be small letters, digits and single hyphens',
    (a) => {
      a[TERMS].lifeEvents[0].id = 'Moving';
    },
  ],
  [
    'a matter code of another make',
    MATTERS,
    'matters[0].code',
    'must look like XT-GA-020',
    (a) => {
      a[MATTERS].matters[0].code = 'XTGA020';
    },
  ],
  [
    'a mode that does not exist',
    MATTERS,
    'matters[0].modes[0]',
    'must be one of "online", "collect", "joint"',
    (a) => {
      a[MATTERS].matters[0].modes = ['mail'];
    },
  ],
  [
    'no audience',
    MATTERS,
    'matters[1].audience',
    'must name at least one audience',
    (a) => {
      a[MATTERS].matters[1].audience = [];
    },
  ],
  [
    'evidence that is no address',
    MATTERS,
    'matters[0].evidence[0]',
    'must be a full address',
    (a) => {
      a[MATTERS].matters[0].evidence = ['the newspaper'];
    },
  ],
  [
    'a depth of long ago',
    GUIDE,
    'implementation.depth',
    'must be one of "guide", "booking"',
    (a) => {
      a[GUIDE].implementation.depth = 'full';
    },
  ],
  [
    'a level of authority that the standard does not have',
    GUANGZHOU,
    'matters[0].authorityLevel',
    '7',
    (a) => {
      a[GUANGZHOU].matters[0].authorityLevel = 8;
    },
  ],
  [
    'no proof of identity',
    GUIDE,
    'implementation.identity.accepts',
    'must accept at least one proof of identity',
    (a) => {
      a[GUIDE].implementation.identity.accepts = [];
    },
  ],
  [
    'more than a thousand working days',
    GUIDE,
    'implementation.statutoryWorkingDays',
    'must be 0 to 1000 working days',
    (a) => {
      a[GUIDE].implementation.statutoryWorkingDays = 1001;
    },
  ],
  [
    'half a working day',
    GUIDE,
    'implementation.promisedWorkingDays',
    'whole number',
    (a) => {
      a[GUIDE].implementation.promisedWorkingDays = 0.5;
    },
  ],
  [
    'a negative fee',
    GUIDE,
    'implementation.fee.amountFen',
    'must not be negative',
    (a) => {
      a[GUIDE].implementation.fee.amountFen = -1;
    },
  ],
  [
    'a gap where nothing is required',
    GUIDE,
    'implementation.materials[1].gapAllowed',
    'is true for a material that is not required',
    (a) => {
      a[GUIDE].implementation.materials[1].required = false;
    },
  ],
  [
    'edits in a guide, which has nothing to edit',
    GUIDE,
    'implementation.steps',
    'must be a list, not an object in braces',
    (a) => {
      a[GUIDE].implementation.steps = { drop: ['apply'] };
    },
  ],
  [
    'edits that change nothing',
    TIANJIN,
    'matters[0].materials',
    'changes nothing',
    (a) => {
      a[TIANJIN].matters[0].materials = { drop: [] };
    },
  ],
  [
    'an unknown key inside an edit',
    TIANJIN,
    'matters[0].materials',
    'has the unknown key "remove"',
    (a) => {
      a[TIANJIN].matters[0].materials = { remove: ['photo'] };
    },
  ],
  [
    'hours of a matter that end before they begin',
    GUIDE_1,
    'implementation.hours.windows[0].open',
    'opens after it closes',
    (a) => {
      a[GUIDE_1].implementation.hours.windows[0].close = '08:00';
    },
  ],
  [
    'a weekday number 0',
    GUIDE_1,
    'implementation.hours.windows[0].days[0]',
    '1',
    (a) => {
      a[GUIDE_1].implementation.hours.windows[0].days = [0];
    },
  ],
  [
    'an exception that opens and never closes',
    GUIDE_1,
    'implementation.hours.exceptions[0].open',
    'must have an opening before its closing',
    (a) => {
      a[GUIDE_1].implementation.hours.exceptions[0].open = '09:00';
    },
  ],
  [
    'a division code of five digits',
    DIVISIONS,
    'divisions[0].code',
    'must be six digits',
    (a) => {
      a[DIVISIONS].divisions[0].code = '11000';
    },
  ],
  [
    'a count below zero',
    ALLIANCES,
    'alliances[1].takes[0].count',
    'must not be negative',
    (a) => {
      a[ALLIANCES].alliances[1].takes[0].count = -22;
    },
  ],
  [
    'a state of an agreement that does not exist',
    AGREEMENTS,
    'agreements[1].state',
    'must be one of "draft", "published"',
    (a) => {
      a[AGREEMENTS].agreements[1].state = 'signed';
    },
  ],
  [
    'an agreement about no matter',
    AGREEMENTS,
    'agreements[0].matters',
    'must name at least one matter',
    (a) => {
      a[AGREEMENTS].agreements[0].matters = [];
    },
  ],
  [
    'a floor in words',
    HALLS,
    'halls[0].windows[0].floor',
    'must be a number, not a text',
    (a) => {
      a[HALLS].halls[0].windows[0].floor = '二层';
    },
  ],
  [
    'an office that closes before it opens',
    TIANJIN,
    'officeHours',
    'opens after it closes',
    (a) => {
      a[TIANJIN].officeHours.close = '08:00';
    },
  ],
  [
    'a calendar that does not say where it is from',
    CALENDAR,
    'source',
    'is missing; add it',
    (a) => delete a[CALENDAR].source,
  ],
];

/** Faults between the parts of one implementation, after inheritance. */
const OF_AN_IMPLEMENTATION: Planted[] = [
  [
    'something that neither the region nor the guide says',
    TIANJIN,
    'matters[0].authority',
    'is missing here and in the guide of XT-GA-020; add it to one of them',
    (a) => delete a[TIANJIN].matters[0].authority,
  ],
  [
    'a list that neither says',
    TIANJIN,
    'matters[1].steps',
    'is missing here and in the guide',
    (a) => delete a[GUIDE_1].implementation.steps,
  ],
  [
    'a change of a list that is not there',
    TIANJIN,
    'matters[0].materials',
    'changes items of a guide that has none',
    (a) => {
      delete a[GUIDE].implementation.materials;
      a[GUANGZHOU].matters[0].materials = [material('card', '身份证。', 'Identity card.')];
    },
  ],
  [
    'a drop of an item that the guide does not have',
    TIANJIN,
    'matters[0].materials.drop[0]',
    'names "picture", which the guide does not have; known there: card, photo',
    (a) => {
      a[TIANJIN].matters[0].materials.drop = ['picture'];
    },
  ],
  [
    'a change of an item that is dropped',
    TIANJIN,
    'matters[0].materials.change[0]',
    'which the guide does not have or which is dropped',
    (a) => {
      a[TIANJIN].matters[0].materials.drop = ['card'];
    },
  ],
  [
    'an addition of an item that is there',
    TIANJIN,
    'matters[0].materials.add[0]',
    'is there already; say "change" or give it another id',
    (a) => {
      a[TIANJIN].matters[0].materials.add[0].id = 'card';
    },
  ],
  [
    'a list with nothing left',
    GUANGZHOU,
    'matters[0].conditions',
    'drops every item; leave at least one',
    (a) => {
      a[GUANGZHOU].matters[0].conditions = { drop: ['own', 'registered'] };
    },
  ],
  [
    'the same id twice in a list',
    GUANGZHOU,
    'matters[0].steps',
    'has the id "apply" twice; change one',
    (a) => {
      const step = { id: 'apply', text: text('申请', 'Apply') };
      a[GUANGZHOU].matters[0].steps = [step, step];
    },
  ],
  [
    'a promise over the statutory limit',
    GUANGZHOU,
    'matters[0].promisedWorkingDays',
    'is over the statutory limit',
    (a) => {
      a[GUANGZHOU].matters[0].promisedWorkingDays = 4;
    },
  ],
  [
    'instant handling that takes a day',
    TIANJIN,
    'matters[0].promisedWorkingDays',
    'must be 0 where handling is "instant"',
    (a) => {
      a[TIANJIN].matters[0].handling = 'instant';
    },
  ],
  [
    'an immediate case that takes two days',
    GUANGZHOU,
    'matters[0].promisedWorkingDays',
    'must be 0 or 1 where caseType is "immediate"',
    (a) => {
      a[GUANGZHOU].matters[0].caseType = 'immediate';
    },
  ],
  [
    'no authority, and yet online',
    GUANGZHOU,
    'matters[1].modes',
    'must be ["collect"] where authorityScope is "none"',
    (a) => {
      a[GUANGZHOU].matters[1].modes = ['online'];
    },
  ],
  [
    'a way of delivery twice',
    TIANJIN,
    'matters[0].deliveries',
    'names a way of delivery twice',
    (a) => {
      a[TIANJIN].matters[0].deliveries = ['window', 'window'];
    },
  ],
  [
    'a day with two exceptions',
    TIANJIN,
    'matters[1].hours.exceptions[1]',
    '2026-12-31 stands here twice',
    (a) =>
      a[GUIDE_1].implementation.hours.exceptions.push({ date: '2026-12-31', open: '09:00', close: '10:00' }),
  ],
  [
    'windows of a matter that overlap',
    TIANJIN,
    'matters[1].hours',
    'has two windows that overlap on day 3',
    (a) => a[GUIDE_1].implementation.hours.windows.push({ days: [3], open: '11:00', close: '13:00' }),
  ],
  ...(['codeScheme', 'taskCode'] as const).map(
    (key): Planted => [
      `a matter that can be done here without its ${key}`,
      TIANJIN,
      `matters[0].${key}`,
      'is missing; a matter of depth "collection" needs it',
      (a) => {
        delete a[TIANJIN].matters[0][key];
        if (key === 'codeScheme') delete a[TIANJIN].matters[0].taskCode;
      },
    ],
  ),
  [
    'a matter that is filled in here without a form',
    TIANJIN,
    'matters[1].form',
    'is missing; a matter of depth "prefill" needs it',
    (a) => {
      a[TIANJIN].matters[1].depth = 'prefill';
    },
  ],
  [
    'an organisation code with a wrong check character',
    TIANJIN,
    'matters[0].taskCode',
    'does not begin with a valid organisation code',
    (a) => {
      const code: string = a[TIANJIN].matters[0].taskCode;
      a[TIANJIN].matters[0].taskCode = `${code.slice(0, 17)}${code[17] === '0' ? '1' : '0'}${code.slice(18)}`;
    },
  ],
  [
    'a code of another length than its scheme',
    TIANJIN,
    'matters[0].taskCode',
    'has 31 characters; scheme 24 has 24',
    (a) => {
      a[TIANJIN].matters[0].codeScheme = '24';
    },
  ],
  [
    'a code of another level than the entry',
    GUANGZHOU,
    'matters[0].authorityLevel',
    'is 2, but the taskCode says level 3',
    (a) => {
      a[GUANGZHOU].matters[0].authorityLevel = 2;
    },
  ],
];

/** Faults between files. */
const BETWEEN_FILES: Planted[] = [
  [
    'a term twice',
    TERMS,
    'departments[1].id',
    '"police" stands here twice',
    (a) => a[TERMS].departments.push(a[TERMS].departments[0]),
  ],
  [
    'a category under a tile that is not there',
    TERMS,
    'categories[0].fields[0]',
    'names "people", which "fields" does not have',
    (a) => {
      a[TERMS].categories[0].fields = ['people'];
    },
  ],
  [
    'a matter twice',
    MATTERS,
    'matters[4].code',
    'XT-GA-020 stands here twice',
    (a) => a[MATTERS].matters.push(a[MATTERS].matters[0]),
  ],
  ...(
    [
      ['category', 'categories'],
      ['department', 'departments'],
    ] as const
  ).map(
    ([key, kind]): Planted => [
      `a ${key} that nobody defines`,
      MATTERS,
      `matters[0].${key}`,
      `names "nowhere", which catalogue/terms.json has not among its ${kind}`,
      (a) => {
        a[MATTERS].matters[0][key] = 'nowhere';
      },
    ],
  ),
  ...(['lists', 'themes', 'lifeEvents'] as const).map(
    (key): Planted => [
      `an id in ${key} that nobody defines`,
      MATTERS,
      `matters[0].${key}[0]`,
      `names "nowhere", which catalogue/terms.json has not among its ${key}`,
      (a) => {
        a[MATTERS].matters[0][key] = ['nowhere'];
      },
    ],
  ),
  [
    'a mode twice',
    MATTERS,
    'matters[0].modes[1]',
    '"online" stands here twice',
    (a) => {
      a[MATTERS].matters[0].modes = ['online', 'online'];
    },
  ],
  [
    'a guide under another name',
    GUIDE,
    'matter',
    'is XT-SJ-001; name the file after it',
    (a) => {
      a[GUIDE].matter = 'XT-SJ-001';
    },
  ],
  [
    'a guide of a matter that nobody defines',
    'catalogue/guides/XT-ZZ-001.json',
    'matter',
    'names XT-ZZ-001, which catalogue/matters.json does not have',
    (a) => {
      a['catalogue/guides/XT-ZZ-001.json'] = { ...a[GUIDE], matter: 'XT-ZZ-001' };
    },
  ],
  [
    'a code in a guide',
    GUIDE,
    'implementation.taskCode',
    "is a region's own; move it",
    (a) => {
      a[GUIDE].implementation.taskCode = taskCode('120000', 2, 5);
    },
  ],
  [
    'the same id twice in a guide',
    GUIDE,
    'implementation.conditions',
    'has the id "own" twice',
    (a) => {
      a[GUIDE].implementation.conditions[1].id = 'own';
    },
  ],
  [
    'a form that nobody wrote, in a guide',
    GUIDE,
    'implementation.form',
    'names "no-such-form", but catalogue/forms has no such file',
    (a) => {
      a[GUIDE].implementation.form = 'no-such-form';
    },
  ],
  [
    'a form that nobody wrote, in a region',
    TIANJIN,
    'matters[0].form',
    'names "no-such-form", but catalogue/forms has no such file',
    (a) => {
      a[TIANJIN].matters[0].form = 'no-such-form';
    },
  ],
  [
    'a form under another name',
    FORM,
    'id',
    'is "other"; name the file after it',
    (a) => {
      a[FORM].id = 'other';
    },
  ],
  [
    'a form that requires what it does not ask',
    FORM,
    'schema.required',
    'names "age"',
    (a) => a[FORM].schema.required.push('age'),
  ],
  [
    'a division twice',
    DIVISIONS,
    'divisions[7].code',
    '"110000" stands here twice',
    (a) => a[DIVISIONS].divisions.push(a[DIVISIONS].divisions[0]),
  ],
  [
    'a statistical code that claims the standard',
    DIVISIONS,
    'divisions[5].codeSource',
    'a code like 130171 is "statistical"',
    (a) => {
      a[DIVISIONS].divisions[5].codeSource = 'GB/T 2260';
      a[ZONES].zones[1].codeSource = 'local';
    },
  ],
  [
    'a zone in a division that is not there',
    ZONES,
    'zones[0].division',
    'names "110116", which catalogue/divisions.json does not have',
    (a) => {
      a[ZONES].zones[0].division = '110116';
    },
  ],
  [
    'a zone in the wrong province',
    ZONES,
    'zones[0].province',
    'is 12, but the division 110115-bda lies in 11',
    (a) => {
      a[ZONES].zones[0].province = '12';
    },
  ],
  [
    'a member that is no place',
    ALLIANCES,
    'alliances[0].members[1]',
    'names "999999", which is neither a zone of catalogue/zones.json nor a division',
    (a) => {
      a[ALLIANCES].alliances[0].members[1] = '999999';
    },
  ],
  [
    'a member twice',
    ALLIANCES,
    'alliances[0].members[3]',
    '"120000" is a member twice',
    (a) => a[ALLIANCES].alliances[0].members.push('120000'),
  ],
  [
    'fewer members than the source states',
    ALLIANCES,
    'alliances[0].memberCount',
    'is 14, but 3 members are named',
    (a) => {
      a[ALLIANCES].alliances[0].memberCount = 14;
    },
  ],
  [
    'counts that do not add up',
    ALLIANCES,
    'alliances[0].statedCounts',
    'add up to 269, but statedTotal is 268',
    (a) => {
      a[ALLIANCES].alliances[0].statedCounts[0].count = 80;
    },
  ],
  [
    'a sum without a total',
    ALLIANCES,
    'alliances[0].statedTotal',
    'is null, but sumIsTotal is true',
    (a) => {
      a[ALLIANCES].alliances[0].statedTotal = null;
    },
  ],
  [
    'a count of a stranger',
    ALLIANCES,
    'alliances[0].statedCounts[0].member',
    'names "shijiazhuang", which is no member',
    (a) => {
      a[ALLIANCES].alliances[0].statedCounts[0].member = 'shijiazhuang';
    },
  ],
  [
    'a direction to a stranger',
    ALLIANCES,
    'alliances[1].takes[0].of',
    'names "120000", which is no member',
    (a) => {
      a[ALLIANCES].alliances[1].takes[0].of = '120000';
    },
  ],
  [
    'a direction to itself',
    ALLIANCES,
    'alliances[1].takes[0]',
    'lets "beijing-etown" take its own matters',
    (a) => {
      a[ALLIANCES].alliances[1].takes[0].of = 'beijing-etown';
    },
  ],
  [
    'a list of an alliance that nobody defines',
    ALLIANCES,
    'alliances[0].lists[0]',
    'names "local", which catalogue/terms.json has not among its lists',
    (a) => {
      a[ALLIANCES].alliances[0].lists = ['local'];
    },
  ],
  [
    'a link that is not returned',
    ALLIANCES,
    'alliances[0].linkedWith[0]',
    'links to "one-way", which does not link back',
    (a) => {
      a[ALLIANCES].alliances[1].linkedWith = [];
    },
  ],
  [
    'a link to nowhere',
    ALLIANCES,
    'alliances[1].linkedWith[1]',
    'names "moon", which is no alliance',
    (a) => a[ALLIANCES].alliances[1].linkedWith.push('moon'),
  ],
  [
    'an agreement published with one signature',
    AGREEMENTS,
    'agreements[0].signatures',
    'lack that of "440100"; a published agreement needs both sides',
    (a) => a[AGREEMENTS].agreements[0].signatures.pop(),
  ],
  [
    'a signature of a third',
    AGREEMENTS,
    'agreements[1].signatures[0].region',
    '"120000" is neither accept nor own',
    (a) => {
      a[AGREEMENTS].agreements[1].signatures = [
        { region: '120000', office: text('办公室', 'Office'), date: '2026-01-01' },
      ];
    },
  ],
  [
    'an agreement of an alliance that is not there',
    AGREEMENTS,
    'agreements[0].alliance',
    'names "moon", which catalogue/alliances.json does not have',
    (a) => {
      a[AGREEMENTS].agreements[0].alliance = 'moon';
    },
  ],
  [
    'an agreement with a region outside its alliance',
    AGREEMENTS,
    'agreements[1].own',
    '"shijiazhuang" belongs to no member of the alliance "three-places"',
    (a) => {
      a[AGREEMENTS].agreements[1].own = 'shijiazhuang';
    },
  ],
  [
    'an agreement against the direction of its alliance',
    AGREEMENTS,
    'agreements[0].accept',
    'the alliance "one-way" has no such direction',
    (a) => {
      const agreement = a[AGREEMENTS].agreements[0];
      [agreement.accept, agreement.own] = [agreement.own, agreement.accept];
    },
  ],
  [
    'an agreement about a matter that nobody defines',
    AGREEMENTS,
    'agreements[0].matters[0]',
    'names XT-GA-998, which catalogue/matters.json does not have',
    (a) => {
      a[AGREEMENTS].agreements[0].matters = ['XT-GA-998'];
    },
  ],
  [
    'an agreement that publishes hearsay',
    AGREEMENTS,
    'agreements[0].matters[0]',
    'publishes XT-GA-099, which is unverified',
    (a) => {
      a[AGREEMENTS].agreements[0].matters = ['XT-GA-099'];
    },
  ],
  [
    'all of a list where the alliance has none',
    AGREEMENTS,
    'agreements[0].matters',
    'the alliance "one-way" works by no list',
    (a) => {
      a[AGREEMENTS].agreements[0].matters = 'all-of-list';
    },
  ],
  [
    'an agreement that ends before it begins',
    AGREEMENTS,
    'agreements[0].effectiveTo',
    'lies before effectiveFrom',
    (a) => {
      a[AGREEMENTS].agreements[0].effectiveTo = '2026-01-31';
    },
  ],
  [
    'an agreement with itself',
    AGREEMENTS,
    'agreements[1].accept',
    'is the same as own',
    (a) => {
      a[AGREEMENTS].agreements[1].accept = '440100';
    },
  ],
  [
    'a hall in a place that is not there',
    HALLS,
    'halls[0].region',
    'names "nowhere", which is neither a zone',
    (a) => {
      a[HALLS].halls[0].region = 'nowhere';
    },
  ],
  [
    'a window twice',
    HALLS,
    'halls[0].windows[1].id',
    '"cross" stands here twice',
    (a) => {
      a[HALLS].halls[0].windows[1].id = 'cross';
    },
  ],
  [
    'a window for a matter that nobody defines',
    HALLS,
    'halls[0].windows[1].matters[0]',
    'names XT-GA-998',
    (a) => {
      a[HALLS].halls[0].windows[1].matters = ['XT-GA-998'];
    },
  ],
  [
    'a region under another name',
    TIANJIN,
    'code',
    'is "110000"; name the file after it',
    (a) => {
      a[TIANJIN].code = '110000';
    },
  ],
  [
    'a region that no list of divisions knows',
    TIANJIN,
    'code',
    'catalogue/divisions.json has no "120000"',
    (a) => {
      a[DIVISIONS].divisions = a[DIVISIONS].divisions.filter(
        (one: { code: string }) => one.code !== '120000',
      );
    },
  ],
  [
    'a region whose code comes from elsewhere',
    TIANJIN,
    'codeSource',
    'is "local", but catalogue/divisions.json says "GB/T 2260"',
    (a) => {
      a[TIANJIN].codeSource = 'local';
    },
  ],
  [
    'an entry for a matter that nobody defines',
    TIANJIN,
    'matters[1].matter',
    'names XT-GA-998, which catalogue/matters.json does not have',
    (a) => {
      a[TIANJIN].matters[1].matter = 'XT-GA-998';
    },
  ],
  [
    'an entry for an unverified matter',
    TIANJIN,
    'matters[1].matter',
    'offers XT-GA-099, which is unverified',
    (a) => {
      a[TIANJIN].matters[1].matter = 'XT-GA-099';
    },
  ],
  [
    'a version twice',
    TIANJIN,
    'matters[2]',
    'is XT-GA-001 from 2026-01-01, which stands here twice',
    (a) => a[TIANJIN].matters.push(a[TIANJIN].matters[1]),
  ],
  [
    'a version that reaches into the next',
    TIANJIN,
    'matters[1].effectiveTo',
    'reaches into the version from 2026-06-01',
    (a) => a[TIANJIN].matters.push({ ...a[TIANJIN].matters[1], effectiveFrom: '2026-06-01' }),
  ],
  [
    'a version that ends before it begins',
    TIANJIN,
    'matters[1].effectiveTo',
    'lies before effectiveFrom',
    (a) => {
      a[TIANJIN].matters[1].effectiveTo = '2025-12-31';
    },
  ],
  [
    'one code for two matters',
    TIANJIN,
    'matters[1].taskCode',
    'is that of XT-GA-020 too',
    (a) => {
      const { codeScheme, taskCode: code } = a[TIANJIN].matters[0];
      Object.assign(a[TIANJIN].matters[1], { codeScheme, taskCode: code });
    },
  ],
  [
    'a worked Monday',
    CALENDAR,
    'workingWeekends[1]',
    '(2026-03-02) is neither Saturday nor Sunday',
    (a) => a[CALENDAR].workingWeekends.push('2026-03-02'),
  ],
  [
    'a holiday that is worked',
    CALENDAR,
    'workingWeekends[1]',
    '(2026-01-03) is both a holiday and worked',
    (a) => a[CALENDAR].workingWeekends.push('2026-01-03'),
  ],
  [
    'a holiday of another year',
    CALENDAR,
    'holidays[3]',
    'is outside the years of the file',
    (a) => a[CALENDAR].holidays.push('2027-01-01'),
  ],
  [
    'a holiday twice',
    CALENDAR,
    'holidays[3]',
    '2026-01-01 stands here twice',
    (a) => a[CALENDAR].holidays.push('2026-01-01'),
  ],
  [
    'a year in two files',
    'calendar/2026b.json',
    'years[0]',
    '2026 stands in another file too',
    (a) => {
      a['calendar/2026b.json'] = a[CALENDAR];
    },
  ],
];

const PLANTED = [...OF_A_FILE, ...OF_AN_IMPLEMENTATION, ...BETWEEN_FILES];

describe('a planted error is found, with its file, its place and what to do', () => {
  it('the good copy itself has none, and nothing to warn of', () => {
    expect(problemsAfter(() => {})).toEqual([]);
  });

  it.each(PLANTED)('%s', (_what, file, path, sentence, change) => {
    const errors = problemsAfter(change).filter(({ severity }) => severity === 'error');
    const found = errors.find((problem) => problem.file === file && problem.path === path);
    expect(found, errors.map(problemLine).join('\n')).toBeDefined();
    expect(found?.message).toContain(sentence);
    expect(found?.message).toMatch(/; \S/);
    expect(problemLine(found as Problem)).not.toContain('\n');
  });

  it('all of them are named at once, not only the first', () => {
    const problems = problemsAfter((a) => {
      a[RELEASE].schema = 2;
      a[TIANJIN].matters[0].promisedWorkingDays = 9;
      a[TIANJIN].matters[1].matter = 'XT-GA-998';
      a[AGREEMENTS].agreements[0].signatures = [];
    });
    expect(new Set(problems.map(({ file }) => file))).toEqual(new Set([RELEASE, TIANJIN, AGREEMENTS]));
    expect(problems.filter(({ file }) => file === AGREEMENTS)).toHaveLength(2);
  });
});

describe('what is there for nothing is a warning', () => {
  it.each<[string, string, string, (assets: Assets) => void]>([
    [
      TERMS,
      'themes[1]',
      '"idle" is used nowhere',
      (a) => a[TERMS].themes.push({ id: 'idle', name: text('闲', 'Idle') }),
    ],
    [
      FORM,
      '',
      'is asked for by no matter',
      (a) => {
        delete a[GUIDE].implementation.form;
        a[GUIDE].implementation.depth = 'guide';
      },
    ],
    [
      AGREEMENTS,
      'agreements[0].matters[1]',
      'names XT-SJ-001, which "440100" does not offer',
      (a) => a[AGREEMENTS].agreements[0].matters.push('XT-SJ-001'),
    ],
  ])('%s %s', (file, path, sentence, change) => {
    const problems = problemsAfter(change);
    expect(problems.map(({ severity }) => severity)).toEqual(['warning']);
    expect(problems[0]).toMatchObject({ file, path });
    expect(problems[0]?.message).toContain(sentence);
  });
});
