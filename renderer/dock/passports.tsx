import { BookUser, FileDown } from 'lucide-react';
import type { DockState } from '../../electron/contract/index.ts';
import { bytesOf, type DockSession } from '../api/index.ts';
import { Button } from '../ui/index.ts';
import { Panel } from './panel.tsx';

/** Passports of the demo: held under the camera from here, or as pictures for a real one. */
export function Passports(props: {
  readonly passports: DockState['passports'];
  readonly session: DockSession;
}) {
  const { passports, session } = props;
  const download = (passport: string) =>
    session.act(async (client) => {
      const { base64 } = await client.passportPicture({ passport });
      if (base64 === null) return;
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([bytesOf(base64)], { type: 'image/png' }));
      link.download = `passport-${passport}.png`;
      link.click();
      URL.revokeObjectURL(link.href);
    });
  return (
    <Panel icon={<BookUser aria-hidden />} title="护照" small="Passports" wide>
      <ul className="people">
        {passports.map(({ id, name, note, number }) => (
          <li key={id}>
            <div>
              <b>{name}</b>
              <small>{note}</small>
              <small className="digits">{number}</small>
            </div>
            <Button
              icon={BookUser}
              onPress={() => session.act((client) => client.showPassport({ passport: id }))}
              name={`passport-${id}`}
            >
              放到摄像头下 show
            </Button>
            <Button kind="quiet" icon={FileDown} onPress={() => download(id)} name={`picture-${id}`}>
              图片 picture
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
