import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import {
  Button,
  Card,
  ComparisonTable,
  Countdown,
  KeyValue,
  Notice,
  NumberPlate,
  Progress,
  QrFigure,
  Table,
  Tabs,
  Tag,
  Timeline,
  type Tone,
} from '../ui/index.ts';
import { Section, State } from './state.tsx';
import { useSay } from './words.ts';

const TONES: readonly Tone[] = ['info', 'care', 'wrong', 'good'];

/** What is read. */
export function Facts() {
  const say = useSay();
  const word = {
    info: say('提示', 'Note'),
    care: say('注意', 'Caution'),
    wrong: say('出错', 'Wrong'),
    good: say('完成', 'Done'),
  };
  return (
    <>
      <Section id="notices" title={say('提示条', 'Notices')}>
        {TONES.map((tone) => (
          <State key={tone} name={tone}>
            <Notice tone={tone} word={word[tone]} title={word[tone]}>
              <p>
                {say(
                  '天津的办理机关现在不上班，本机照常收件，11月23日（周一）09:00开始办理。',
                  'The office in Tianjin is closed. The machine takes your application all the same; work on it begins Mon 23 Nov 09:00.',
                )}
              </p>
            </Notice>
          </State>
        ))}
        <State name="wrong · with a way on">
          <Notice
            tone="wrong"
            word={word.wrong}
            title={say('打印机缺纸', 'The printer is out of paper')}
            action={<Button onPress={() => undefined}>{say('再试一次', 'Try again')}</Button>}
          />
        </State>
        {TONES.map((tone) => (
          <State key={tone} name={`tag · ${tone}`}>
            <Tag tone={tone} icon={tone === 'care' || tone === 'wrong' ? TriangleAlert : CircleCheck}>
              {say('已受理', 'Accepted')}
            </Tag>
          </State>
        ))}
      </Section>
      <Steps />
      <Numbers />
      <Tables />
    </>
  );
}

function Steps() {
  const say = useSay();
  const words = [
    say('看指南', 'Guide'),
    say('核身份', 'Identity'),
    say('填信息', 'Details'),
    say('选领取', 'Delivery'),
    say('核对', 'Check'),
    say('签名', 'Sign'),
    say('完成', 'Done'),
  ];
  const stages = (done: number) =>
    [
      [say('已提交', 'Submitted'), say('今天 02:19', 'today 02:19')],
      [say('天津受理', 'Tianjin accepts'), say('11月23日（周一）09:00 起', 'from Mon 23 Nov 09:00')],
      [
        say('1 个工作日办完', 'Done in 1 working day'),
        say('预计 11月24日（周二）前', 'expected by Tue 24 Nov'),
      ],
    ].map(([title = '', text = ''], at) => ({ title, text, done: at < done }));
  return (
    <Section id="progress" title={say('进度', 'Progress')}>
      {[1, 4, 7].map((at) => (
        <State key={at} name={`step ${at}`}>
          <Progress label={say('步骤', 'Steps')} words={words} at={at} />
        </State>
      ))}
      {[1, 2, 3].map((done) => (
        <State key={done} name={`stage ${done}`}>
          <Timeline label={say('进度', 'Progress')} stages={stages(done)} />
        </State>
      ))}
    </Section>
  );
}

function Numbers() {
  const say = useSay();
  return (
    <Section id="numbers" title={say('号码', 'Numbers')}>
      <State name="number plate">
        <Card>
          <NumberPlate
            label={say('收件号（回执上也有）', 'Receipt number (also on the receipt)')}
            number="B017-261121-0042-B"
            note={say('天津受理后另有办件编号', 'Tianjin gives a case number on acceptance')}
          />
        </Card>
      </State>
      <State name="countdown">
        <Countdown left={14} of={20} />
      </State>
      <State name="countdown · over">
        <Countdown left={0} of={20} />
      </State>
      <State name="qr">
        <QrFigure
          content="https://kiosk.example/u/7F3K9Q"
          words={say('用手机扫码，上传材料', 'Scan to send papers from the phone')}
        />
      </State>
    </Section>
  );
}

function Tables() {
  const say = useSay();
  const [regions] = useState(['120000', '110000', '440100']);
  const names = [say('天津', 'Tianjin'), say('北京', 'Beijing'), say('广州', 'Guangzhou')];
  return (
    <Section id="tables" title={say('表', 'Tables')}>
      <State name="definitions">
        <Card title={say('要点', 'In short')}>
          <KeyValue
            pairs={[
              {
                key: say('办理机关', 'Authority'),
                value: say('天津市公安局', 'Tianjin Public Security Bureau'),
              },
              { key: say('费用', 'Fee'), value: say('不收费', 'Free of charge') },
              { key: say('号码', 'Number'), value: 'B017-261121', big: true },
            ]}
          />
        </Card>
      </State>
      <State name="table">
        <Table
          caption={say('打印的纸', 'Papers')}
          columns={[
            { key: 'name', title: say('名称', 'Name') },
            { key: 'pages', title: say('页数', 'Pages'), number: true },
            { key: 'copies', title: say('份数', 'Copies'), number: true },
          ]}
          rows={[
            { key: 'a', cells: [say('企业登记档案', 'Company register records'), 12, 1] },
            { key: 'b', cells: [say('回执', 'Receipt'), 1, 1] },
          ]}
        />
      </State>
      <State name="comparison">
        <ComparisonTable
          caption={say('三地要求有哪些不同', 'How three regions differ')}
          columns={regions.map((key, at) => ({
            key,
            title: names[at],
            ...(at === 0 ? { note: say('（您选的）', '(yours)') } : {}),
          }))}
          rows={[
            {
              key: 'who',
              title: say('谁能办', 'Who'),
              cells: [
                {
                  content: say(
                    '法定代表人、股东、持授权书的经办人',
                    'Legal representative, shareholders, authorised agents',
                  ),
                },
                {
                  content: say('法定代表人、持授权书的经办人', 'Legal representative, authorised agents'),
                  mark: { kind: 'care', words: say('股东不能办', 'No shareholders') },
                },
                {
                  content: say(
                    '法定代表人、股东、持授权书的经办人',
                    'Legal representative, shareholders, authorised agents',
                  ),
                },
              ],
            },
            {
              key: 'time',
              title: say('多久办完', 'How long'),
              cells: [
                {
                  content: say('上班后即办', 'At once'),
                  mark: { kind: 'better', words: say('最快（并列）', 'Fastest (shared)') },
                },
                {
                  content: say('上班后即办', 'At once'),
                  mark: { kind: 'better', words: say('最快（并列）', 'Fastest (shared)') },
                },
                { content: say('1 个工作日', '1 working day') },
              ],
            },
          ]}
        />
      </State>
      <State name="tabs">
        <Tabs
          label={say('档案', 'Records')}
          tabs={[
            {
              key: 'a',
              title: say('基本信息', 'Basics'),
              body: <p>{say('名称、住所、法定代表人。', 'Name, address, representative.')}</p>,
            },
            { key: 'b', title: say('变更', 'Changes'), body: <p>{say('两次变更。', 'Two changes.')}</p> },
          ]}
        />
      </State>
      <State name="tabs · pressed" force="pressed">
        <Tabs
          label={say('档案二', 'Other records')}
          tabs={[
            { key: 'a', title: say('基本信息', 'Basics'), body: <p>{say('名称。', 'Name.')}</p> },
            { key: 'b', title: say('变更', 'Changes'), body: <p>{say('没有变更。', 'No changes.')}</p> },
          ]}
        />
      </State>
    </Section>
  );
}
