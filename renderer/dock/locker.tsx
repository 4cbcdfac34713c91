import { Archive } from 'lucide-react';
import { useState } from 'react';
import type { DockState } from '../../electron/contract/index.ts';
import type { DockSession } from '../api/index.ts';
import { Button, ChoiceList } from '../ui/index.ts';
import { Panel } from './panel.tsx';

/** The locker's doors, with the hands at them, and a clerk on the other side. */
export function Locker(props: {
  readonly locker: NonNullable<DockState['locker']>;
  readonly received: DockState['received'];
  readonly session: DockSession;
}) {
  const { locker, received, session } = props;
  const [cell, setCell] = useState(locker.cells[0]?.name ?? '');
  const [receipt, setReceipt] = useState('');
  const chosen = locker.cells.find(({ name }) => name === cell);
  return (
    <Panel icon={<Archive aria-hidden />} title="流转柜" small="Locker: doors, and a clerk" wide>
      <ChoiceList
        label="柜格 cell"
        value={cell}
        onChange={setCell}
        choices={locker.cells.map(({ name, state, open, item, jammed }) => ({
          value: name,
          label: `${name} ${state}${open ? ' · 开 open' : ''}${item ? ' ■' : ''}${jammed ? ' · 卡 jam' : ''}`,
        }))}
      />
      {chosen && (
        <div className="hands">
          <Button
            onPress={() => session.act((client) => client.lockerDoor({ cell, open: !chosen.open }))}
            name="locker-door"
          >
            {chosen.open ? '关门 close' : '撬开 force open'}
          </Button>
          <Button
            disabled={!chosen.open}
            onPress={() => session.act((client) => client.lockerItem({ cell, inside: !chosen.item }))}
            name="locker-item"
          >
            {chosen.item ? '拿出 take out' : '放入 put in'}
          </Button>
          <Button
            onPress={() => session.act((client) => client.lockerJam({ cell, jams: !chosen.jammed }))}
            name="locker-jam"
          >
            {chosen.jammed ? '修好 mend' : '卡住 jam'}
          </Button>
          <Button onPress={() => session.act((client) => client.lockerTake({ cell }))} name="clerk-take">
            工作人员取 clerk takes
          </Button>
          <Button onPress={() => session.act((client) => client.lockerClear({ cell }))} name="clerk-clear">
            检查后清空 cleared
          </Button>
          {chosen.receiptNumber && <span className="digits">{chosen.receiptNumber}</span>}
        </div>
      )}
      {received.length > 0 && (
        <>
          <ChoiceList
            label="办件 case"
            value={receipt}
            onChange={setReceipt}
            choices={received.slice(0, 6).map(({ receiptNumber }) => ({
              value: receiptNumber,
              label: receiptNumber,
            }))}
          />
          <Button
            disabled={receipt === ''}
            onPress={() => session.act((client) => client.lockerPlace({ receiptNumber: receipt }))}
            name="clerk-place"
          >
            工作人员放入结果 clerk places result
          </Button>
        </>
      )}
      {locker.said && (
        <p className="digits" role="status" data-name="clerk-said">
          {locker.said}
        </p>
      )}
    </Panel>
  );
}
