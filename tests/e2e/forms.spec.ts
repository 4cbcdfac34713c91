import { expect, type Page, test } from '@playwright/test';
import { compileForm } from '../../electron/core/index.ts';
import { type FakeHost, startFakeHost } from '../support/fake-host.ts';
import { richForm } from '../support/forms.ts';
import { type Harness, journeyHarness } from '../support/journey-harness.ts';
import { WAYS } from '../support/journey-ways.ts';
import { makePerson } from '../support/people.ts';
import { makeInfo } from '../support/views.ts';

/** A long form under a finger: the real pages over the real journey, which judges each answer again. */

let host: FakeHost;
let journey: Harness;

test.beforeEach(async ({ page }) => {
  journey = journeyHarness(null, compileForm(richForm()));
  await WAYS.details?.(journey);
  host = await startFakeHost({
    ...(process.env.TONGBAN_PAGES ? { pages: process.env.TONGBAN_PAGES } : {}),
    answer: (event) => {
      const { boot, seq } = journey.view();
      journey.journey.send(boot, seq, event);
      return journey.view();
    },
    typed: (on, values) => {
      journey.journey.typed(journey.view().boot, on, values);
      return journey.view();
    },
  });
  host.setInfo(makeInfo());
  host.show(journey.view());
  await page.goto(host.url);
  await expect(page.getByText('第 1 步，共 6 步')).toBeVisible();
});
test.afterEach(() => host.close());

const primary = (page: Page) => page.locator('[data-name=primary]').tap();
const field = (page: Page, name: string) => page.locator(`[data-field=${name}]`);
const key = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).tap();
const choose = (page: Page, name: string, value: string) =>
  field(page, name).locator(`[data-name=choice-${value}]`).tap();
/** By the keys on the screen. */
async function press(page: Page, name: string, keys: string): Promise<void> {
  await field(page, name).locator('input').tap();
  for (const one of keys) await key(page, one);
}
/** By a real keyboard, where the keys on the screen are not what is tried. */
const type = (page: Page, name: string, text: string) => field(page, name).locator('input').fill(text);
const step = (page: Page, at: number, of: number) =>
  expect(page.getByText(`第 ${at} 步，共 ${of} 步`)).toBeVisible();

async function toCompany(page: Page): Promise<void> {
  await primary(page);
  await step(page, 2, 6);
  await primary(page);
  await step(page, 3, 6);
}

async function fillCompany(page: Page, capital = '200'): Promise<void> {
  await type(page, 'companyName', '天津示例科技有限公司');
  await press(page, 'foundedOn', '20190506');
  await press(page, 'capital', capital);
  await choose(page, 'industry', 'software');
  await primary(page);
}

async function addShareholder(page: Page, index: number, share: string): Promise<void> {
  await page.locator('[data-name=add-shareholders]').tap();
  await expect(page.getByRole('heading', { name: `股东（${index + 1}）` })).toBeVisible();
  const person = makePerson(30 + index);
  await type(page, 'name', person.name);
  await choose(page, 'kind', 'person');
  await press(page, 'number', person.number);
  await press(page, 'share', share);
  await primary(page);
}

test('a long form is filled in by touch, page by page, and every answer arrives', async ({ page }) => {
  test.setTimeout(120_000);
  await primary(page);
  // What the machine knows is filled in, and says from where.
  await expect(field(page, 'applicantName')).toContainText('来自您的身份证');
  await expect(field(page, 'applicantName').locator('input')).toHaveCount(0);
  await expect(field(page, 'phone').locator('input')).toHaveValue('139 0000 0000');
  await expect(field(page, 'phone')).toContainText('您上次申请时填写的');
  await primary(page);
  await fillCompany(page);
  await step(page, 4, 6);
  await choose(page, 'hasBranch', 'yes');
  await page.getByText('广东省', { exact: true }).tap();
  await primary(page);
  await addShareholder(page, 0, '66.7');
  await addShareholder(page, 1, '33.2');
  await primary(page);
  await expect(page.getByRole('alert')).toContainText('“股东名单”还要改一下');
  await expect(page.getByRole('alert')).toContainText('各项合计须为 100');
  await page.locator('[data-name=row-1]').tap();
  await press(page, 'share', '');
  await key(page, '退格');
  await key(page, '3');
  await primary(page);
  await primary(page);
  await step(page, 6, 6);
  for (const words of [
    '天津示例科技有限公司',
    '2019年5月6日',
    '200.00 万元',
    '广东省',
    '股东（2）',
    '33.30 %',
  ])
    await expect(page.locator('.stage')).toContainText(words);
  await primary(page);
  await expect(page.locator('[data-screen=delivery]')).toBeVisible();
  const sent = host.sent.at(-1)?.event;
  expect(sent).toMatchObject({
    type: 'confirmDetails',
    values: {
      phone: '13900000000',
      foundedOn: '2019-05-06',
      capital: 200,
      hasBranch: true,
      branchRegion: '440000',
      shareholders: [{ share: 66.7 }, { share: 33.3 }],
    },
  });
});

test('the first wrong answer is shown, named and ready to be corrected', async ({ page }) => {
  await toCompany(page);
  await primary(page);
  await expect(page.getByRole('alert')).toContainText('“企业名称”还要改一下');
  await type(page, 'companyName', '天津示例科技有限公司');
  await expect(page.getByRole('alert')).toContainText('“成立日期”还要改一下');
  await press(page, 'foundedOn', '20300101');
  await press(page, 'capital', '1');
  await choose(page, 'industry', 'other');
  await expect(field(page, 'industryOther')).toBeVisible();
  await primary(page);
  await expect(page.getByRole('alert')).toContainText('不能晚于今天');
  await expect(field(page, 'foundedOn').locator('.text-field')).toHaveClass(/active/);
  expect(host.sent.filter(({ event }) => event.type === 'answerPage')).toHaveLength(2);
});

test('a host that knows better sends back to the answer that is wrong', async ({ page }) => {
  await toCompany(page);
  await type(page, 'companyName', '天津示例科技有限公司');
  const view = journey.view();
  if (view.screen !== 'details') throw new Error('not on the form');
  host.show({
    ...view,
    data: {
      ...view.data,
      values: { ...view.data.values, companyName: '天津示例科技有限公司' },
      problems: [{ field: 'companyName', row: null, part: null, kind: 'pattern', limit: null }],
    },
  });
  await expect(page.getByRole('alert')).toContainText('“企业名称”还要改一下');
  await expect(field(page, 'companyName').locator('input')).toHaveValue('天津示例科技有限公司');
});

test('what is typed survives another language, a page that is loaded anew, and the way back', async ({
  page,
}) => {
  await toCompany(page);
  await type(page, 'companyName', '天津示例');
  await page.locator('[data-name=language]').tap();
  await expect(page.getByRole('heading', { name: 'The company' })).toBeVisible();
  await expect(field(page, 'companyName').locator('input')).toHaveValue('天津示例');
  await expect.poll(() => host.typed.at(-1)?.values.companyName).toBe('天津示例');
  await page.reload();
  await expect(field(page, 'companyName').locator('input')).toHaveValue('天津示例');
  await page.locator('[data-name=back]').tap();
  await expect(page.getByText('Step 2 of 6')).toBeVisible();
  await primary(page);
  await expect(field(page, 'companyName').locator('input')).toHaveValue('天津示例');
});

test('an answer is changed from the last page, and the way leads back there', async ({ page }) => {
  test.setTimeout(120_000);
  await toCompany(page);
  await fillCompany(page);
  await choose(page, 'hasBranch', 'no');
  await primary(page);
  await addShareholder(page, 0, '100');
  await primary(page);
  await step(page, 6, 6);
  await page.locator('[data-name=change-applicant]').tap();
  await type(page, 'homeAddress', '示例路 2 号');
  await primary(page);
  await step(page, 6, 6);
  await expect(page.locator('.stage')).toContainText('示例路 2 号');
});

test('pinyin, digits and signs are at hand in one field', async ({ page }) => {
  await toCompany(page);
  await field(page, 'companyName').locator('input').tap();
  for (const ch of 'tian') await key(page, ch);
  await key(page, '天');
  await page.getByText('数字和符号', { exact: true }).tap();
  for (const ch of '12（') await key(page, ch);
  await expect(field(page, 'companyName').locator('input')).toHaveValue('天12（');
});
