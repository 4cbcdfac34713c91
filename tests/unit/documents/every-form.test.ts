import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../electron/catalogue/index.ts';
import { type FormValues, localDate, VirtualClock } from '../../../electron/core/index.ts';
import { createPress, defaultFontFiles } from '../../../electron/documents/index.ts';
import { createEffects, type Draft } from '../../../electron/journey/index.ts';
import { FILLED } from '../../support/filled-forms.ts';
import { pdfText } from '../../support/pdf-text.ts';
import { makePerson } from '../../support/people.ts';
import { testProfile } from '../../support/profile.ts';
import { MORNING } from './samples.ts';

/** The application form of every matter that can be done from the demo's regions, on paper. */

const assetsDir = join(import.meta.dirname, '../../../assets');
const demo = JSON.parse(readFileSync(join(assetsDir, 'profiles/demo.json'), 'utf8')) as { regions: object };
const clock = new VirtualClock(MORNING);
const loaded = loadCatalogue({ assetsDir, regionCodes: Object.keys(demo.regions), clock });
if (!loaded.ok) throw new Error(loaded.error.message);
const catalogue = loaded.value;
const press = await createPress({ fontFiles: defaultFontFiles(), clock });

type EffectDeps = Parameters<typeof createEffects>[0];
// Preparing a paper needs no device and no case.
const effects = createEffects({
  profile: testProfile(),
  clock,
  catalogue,
  press: async () => press,
} as unknown as EffectDeps);

const full = catalogue.regions().flatMap(({ code, name }) =>
  catalogue
    .matters(code)
    .filter(({ depth }) => depth === 'full')
    .map((matter) => ({ region: code, where: name.en, code: matter.code, name: matter.name.en })),
);
const formId = (region: string, matter: string) => catalogue.implementation(region, matter)?.form ?? '';
const never = new AbortController().signal;
const today = localDate(MORNING);
const flat = (text: string) => text.replace(/\s/g, '');

const person = (over: object = {}) => {
  const { name, number, sex, birthDate, address } = makePerson(1);
  return { name, number, sex, birthDate, ethnicGroup: null, address, source: 'card' as const, ...over };
};

async function printed(region: string, matter: string, values: FormValues, who = person()) {
  const draft = {
    region,
    matter,
    delivery: 'print-here',
    person: who,
    values,
    document: null,
    strokes: null,
    drawn: [],
    materials: [],
  } as unknown as Draft;
  const prepared = await effects.prepare(draft, never);
  if (!prepared.ok || 'missing' in prepared.value) throw new Error('not prepared');
  return { pages: prepared.value.pages, text: pdfText(prepared.value.bytes) };
}

function expectEverything(text: string, region: string, matter: string, values: FormValues) {
  const form = catalogue.form(region, matter);
  const groups = form?.readable(values, { today }) ?? [];
  // A short form stands with the application itself, without a heading.
  for (const { title, answers } of groups)
    for (const said of [
      ...(groups.length > 1 ? [title] : []),
      ...answers.flatMap(({ label, value }) => [label, value]),
    ])
      for (const words of [said['zh-CN'], said.en])
        if (!text.includes(flat(words))) expect.fail(`${region} ${matter} does not print: ${words}`);
}

/** The same answers with every free text as long as its field allows. */
function longest(region: string, matter: string, values: FormValues): FormValues {
  const form = catalogue.form(region, matter);
  let long = values;
  for (const { name, kind, most } of form?.fields ?? []) {
    if (typeof values[name] !== 'string' || (kind !== 'text' && kind !== 'long-text')) continue;
    const tried = { ...long, [name]: '示例长文'.repeat(most).slice(0, most) };
    if (form?.validate(tried, { today }).ok) long = tried;
  }
  return long;
}

describe('the application form', () => {
  it('is tried for every form that a matter has', () => {
    expect(full.length).toBeGreaterThan(20);
    const used = new Set(full.map(({ region, code }) => formId(region, code)));
    expect([...used].filter((id) => !(id in FILLED))).toEqual([]);
  });

  it.each(full)('prints for $code in $where: $name', async ({ region, code, name }) => {
    const values = FILLED[formId(region, code)] as FormValues;
    const { pages, text } = await printed(region, code, values);
    const guide = catalogue.guide(region, code);
    for (const words of [
      name,
      guide?.matter.name['zh-CN'],
      guide?.authority['zh-CN'],
      guide?.caution?.['zh-CN'],
    ])
      if (words !== undefined) expect(text).toContain(flat(words));
    expectEverything(text, region, code, values);
    expect(pages).toBeLessThanOrEqual(4);
    expect(text).toContain(`第${pages}页，共${pages}页`);
  });
});

const oneOfEach = [...new Map(full.map((matter) => [formId(matter.region, matter.code), matter])).entries()];

describe('a form filled to its brim', () => {
  it('has longer answers than the usual one, in most forms', () => {
    const longer = oneOfEach.filter(
      ([id, { region, code }]) =>
        JSON.stringify(longest(region, code, FILLED[id] as FormValues)).length >
        JSON.stringify(FILLED[id]).length + 20,
    );
    expect(longer.length).toBeGreaterThan(oneOfEach.length / 2);
  });

  it.each(oneOfEach)('%s loses nothing', async (id, { region, code }) => {
    const values = longest(region, code, FILLED[id] as FormValues);
    const who = person({
      name: 'MAXIMILIANALEXANDERBARTHOLOMEWSTEVENSON-X',
      address: '示例省样本市𠮷'.repeat(9),
    });
    const { text } = await printed(region, code, values, who);
    expectEverything(text, region, code, values);
    expect(text).toContain(who.name);
    expect(text).toContain(who.address);
  });
});
