import {
  CircleAlert,
  CreditCard,
  FileDown,
  Headset,
  Printer,
  ServerCog,
  Smartphone,
  Usb,
  Users,
} from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { BackendMode, DockState } from '../../electron/contract/index.ts';
import { localTime } from '../../electron/core/index.ts';
import { bytesOf, type DockSession } from '../api/index.ts';
import { Pages } from '../pdf/index.ts';
import { Button, ChoiceList } from '../ui/index.ts';
import { Locker } from './locker.tsx';
import { Panel } from './panel.tsx';
import { Passports } from './passports.tsx';
import { PaymentList } from './payments.tsx';
import { SigningPanels } from './signing-panel.tsx';

const PRINTER = {
  ready: '正常 ready',
  'out-of-paper': '缺纸 no paper',
  'cover-open': '盖板开 cover open',
  'jam-next': '下次卡纸 jams next',
  jammed: '卡纸 jammed',
  'lost-next': '下次无回音 no word next',
  off: '关机 off',
} as const satisfies Record<DockState['printerState'], string>;
const BACKEND = { on: '正常 on', slow: '很慢 slow', refusing: '报错 refusing', off: '断线 off' } as const;

/** Hands for hardware that is not there: cards, plugs, paper, the line to the region. */
export function Dock({ session }: { readonly session: DockSession }) {
  const { dock, up } = useSyncExternalStore(session.subscribe, session.getState);
  return (
    <div className="dock">
      <header>
        <h1>
          硬件台 <small>Dock: plays the hardware of the demo</small>
        </h1>
        <p className={`tag ${up ? 'good' : 'care'}`} role="status">
          {up ? '已连接 connected' : '正在连接 connecting'}
        </p>
      </header>
      {dock ? (
        <Panels dock={dock} session={session} />
      ) : (
        <p className="lead empty">正在连接主机 Connecting to the host</p>
      )}
    </div>
  );
}

function Panels({ dock, session }: { readonly dock: DockState; readonly session: DockSession }) {
  return (
    <main className="panels">
      <Panel icon={<Users aria-hidden />} title="身份证" small="ID cards" wide>
        <ul className="people">
          {dock.people.map((person) => {
            const here = dock.cardOnReader === person.id;
            return (
              <li key={person.id} className={here ? 'here' : ''}>
                <div>
                  <b>{person.name}</b>
                  <small>{person.note}</small>
                  <small className="digits">{person.number}</small>
                </div>
                <Button
                  kind={here ? 'primary' : 'plain'}
                  icon={CreditCard}
                  onPress={() =>
                    session.act((client) =>
                      here ? client.removeCard() : client.placeCard({ person: person.id }),
                    )
                  }
                  name={`card-${person.id}`}
                >
                  {here ? '取走 take off' : '放上 place'}
                </Button>
              </li>
            );
          })}
        </ul>
      </Panel>
      <Passports passports={dock.passports} session={session} />
      <Panel icon={<Usb aria-hidden />} title="读卡器" small="Card reader">
        <ChoiceList
          label="读卡器 reader"
          value={dock.readerPlugged ? 'in' : 'out'}
          onChange={(value) => session.act((client) => client.plugReader({ plugged: value === 'in' }))}
          choices={[
            { value: 'in', label: '插好 plugged' },
            { value: 'out', label: '拔掉 unplugged' },
          ]}
        />
      </Panel>
      <SigningPanels dock={dock} session={session} />
      {dock.locker && <Locker locker={dock.locker} received={dock.received} session={session} />}
      <Backends regions={dock.regions} session={session} />
      {dock.help && (
        <Panel icon={<Headset aria-hidden />} title="找人帮忙" small="Help">
          {dock.help.calls.length === 0 && dock.help.ringing === null && (
            <p className="lead">没有人叫 nobody calls</p>
          )}
          {dock.help.calls.map(({ id, screen, calledAt }) => (
            <Button
              key={id}
              kind="primary"
              onPress={() => session.act((client) => client.answerCall({ id }))}
              name={`answer-${id}`}
            >
              {localTime(calledAt)} {screen} · 应答 answer
            </Button>
          ))}
          {dock.help.ringing !== null && (
            <>
              <p>视频 video: {dock.help.ringing}</p>
              {dock.help.connected ? (
                <Button
                  onPress={() => session.act((client) => client.sayVideo({ state: 'ended' }))}
                  name="video-end"
                >
                  挂断 hang up
                </Button>
              ) : (
                <>
                  <Button
                    kind="primary"
                    onPress={() => session.act((client) => client.sayVideo({ state: 'connected' }))}
                    name="video-answer"
                  >
                    接听 answer
                  </Button>
                  <Button
                    onPress={() => session.act((client) => client.sayVideo({ state: 'refused' }))}
                    name="video-refuse"
                  >
                    拒绝 refuse
                  </Button>
                </>
              )}
            </>
          )}
        </Panel>
      )}
      <Panel icon={<Printer aria-hidden />} title="打印机" small="Printer">
        <ChoiceList
          label="打印机 printer"
          value={dock.printerState}
          onChange={(value) =>
            session.act((client) => client.setPrinter({ state: value as DockState['printerState'] }))
          }
          choices={Object.entries(PRINTER).map(([value, label]) => ({ value, label }))}
        />
        <Button
          kind={dock.trayFeels ? 'primary' : 'plain'}
          onPress={() => session.act((client) => client.setTrayFeels({ feels: !dock.trayFeels }))}
          name="tray-feels"
        >
          {dock.trayFeels ? '出纸口有感应 tray feels paper' : '出纸口无感应 no sensor'}
        </Button>
      </Panel>
      <Panel icon={<FileDown aria-hidden />} title="出纸口" small="Printed paper" wide>
        {dock.pages.length === 0 && <p className="lead">还没有打印 nothing printed yet</p>}
        <Papers pages={dock.pages} session={session} />
      </Panel>
      <Panel icon={<Smartphone aria-hidden />} title="缴费" small="Fees" wide>
        <PaymentList payments={dock.payments} session={session} />
      </Panel>
      <Panel icon={<ServerCog aria-hidden />} title="地区收到的申请" small="Received by the region" wide>
        {dock.received.length === 0 && <p className="lead">还没有收到 nothing yet</p>}
        {dock.received.length > 0 && (
          <table>
            <thead>
              <tr>
                <th>地区 Region</th>
                <th>收件号 Receipt</th>
                <th>办件编号 Case</th>
                <th>份数 Copies</th>
              </tr>
            </thead>
            <tbody className="digits">
              {dock.received.map((one) => (
                <tr key={`${one.region} ${one.caseNumber}`}>
                  <td>{dock.regions.find(({ code }) => code === one.region)?.short['zh-CN']}</td>
                  <td>{one.receiptNumber}</td>
                  <td>{one.caseNumber}</td>
                  <td>{one.copies}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
    </main>
  );
}

/** The lines to the regions: cut one, or all. */
function Backends({ regions, session }: { regions: DockState['regions']; session: DockSession }) {
  const [region, setRegion] = useState('all');
  const meant = regions.filter(({ code }) => region === 'all' || code === region);
  const modes = new Set(meant.map(({ backend }) => backend));
  return (
    <Panel icon={<ServerCog aria-hidden />} title="地区后台" small="Region backends" wide>
      <ChoiceList
        label="地区 region"
        value={region}
        onChange={setRegion}
        choices={[
          { value: 'all', label: '全部 all' },
          ...regions.map(({ code, short, backend }) => ({
            value: code,
            label: `${short['zh-CN']}${backend === 'on' ? '' : ` · ${BACKEND[backend].split(' ')[0]}`}`,
          })),
        ]}
      />
      <ChoiceList
        label="地区后台 backend"
        value={modes.size === 1 ? ([...modes][0] as string) : ''}
        onChange={(value) =>
          session.act((client) =>
            client.setBackend({
              mode: value as BackendMode,
              region: region === 'all' ? null : region,
            }),
          )
        }
        choices={Object.entries(BACKEND).map(([value, label]) => ({ value, label }))}
      />
    </Panel>
  );
}

/** The output tray; one paper at a time can be looked at closely. */
function Papers({ pages, session }: { readonly pages: DockState['pages']; readonly session: DockSession }) {
  const [large, setLarge] = useState<string | null>(null);
  return (
    <ul className="papers">
      {pages.map((page) => (
        <li key={page.id} className={`${page.taken ? 'taken' : ''} ${large === page.id ? 'large' : ''}`}>
          <Paper key={String(large === page.id)} id={page.id} title={page.title} session={session} />
          <b>{page.title}</b>
          <small className="digits">{localTime(page.at)}</small>
          <Button onPress={() => setLarge(large === page.id ? null : page.id)} name={`look-${page.id}`}>
            {large === page.id ? '合上 close' : '细看 look'}
          </Button>
          <Button
            disabled={page.taken}
            onPress={() => session.act((client) => client.takePage({ id: page.id }))}
            name={`take-${page.id}`}
          >
            {page.taken ? '已取走 taken' : '取走 take'}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** The paper as it came out of the printer. */
function Paper({
  id,
  title,
  session,
}: {
  readonly id: string;
  readonly title: string;
  readonly session: DockSession;
}) {
  const [bytes, setBytes] = useState<Uint8Array<ArrayBuffer> | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    void session.page(id).then((base64) => {
      if (gone) return;
      if (base64 === null) setFailed(true);
      else setBytes(bytesOf(base64));
    });
    return () => {
      gone = true;
    };
  }, [id, session]);
  return (
    <div className="paper-view">
      {failed && <CircleAlert aria-label="打不开 cannot be shown" />}
      {bytes && !failed && (
        <Pages
          bytes={bytes}
          pageWord={(page, pages) => `${title} ${page}/${pages}`}
          onOpen={() => undefined}
          onSeen={() => undefined}
          onFail={() => setFailed(true)}
        />
      )}
    </div>
  );
}
