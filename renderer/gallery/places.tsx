import { CircleHelp, FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { Field } from '../input/index.ts';
import { Button, Dialog, EmptyState, PlaceFigure, Skeleton, Wait } from '../ui/index.ts';
import { Section, State } from './state.tsx';
import { useSay } from './words.ts';

/** Where something goes, what is not there, and what lies over everything. */
export function Places() {
  const say = useSay();
  const [asked, setAsked] = useState(false);
  const words = {
    card: say('读卡区', 'Reader'),
    paper: say('高拍仪', 'Document camera'),
    phone: say('扫码口', 'Scanner'),
  };
  return (
    <>
      <Section id="figures" title={say('放在哪里', 'Where it goes')}>
        {(['card', 'paper', 'phone'] as const).map((kind) => (
          <State key={kind} name={kind}>
            <PlaceFigure kind={kind} reading={false} alt={`${words[kind]} 1`} word={words[kind]} />
          </State>
        ))}
        <State name="card · reading">
          <PlaceFigure kind="card" reading alt={`${words.card} 2`} word={words.card} />
        </State>
        <State name="card · small">
          <PlaceFigure kind="card" small reading={false} alt={`${words.card} 3`} word={words.card} />
        </State>
      </Section>
      <Section id="fields" title={say('输入框', 'Fields')}>
        <State name="active">
          <Field
            label={say('姓名', 'Name')}
            value="张伟"
            onChange={() => undefined}
            active
            onActivate={() => undefined}
          />
        </State>
        <State name="wrong">
          <Field
            label={say('手机号码', 'Mobile number')}
            hint={say('选填', 'optional')}
            value="1380000"
            onChange={() => undefined}
            active={false}
            onActivate={() => undefined}
            problem={say('号码有 11 位', 'The number has 11 digits')}
          />
        </State>
      </Section>
      <Section id="nothing" title={say('空与等待', 'Nothing, and not yet')}>
        <State name="empty">
          <EmptyState
            icon={FolderOpen}
            title={say('没有找到您的办件', 'No application found')}
            action={<Button onPress={() => undefined}>{say('用收件号查', 'By receipt number')}</Button>}
          >
            <p>
              {say(
                '在外地提交的，请选那个地区再查。',
                'Handed in elsewhere? Choose that region and look again.',
              )}
            </p>
          </EmptyState>
        </State>
        <State name="skeleton">
          <Skeleton label={say('正在读取', 'Loading')} lines={4} />
        </State>
        <State name="wait">
          <Wait>
            {say('正在与天津核对，一般不超过 10 秒', 'Checking with Tianjin, usually less than 10 seconds')}
          </Wait>
        </State>
      </Section>
      <Section id="dialogs" title={say('对话框', 'Dialogs')}>
        <State name="closed">
          <Button kind="main" onPress={() => setAsked(true)} name="open-dialog">
            {say('打开', 'Open')}
          </Button>
        </State>
        {asked && (
          <Dialog
            icon={CircleHelp}
            title={say('要退出吗？', 'Leave?')}
            actions={
              <>
                <Button kind="primary" onPress={() => setAsked(false)} name="stay">
                  {say('继续办理', 'Go on')}
                </Button>
                <Button kind="wrong" onPress={() => setAsked(false)} name="leave">
                  {say('退出', 'Leave')}
                </Button>
              </>
            }
          >
            <p>{say('填好的内容会清除。', 'What you typed will be cleared.')}</p>
          </Dialog>
        )}
      </Section>
    </>
  );
}
