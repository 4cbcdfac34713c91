import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { organisationCodeCheck } from '../../electron/core/index.ts';

/** A small catalogue that is sound in every file: two regions, a zone each, an alliance, an agreement, a hall. */

/** Files by their name, relative to the assets folder. A test may put into them what no type allows. */
// biome-ignore lint/suspicious/noExplicitAny: the point is to write what the types forbid
export type Assets = Record<string, any>;

export const text = (zh: string, en: string) => ({ 'zh-CN': zh, en });

/** An implementation code of a made-up organisation: 18 characters with the right check character, level, basic code. */
export function taskCode(division: string, level: number, serial: number): string {
  const first17 = `11${division}TB99${String(serial).padStart(5, '0')}`;
  return `${first17}${organisationCodeCheck(first17)}${level}${division.slice(0, 2)}2009${String(serial).padStart(6, '0')}`;
}

export const material = (id: string, zh: string, en: string, over: object = {}) => ({
  id,
  text: text(zh, en),
  kind: 'original',
  copies: 1,
  required: true,
  gapAllowed: false,
  licence: null,
  ...over,
});

const item = (id: string, zh: string, en: string) => ({ id, text: text(zh, en) });

const matter = (code: string, zh: string, en: string, over: object = {}) => ({
  code,
  name: text(zh, en),
  plain: text(`${zh}的说明。`, `What ${en.toLowerCase()} is for.`),
  category: 'identity',
  department: 'police',
  audience: ['person'],
  modes: ['online', 'collect'],
  modesBasis: 'source',
  lists: ['national'],
  verification: 'verified-secondary',
  evidence: ['https://list.example/2020'],
  source: 'national list',
  themes: ['papers'],
  lifeEvents: ['moving'],
  result: null,
  ...over,
});

const region = (code: string, zh: string, en: string, matters: readonly object[]) => ({
  code,
  codeSource: 'GB/T 2260',
  name: text(`${zh}市`, `${en} Municipality`),
  short: text(zh, en),
  phone: '12345',
  hours: text('工作日 9:00–17:00', 'Working days 9:00–17:00'),
  officeHours: { open: '09:00', close: '17:00' },
  sample: true,
  adapter: { kind: 'rest-oauth2' },
  places: [
    {
      name: text('政务服务中心', 'Service centre'),
      address: text('示例路 1 号', '1 Example Road'),
      phone: '12345',
      hours: text('工作日', 'Working days'),
    },
  ],
  matters,
});

/** A new copy each time. */
export function goodAssets(): Assets {
  const form = readFileSync(
    join(import.meta.dirname, '../../assets/catalogue/forms/temporary-identity-proof.json'),
    'utf8',
  );
  return {
    'catalogue/release.json': {
      schema: 1,
      version: '2026.11.21-1',
      effectiveFrom: '2026-01-01',
      note: 'for tests',
    },
    'catalogue/terms.json': {
      lists: [
        {
          id: 'national',
          name: text('全国清单', 'National list'),
          year: 2020,
          statedCount: 58,
          source: 'paper',
        },
      ],
      fields: [{ id: 'person', name: text('个人', 'For people') }],
      categories: [
        { id: 'identity', name: text('户籍身份', 'Identity'), fields: ['person'] },
        { id: 'business', name: text('商事登记', 'Business') },
      ],
      departments: [{ id: 'police', name: text('公安', 'Police') }],
      lifeEvents: [{ id: 'moving', name: text('搬家', 'Moving') }],
      themes: [{ id: 'papers', name: text('证件', 'Papers') }],
    },
    'catalogue/matters.json': {
      matters: [
        matter('XT-GA-020', '开具临时身份证明', 'Temporary identity proof'),
        matter('XT-GA-001', '开具无犯罪记录证明', 'Certificate of no criminal record', { lists: [] }),
        matter('XT-SJ-001', '企业设立登记', 'Company set-up', {
          category: 'business',
          audience: ['organisation'],
          themes: [],
          lifeEvents: [],
        }),
        matter('XT-GA-099', '传闻事项', 'Hearsay', { verification: 'unverified', lists: [] }),
      ],
    },
    'catalogue/guides/XT-GA-020.json': {
      matter: 'XT-GA-020',
      sample: true,
      source: 'law',
      implementation: {
        depth: 'collection',
        conditions: [item('own', '本人办理。', 'In person.'), item('registered', '已登记。', 'Registered.')],
        materials: [
          material('card', '身份证。', 'Identity card.'),
          material('photo', '照片。', 'A photograph.', { gapAllowed: true }),
        ],
        steps: [item('apply', '申请', 'Apply'), item('collect', '领取', 'Collect')],
        fee: { amountFen: 0, text: text('不收费', 'Free') },
        promisedWorkingDays: 1,
        statutoryWorkingDays: 3,
        result: text('证明', 'The proof'),
        deliveries: ['print-here', 'window'],
        identity: { accepts: ['resident-card', 'no-card'], agents: [] },
        form: 'temporary-identity-proof',
      },
    },
    'catalogue/guides/XT-GA-001.json': {
      matter: 'XT-GA-001',
      sample: true,
      source: 'law',
      implementation: {
        depth: 'guide',
        conditions: [item('own', '本人记录。', 'Your own record.')],
        materials: [material('card', '身份证。', 'Identity card.')],
        steps: [item('apply', '申请', 'Apply')],
        fee: { amountFen: null, text: text('依规定', 'As ruled') },
        promisedWorkingDays: 3,
        statutoryWorkingDays: 7,
        result: text('证明', 'The certificate'),
        deliveries: ['window', 'ems'],
        hours: {
          windows: [{ days: [1, 2, 3, 4, 5], open: '09:00', close: '12:00' }],
          holidays: 'closed',
          exceptions: [{ date: '2026-12-31', open: null, close: null }],
        },
      },
    },
    'catalogue/forms/temporary-identity-proof.json': JSON.parse(form),
    'catalogue/divisions.json': {
      divisions: [
        { code: '110000', name: text('北京市', 'Beijing'), codeSource: 'GB/T 2260' },
        { code: '110115', name: text('大兴区', 'Daxing'), codeSource: 'GB/T 2260' },
        { code: '110115-bda', name: text('北京经开区', 'Beijing E-Town'), codeSource: 'local' },
        { code: '120000', name: text('天津市', 'Tianjin'), codeSource: 'GB/T 2260' },
        { code: '120116', name: text('滨海新区', 'Binhai'), codeSource: 'GB/T 2260' },
        { code: '130171', name: text('石家庄高新区', 'Shijiazhuang zone'), codeSource: 'statistical' },
        { code: '440100', name: text('广州市', 'Guangzhou'), codeSource: 'GB/T 2260' },
      ],
    },
    'catalogue/zones.json': {
      zones: [
        {
          id: 'beijing-etown',
          name: text('北京经开区', 'Beijing E-Town'),
          division: '110115-bda',
          province: '11',
          codeSource: 'local',
          contact: { phone: null },
          window: null,
          hours: null,
        },
        {
          id: 'shijiazhuang',
          name: text('石家庄高新区', 'Shijiazhuang zone'),
          division: '130171',
          province: '13',
          codeSource: 'statistical',
          contact: { phone: '0311-00000000' },
          window: text('一层 2 号', 'Floor 1, window 2'),
          hours: text('工作日', 'Working days'),
        },
      ],
    },
    'catalogue/alliances.json': {
      alliances: [
        {
          id: 'three-places',
          name: text('三地通办', 'Three places'),
          year: 2021,
          source: 'S0',
          members: ['beijing-etown', '120000', '440100'],
          memberCount: 3,
          adoptBetter: true,
          statedTotal: 268,
          statedCounts: [
            { member: 'beijing-etown', count: 79 },
            { member: '120000', count: 53 },
            { member: '440100', count: 136 },
          ],
          sumIsTotal: true,
          takes: [],
          lists: ['national'],
          linkedWith: ['one-way'],
          note: null,
        },
        {
          id: 'one-way',
          name: text('单向收件', 'One way'),
          year: null,
          source: 'S1',
          members: ['beijing-etown', '440100', 'shijiazhuang'],
          adoptBetter: false,
          statedTotal: null,
          statedCounts: [],
          sumIsTotal: false,
          takes: [{ from: 'beijing-etown', of: '440100', count: 22 }],
          lists: [],
          linkedWith: ['three-places'],
          note: 'the other way round was never agreed',
        },
      ],
    },
    'catalogue/agreements.json': {
      agreements: [
        {
          id: 'etown-guangzhou',
          matters: ['XT-GA-020'],
          alliance: 'one-way',
          accept: 'beijing-etown',
          own: '440100',
          state: 'published',
          signatures: [
            { region: 'beijing-etown', office: text('审批局', 'Approval office'), date: '2026-01-05' },
            { region: '440100', office: text('政数局', 'Data office'), date: '2026-01-06' },
          ],
          effectiveFrom: '2026-02-01',
          effectiveTo: '2027-01-31',
        },
        {
          id: 'etown-guangzhou-next',
          matters: 'all-of-list',
          alliance: 'three-places',
          accept: 'beijing-etown',
          own: '440100',
          state: 'draft',
          signatures: [],
          effectiveFrom: '2027-02-01',
          effectiveTo: null,
        },
      ],
    },
    'catalogue/halls.json': {
      halls: [
        {
          id: 'etown-hall',
          region: 'beijing-etown',
          name: text('政务大厅', 'Service hall'),
          address: text('示例路 1 号', '1 Example Road'),
          phone: '12345',
          hours: text('工作日', 'Working days'),
          windows: [
            {
              id: 'cross',
              floor: 2,
              number: '3',
              name: text('跨省通办', 'Cross-province'),
              matters: 'cross-province',
            },
            {
              id: 'police',
              floor: null,
              number: null,
              name: text('户籍', 'Household'),
              matters: ['XT-GA-001'],
            },
          ],
        },
      ],
    },
    'catalogue/ticket-routes.json': {
      default: {
        desk: text('综合窗口', 'General window'),
        leader: text('值班领导', 'Leader on duty'),
        hotline: '12345',
        window: null,
        hours: { open: '09:00', close: '17:00' },
        answerWorkingDays: 5,
      },
      routes: [],
    },
    'regions/120000.json': region('120000', '天津', 'Tianjin', [
      {
        matter: 'XT-GA-020',
        effectiveFrom: '2026-01-01',
        authority: text('天津市公安局', 'Tianjin police'),
        codeScheme: '31',
        taskCode: taskCode('120000', 2, 1),
        materials: {
          drop: ['photo'],
          change: [material('card', '身份证或号码。', 'Card or number.')],
          add: [material('form', '申请表。', 'The form.', { kind: 'form' })],
        },
      },
      {
        matter: 'XT-GA-001',
        effectiveFrom: '2026-01-01',
        effectiveTo: '2026-12-31',
        authority: text('天津市公安局', 'Tianjin police'),
      },
    ]),
    'regions/440100.json': region('440100', '广州', 'Guangzhou', [
      {
        matter: 'XT-GA-020',
        effectiveFrom: '2026-01-01',
        authority: text('广州市公安局', 'Guangzhou police'),
        authorityLevel: 3,
        codeScheme: '31',
        taskCode: taskCode('440100', 3, 1),
        promisedWorkingDays: 2,
      },
      {
        matter: 'XT-GA-001',
        effectiveFrom: '2026-01-01',
        authority: text('广州市公安局', 'Guangzhou police'),
        authorityScope: 'none',
        modes: ['collect'],
      },
    ]),
    'calendar/2026.json': {
      source: 'announcement',
      holidays: ['2026-01-01', '2026-01-02', '2026-01-03'],
      workingWeekends: ['2026-01-04'],
      years: [2026],
    },
  };
}

/** Writes the files into a folder, by default a new one; the caller removes it. */
export function writeAssets(assets: Assets, dir = mkdtempSync(join(tmpdir(), 'catalogue-'))): string {
  for (const [name, content] of Object.entries(assets)) {
    const path = join(dir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
  return dir;
}
