import { describe, expect, it } from 'vitest';
import { compileForm, type FormValues, formFileProblems } from '../../../../electron/core/index.ts';
import { richAnswers, richForm } from '../../../support/forms.ts';
import { makePerson } from '../../../support/people.ts';
import { amount, choice, date, formOf, problemsOf, say, TODAY, text, yesNo } from './support.ts';

const rich = compileForm(richForm());

describe('a form with every kind of field', () => {
  it('has a file without a fault', () => expect(formFileProblems(richForm())).toEqual([]));

  it('takes right answers as they are', () => {
    expect(rich.validate(richAnswers(), TODAY)).toEqual({ ok: true, value: richAnswers() });
  });

  it('names everything that is missing, in the order of the screen', () => {
    expect(problemsOf(rich, {})).toEqual([
      'applicantName: missing',
      'applicantNumber: missing',
      'phone: missing',
      'companyName: missing',
      'foundedOn: missing',
      'capital: missing',
      'industry: missing',
      'hasBranch: missing',
      'shareholders: missing',
    ]);
  });

  it('puts answers into their standard form', () => {
    const { value } = rich.validate(
      richAnswers({
        applicantName: ` ${makePerson(4).name} `,
        applicantNumber: makePerson(4).number.toLowerCase(),
        phone: '138 0000 0000',
        uscCode: '91120116ma00000001',
        foundedOn: '20190506',
        capital: ' 0,900.50',
        services: ['tax', 'seal', 'tax'],
      }),
      TODAY,
    ) as { value: FormValues };
    expect(value).toMatchObject({
      applicantName: makePerson(4).name,
      applicantNumber: makePerson(4).number,
      phone: '13800000000',
      uscCode: '91120116MA00000001',
      foundedOn: '2019-05-06',
      capital: 900.5,
      services: ['seal', 'tax'],
    });
  });

  it('takes nothing for an answer that is empty', () => {
    const clean = rich.normalise(richAnswers({ homeAddress: '   ', uscCode: '', services: [] }), TODAY);
    expect(Object.keys(clean)).not.toEqual(expect.arrayContaining(['homeAddress']));
    expect(clean).not.toHaveProperty('uscCode');
    expect(clean).not.toHaveProperty('services');
  });
});

describe('conditions', () => {
  const form = (when: object) =>
    formOf([
      choice('kind', ['a', 'b', 'c']),
      yesNo('sure'),
      amount('sum'),
      [
        {
          name: 'some',
          kind: 'choices',
          choices: ['x', 'y'].map((value) => ({ value, label: say(value) })),
        },
        { type: 'array', items: { type: 'string', enum: ['x', 'y'] }, uniqueItems: true },
      ],
      text('more', { when: when as never, required: true }),
    ]);
  const asks = (when: object, values: object) =>
    form(when)
      .visible(values as never, TODAY)[0]
      ?.fields.some((field) => field.name === 'more');

  it.each<[string, object, object, boolean]>([
    ['equals', { field: 'kind', equals: 'a' }, { kind: 'a' }, true],
    ['equals another', { field: 'kind', equals: 'a' }, { kind: 'b' }, false],
    ['in', { field: 'kind', in: ['a', 'b'] }, { kind: 'b' }, true],
    ['in, yet not', { field: 'kind', in: ['a', 'b'] }, { kind: 'c' }, false],
    ['not', { field: 'kind', not: 'a' }, { kind: 'b' }, true],
    ['not, before anything is answered', { field: 'kind', not: 'a' }, {}, false],
    ['answered', { field: 'kind', answered: true }, { kind: 'a' }, true],
    ['not answered', { field: 'kind', answered: false }, {}, true],
    ['yes', { field: 'sure', equals: true }, { sure: true }, true],
    ['no', { field: 'sure', equals: false }, {}, false],
    ['at least', { field: 'sum', atLeast: 10 }, { sum: 10 }, true],
    ['at least, yet less', { field: 'sum', atLeast: 10 }, { sum: 9 }, false],
    ['at most', { field: 'sum', atMost: 10 }, { sum: 11 }, false],
    ['holds', { field: 'some', equals: 'y' }, { some: ['x', 'y'] }, true],
    ['holds none of', { field: 'some', not: 'y' }, { some: ['x'] }, true],
    [
      'all',
      {
        all: [
          { field: 'kind', equals: 'a' },
          { field: 'sure', equals: true },
        ],
      },
      { kind: 'a' },
      false,
    ],
    [
      'any',
      {
        any: [
          { field: 'kind', equals: 'a' },
          { field: 'sure', equals: true },
        ],
      },
      { kind: 'a' },
      true,
    ],
  ])('%s', (_, when, values, asked) => {
    expect(asks(when, values)).toBe(asked);
  });

  it('ask for an answer where it is asked, and only there', () => {
    const one = form({ field: 'kind', equals: 'a' });
    expect(problemsOf(one, { kind: 'a' })).toEqual(['more: missing']);
    expect(problemsOf(one, { kind: 'b' })).toEqual([]);
  });

  it('let no answer to a hidden question leave', () => {
    const one = form({ field: 'kind', equals: 'a' });
    expect(one.validate({ kind: 'b', more: 'secret' }, TODAY)).toEqual({ ok: true, value: { kind: 'b' } });
  });

  it('let no hidden answer open another question', () => {
    const one = formOf([
      choice('first', ['a', 'b']),
      choice('second', ['a', 'b'], { when: { field: 'first', equals: 'a' } }),
      text('third', { when: { field: 'second', equals: 'a' } }),
    ]);
    const names = (values: object) =>
      one.visible(values as never, TODAY)[0]?.fields.map((field) => field.name);
    expect(names({ first: 'a', second: 'a', third: 'x' })).toEqual(['first', 'second', 'third']);
    expect(names({ first: 'b', second: 'a', third: 'x' })).toEqual(['first']);
  });

  it('hide a group with everything in it', () => {
    expect(rich.visible(richAnswers(), TODAY).map((group) => group.id)).toEqual([
      'applicant',
      'company',
      'branch',
      'shareholders',
    ]);
    const answers = richAnswers({ capital: 999, reason: '自有资金' });
    expect(rich.validate(answers, TODAY)).toMatchObject({ ok: true, value: { capital: 999 } });
    expect(rich.normalise(answers, TODAY)).not.toHaveProperty('reason');
  });
});

describe('repeated groups', () => {
  const row = (over: object = {}) => ({
    name: makePerson(6).name,
    kind: 'person',
    number: makePerson(6).number,
    share: 100,
    ...over,
  });
  const wrong = (...rows: unknown[]) => problemsOf(rich, richAnswers({ shareholders: rows }));

  it('ask each line by its own answers', () => {
    expect(wrong(row({ number: undefined }))).toEqual(['shareholders[0].number: missing']);
    expect(wrong(row({ kind: 'organisation' }))).toEqual(['shareholders[0].code: missing']);
  });

  it('drop the hidden answers of a line', () => {
    const shareholders = [row({ kind: 'organisation', code: '91120116MA00000001' })];
    const clean = rich.validate(richAnswers({ shareholders }), TODAY);
    expect(clean).toMatchObject({ ok: true });
    expect(JSON.stringify(clean)).not.toContain(makePerson(6).number);
  });

  it('add up', () => {
    expect(wrong(row({ share: 99.99 }))).toEqual(['shareholders: sum (100)']);
    const three = [33.3, 33.3, 33.4].map((share, i) =>
      row({ share, name: makePerson(20 + i).name, number: makePerson(20 + i).number }),
    );
    expect(wrong(...three)).toEqual([]);
  });

  it('name nobody twice', () => {
    expect(wrong(row({ share: 50 }), row({ share: 50 }))).toEqual(['shareholders[1].number: twice']);
  });

  it('have so many lines and no more', () => {
    expect(wrong()).toEqual(['shareholders: missing']);
    expect(wrong(...Array.from({ length: 6 }, () => row()))).toEqual(['shareholders: too-many (5)']);
  });

  it('refuse lines and parts that are none', () => {
    expect(wrong('x')).toEqual(['shareholders[0]: type']);
    expect(wrong(['x'])).toEqual(['shareholders[0]: type']);
    expect(wrong(row({ admin: true }))).toEqual(['shareholders[0].admin: unknown']);
    expect(problemsOf(rich, richAnswers({ shareholders: 'x' }))).toEqual(['shareholders: type']);
  });
});

describe('a hostile screen is refused', () => {
  it.each<[string, unknown, string]>([
    ['phone', 13800000000, 'phone: type'],
    ['phone', { toString: 'x' }, 'phone: type'],
    ['phone', ['13800000000'], 'phone: type'],
    ['capital', 'much', 'capital: type'],
    ['capital', Number.NaN, 'capital: type'],
    ['capital', Number.NEGATIVE_INFINITY, 'capital: type'],
    ['capital', true, 'capital: type'],
    ['capital', 1.234, 'capital: decimals (2)'],
    ['capital', -1, 'capital: too-small (0.01)'],
    ['hasBranch', 'true', 'hasBranch: type'],
    ['hasBranch', 1, 'hasBranch: type'],
    ['industry', 'mining', 'industry: choice'],
    ['industry', ['trade'], 'industry: type'],
    ['services', 'seal', 'services: type'],
    ['services', [1], 'services: type'],
    ['services', ['seal', 'mint'], 'services: choice'],
    ['companyName', '天'.repeat(61), 'companyName: too-long (60)'],
    ['companyName', '天'.repeat(100_000), 'companyName: too-long (60)'],
    ['companyName', '天津', 'companyName: too-short (4)'],
    ['foundedOn', '2019-02-30', 'foundedOn: date'],
    ['admin', true, 'admin: unknown'],
    ['constructor', 'x', 'constructor: unknown'],
  ])('%s = %j', (field, value, problem) => {
    expect(problemsOf(rich, { ...richAnswers(), [field]: value })).toEqual([problem]);
  });

  it('a name from the prototype is no answer', () => {
    const values = JSON.parse('{"__proto__": {"phone": "13800000000"}}');
    expect(problemsOf(rich, values)).toContain('__proto__: unknown');
    expect(rich.normalise(values, TODAY)).toEqual({});
  });

  it('control characters never reach the paper', () => {
    const clean = rich.normalise({ homeAddress: '某路\u0000 1\u001b[31m号\n后门' }, TODAY);
    expect(clean.homeAddress).toBe('某路  1 [31m号 后门');
  });

  it('what is wrong is said without the answer', () => {
    const secret = '99000019000101';
    const result = rich.validate(richAnswers({ applicantNumber: secret, phone: secret }), TODAY);
    expect(JSON.stringify(result)).not.toContain(secret);
  });
});

describe('filling in', () => {
  const person = makePerson(8);
  const card = { values: { ...person, ethnicGroup: '汉' }, by: 'card' } as const;

  it('takes from the card, the earlier case and says so', () => {
    const { values, notes } = rich.prefill({ card, case: { phone: '13900000000', foundedOn: 'x' } });
    expect(values).toEqual({
      applicantName: person.name,
      applicantNumber: person.number,
      phone: '13900000000',
      homeAddress: person.address,
    });
    expect(notes).toEqual({
      applicantName: { from: 'card', locked: true },
      applicantNumber: { from: 'card', locked: true },
      phone: { from: 'case', locked: false },
      homeAddress: { from: 'card', locked: false },
    });
  });

  it('does not call typed what was not on a card, and leaves out what is not known', () => {
    const { notes, values } = rich.prefill({
      card: { values: { ...person, address: null }, by: 'typed' },
      case: null,
    });
    expect(notes.applicantName).toEqual({ from: 'typed', locked: true });
    expect(values).not.toHaveProperty('homeAddress');
  });

  it('puts a locked answer back, whatever the screen says', () => {
    const context = { ...TODAY, sources: { card } };
    const clean = rich.validate(richAnswers({ applicantName: '别人' }), context);
    expect(clean).toMatchObject({
      ok: true,
      value: { applicantName: person.name, applicantNumber: person.number },
    });
    expect(rich.normalise({}, context)).toMatchObject({ applicantName: person.name });
  });

  it('lets what may be edited be edited, and emptied', () => {
    const clean = rich.normalise({ homeAddress: '' }, { ...TODAY, sources: { card } });
    expect(clean).not.toHaveProperty('homeAddress');
  });

  it('leaves out what does not fit its field, and locks nothing wrong', () => {
    const form = formOf([
      choice('sex', ['male', 'female'], { prefill: { from: 'card', key: 'sex', editable: false } }),
      date('birth', { prefill: { from: 'card', key: 'birthDate' } }),
      text('tiny', { prefill: { from: 'licence', key: 'name' } }, { maxLength: 2 }),
      text('site', { prefill: { from: 'site', key: 'name' } }),
    ]);
    const { values, notes } = form.prefill({
      card: { values: { sex: 'other', birthDate: '19680513' }, by: 'card' },
      licence: { name: '太长的名字' },
      site: { name: '大厅' },
    });
    expect(values).toEqual({ birth: '1968-05-13', site: '大厅' });
    expect(Object.keys(notes)).toEqual(['birth', 'site']);
  });
});

describe('in words', () => {
  it('every answer by its group, each line of a list by itself, codes by their labels', () => {
    const groups = rich.readable(richAnswers({ hasBranch: true, branchRegion: '440000' }), TODAY);
    expect(groups.map(({ title }) => title['zh-CN'])).toEqual([
      '办理人',
      '企业',
      '分支机构',
      '股东（1）',
      '股东（2）',
    ]);
    const words = groups.flatMap(({ answers }) =>
      answers.map(({ label, value }) => `${label['zh-CN']}=${value['zh-CN']}`),
    );
    expect(words).toEqual(
      expect.arrayContaining([
        '成立日期=2019年5月6日',
        '注册资本=200.50 万元',
        '行业=软件',
        '一并办理=刻制印章、税务登记信息确认',
        '在其他地区有分支机构吗=是',
        '所在地区=广东省',
        '持股比例=66.70 %',
      ]),
    );
    expect(groups[4]?.title.en).toBe('Shareholder (2)');
    expect(groups[3]?.group).toBe('shareholders');
  });

  it('thousands are set apart', () => {
    const form = formOf([amount('sum', { decimals: 2 })]);
    expect(form.readable({ sum: 1234567.5 }, TODAY)[0]?.answers[0]?.value.en).toBe('1,234,567.50');
  });

  it('what is hidden or not answered is not printed', () => {
    const words = JSON.stringify(rich.readable(richAnswers({ industryOther: '采矿', uscCode: '' }), TODAY));
    expect(words).not.toContain('采矿');
    expect(words).not.toContain('新设企业');
  });
});
