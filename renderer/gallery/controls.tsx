import { Check, ChevronRight, FileText, Globe, Package, Printer, Search, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { RatingLevel } from '../ui/index.ts';
import {
  Button,
  CheckList,
  ChoiceList,
  Disclosure,
  Door,
  ListRow,
  PagedList,
  RatingRow,
} from '../ui/index.ts';
import { Section, State } from './state.tsx';
import { useSay } from './words.ts';

const nothing = () => undefined;
const KINDS = ['primary', 'main', 'plain', 'quiet', 'wrong'] as const;

/** What is touched. */
export function Controls() {
  const say = useSay();
  return (
    <>
      <Section id="buttons" title={say('按钮', 'Buttons')}>
        {KINDS.map((kind) => (
          <State key={kind} name={kind}>
            <Button
              kind={kind}
              onPress={nothing}
              icon={kind === 'wrong' ? Trash2 : Check}
              name={`button-${kind}`}
            >
              {say('确定', 'Confirm')}
            </Button>
          </State>
        ))}
        {KINDS.map((kind) => (
          <State key={kind} name={`${kind} · pressed`} force="pressed">
            <Button kind={kind} onPress={nothing}>
              {say('按下', 'Pressed')}
            </Button>
          </State>
        ))}
        {KINDS.map((kind) => (
          <State key={kind} name={`${kind} · focus`} force="focus">
            <Button kind={kind} onPress={nothing}>
              {say('焦点', 'Focused')}
            </Button>
          </State>
        ))}
        {KINDS.map((kind) => (
          <State key={kind} name={`${kind} · disabled`}>
            <Button kind={kind} disabled onPress={nothing}>
              {say('不可用', 'Not now')}
            </Button>
          </State>
        ))}
        <State name="primary · busy">
          <Button kind="primary" busy={say('正在提交', 'Submitting')} onPress={nothing} name="button-busy">
            {say('提交', 'Submit')}
          </Button>
        </State>
        <State name="main · busy">
          <Button kind="main" busy={say('正在打印', 'Printing')} onPress={nothing}>
            {say('打印', 'Print')}
          </Button>
        </State>
        <State name="primary · long">
          <Button kind="primary" iconAfter={ChevronRight} onPress={nothing}>
            {say(
              '同意按天津市公安局的要求办理并继续核对身份',
              'Agree to the requirements of the Tianjin Public Security Bureau and go on',
            )}
          </Button>
        </State>
      </Section>
      <Doors />
      <Rows />
      <Choices />
      <Rating />
    </>
  );
}

function Doors() {
  const say = useSay();
  const track = { title: say('查进度', 'Track'), text: say('看办到哪一步', 'See how far it is') };
  const end = <ChevronRight size="1.8rem" aria-hidden />;
  return (
    <Section id="doors" title={say('大卡片', 'Doors')}>
      <State name="main">
        <Door
          main
          icon={FileText}
          title={say('办事', 'Apply')}
          text={say('天津、北京、广州', 'Tianjin, Beijing, Guangzhou')}
          end={end}
          onPress={nothing}
        />
      </State>
      <State name="wide">
        <Door {...track} icon={Search} end={end} onPress={nothing} name="door" />
      </State>
      <State name="wide · pressed" force="pressed">
        <Door {...track} icon={Search} end={end} onPress={nothing} />
      </State>
      <State name="wide · focus" force="focus">
        <Door {...track} icon={Search} end={end} onPress={nothing} />
      </State>
      <State name="wide · disabled">
        <Door {...track} disabled icon={Search} end={end} onPress={nothing} />
      </State>
      <State name="wide · long">
        <Door
          icon={Printer}
          title={say(
            '住房公积金个人账户缴存使用证明及异地贷款缴存使用证明打印',
            'Printing the certificate of contributions to a personal housing fund account for a loan in another province',
          )}
          text={say(
            '证明用于在外地申请住房公积金贷款；本机打印的证明可在网上核验真伪。',
            'For a housing loan in another province; what this machine prints can be verified on the net.',
          )}
          end={end}
          onPress={nothing}
        />
      </State>
      <State name="tall">
        <Door
          shape="tall"
          icon={Package}
          title={say('取件', 'Collect')}
          text={say('智能柜取件', 'From the locker')}
          onPress={nothing}
        />
      </State>
      <State name="tall · pressed" force="pressed">
        <Door
          shape="tall"
          icon={Package}
          title={say('取件', 'Collect')}
          text={say('智能柜取件', 'From the locker')}
          onPress={nothing}
        />
      </State>
    </Section>
  );
}

function Rows() {
  const say = useSay();
  const regions = [
    say('天津', 'Tianjin'),
    say('北京', 'Beijing'),
    say('河北', 'Hebei'),
    say('广东', 'Guangdong'),
    say('上海', 'Shanghai'),
    say('重庆', 'Chongqing'),
    say('内蒙古', 'Inner Mongolia'),
  ];
  return (
    <Section id="rows" title={say('列表', 'Lists')}>
      <State name="row">
        <ul className="list-rows">
          <ListRow
            icon={Globe}
            title={say('天津', 'Tianjin')}
            text={say('可办 12 项', '12 matters')}
            onPress={nothing}
            name="row"
          />
        </ul>
      </State>
      <State name="row · pressed" force="pressed">
        <ul className="list-rows">
          <ListRow icon={Globe} title={say('天津', 'Tianjin')} onPress={nothing} />
        </ul>
      </State>
      <State name="row · focus" force="focus">
        <ul className="list-rows">
          <ListRow icon={Globe} title={say('天津', 'Tianjin')} onPress={nothing} />
        </ul>
      </State>
      <State name="row · disabled">
        <ul className="list-rows">
          <ListRow
            icon={Globe}
            disabled
            title={say('天津', 'Tianjin')}
            text={say('线路中断', 'The line is down')}
            onPress={nothing}
          />
        </ul>
      </State>
      <State name="row · nothing to touch">
        <ul className="list-rows">
          <ListRow
            icon={FileText}
            title={say('身份证明', 'Proof of identity')}
            end={say('2 页', '2 pages')}
          />
        </ul>
      </State>
      <State name="pages">
        <PagedList
          label={say('地区', 'Regions')}
          items={regions}
          perPage={3}
          keyOf={(name) => name}
          row={(name) => <ListRow title={name} onPress={nothing} />}
          words={{
            more: say('更多', 'More'),
            back: say('上一页', 'Back up'),
            place: (page, pages) => say(`第 ${page} 页，共 ${pages} 页`, `Page ${page} of ${pages}`),
          }}
        />
      </State>
      <State name="disclosure">
        <Disclosure title={say('哪些情况不能办', 'When it cannot be done')} name="disclosure">
          <p>
            {say(
              '户口不在天津的，请到户口所在地办理。',
              'Households outside of Tianjin apply where they are registered.',
            )}
          </p>
        </Disclosure>
      </State>
      <State name="disclosure · open">
        <Disclosure open title={say('哪些情况不能办', 'When it cannot be done')}>
          <p>
            {say(
              '户口不在天津的，请到户口所在地办理。',
              'Households outside of Tianjin apply where they are registered.',
            )}
          </p>
        </Disclosure>
      </State>
    </Section>
  );
}

function Choices() {
  const say = useSay();
  const [one, setOne] = useState<string | null>('a');
  const [several, setSeveral] = useState<readonly string[]>(['a']);
  const choices = [
    { value: 'a', label: say('在本机打印', 'Print here') },
    { value: 'b', label: say('邮寄到家', 'By post') },
    { value: 'c', label: say('到窗口领取', 'At the counter'), disabled: true },
  ];
  const told = choices.map((choice) => ({
    ...choice,
    icon: Printer,
    text: say('办结后 30 天内，用身份证领取。', 'Within 30 days after it is finished, with the ID card.'),
  }));
  return (
    <Section id="choices" title={say('单选与多选', 'Choices')}>
      <State name="one · pills">
        <ChoiceList label={say('怎么领', 'Delivery')} choices={choices} value={one} onChange={setOne} />
      </State>
      <State name="one · pills · pressed" force="pressed">
        <ChoiceList label={say('怎么领', 'Delivery')} choices={choices} value={null} onChange={nothing} />
      </State>
      <State name="one · pills · focus" force="focus">
        <ChoiceList label={say('怎么领', 'Delivery')} choices={choices} value={null} onChange={nothing} />
      </State>
      <State name="one · grid">
        <ChoiceList
          shape="grid"
          label={say('怎么领', 'Delivery')}
          choices={choices}
          value={one}
          onChange={setOne}
        />
      </State>
      <State name="one · list">
        <ChoiceList
          shape="list"
          label={say('怎么领', 'Delivery')}
          choices={told}
          value={one}
          onChange={setOne}
        />
      </State>
      <State name="several · grid">
        <CheckList label={say('材料', 'Papers')} choices={choices} value={several} onChange={setSeveral} />
      </State>
      <State name="several · list">
        <CheckList
          shape="list"
          label={say('材料', 'Papers')}
          choices={told}
          value={several}
          onChange={setSeveral}
        />
      </State>
    </Section>
  );
}

function Rating() {
  const say = useSay();
  const [level, setLevel] = useState<RatingLevel | null>(null);
  const words = {
    5: say('非常满意', 'Very satisfied'),
    4: say('满意', 'Satisfied'),
    3: say('基本满意', 'Fairly satisfied'),
    2: say('不满意', 'Dissatisfied'),
    1: say('非常不满意', 'Very dissatisfied'),
  };
  const label = say('您对这次办理满意吗', 'Were you satisfied');
  return (
    <Section id="rating" title={say('好差评', 'Rating')}>
      <State name="not given">
        <RatingRow label={label} words={words} value={level} onChange={setLevel} />
      </State>
      <State name="given">
        <RatingRow label={label} words={words} value={4} onChange={nothing} />
      </State>
      <State name="pressed" force="pressed">
        <RatingRow label={label} words={words} value={null} onChange={nothing} />
      </State>
    </Section>
  );
}
