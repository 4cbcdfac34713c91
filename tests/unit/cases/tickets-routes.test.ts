import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadTicketRoutes } from '../../../electron/cases/index.ts';
import { assetsDir, shippedRoutes } from '../../support/tickets-bench.ts';

describe('whom a ticket goes to', () => {
  const routes = shippedRoutes();

  it('is said for its region, or for the city and the province that it lies in', () => {
    expect(routes('120000').hotline).toBe('022-12345');
    expect(routes('110115-bda')).toBe(routes('110000'));
    expect(routes('370105')).toBe(routes('370100'));
  });

  it('has a general answer for every other region, with a leader and no window', () => {
    const general = routes('540000');
    expect(general).toMatchObject({ hotline: '12345', window: null, answerWorkingDays: 5 });
    expect(general.leader['zh-CN']).not.toBe('');
  });

  // 北京、保定、南京、包头、鄂尔多斯、济南、日照、淄博 have a window for 办不成事.
  it.each(['110000', '130600', '320100', '150200', '150600', '370100', '371100', '370300'])(
    'names the window of %s',
    (region) => expect(routes(region).window?.address['zh-CN']).toContain('示例'),
  );

  it('gives no address where there is no window', () => expect(routes('440100').window).toBeNull());

  it('leaves out what no region has confirmed when it is not for a demo', () => {
    const confirmed = shippedRoutes(false);
    expect(confirmed('110000')).toBe(confirmed('540000'));
    expect(confirmed('110000').window).toBeNull();
  });
});

describe('a fault in the routes', () => {
  const FILE = 'catalogue/ticket-routes.json';
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tongban-routes-'));
    mkdirSync(join(dir, 'catalogue'));
    cpSync(join(assetsDir, FILE), join(dir, FILE));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  interface Content {
    default: { answerWorkingDays: number; hours: { close: string } };
    routes: { region: string; hotline: string }[];
  }
  const message = () => {
    const loaded = loadTicketRoutes({ assetsDir: dir, samples: true });
    return loaded.ok ? null : loaded.error.message;
  };

  it.each<[string, (content: Content) => void]>([
    [
      `${FILE}: routes.1.region: must be six digits, with a suffix where no code exists; correct it`,
      (c) => Object.assign(c.routes[1] as object, { region: '12' }),
    ],
    [
      `${FILE}: routes.0.hotline: must be a telephone number; correct it`,
      (c) => Object.assign(c.routes[0] as object, { hotline: 'ring us' }),
    ],
    [
      `${FILE}: default.hours: opens after it closes; correct it`,
      (c) => Object.assign(c.default.hours, { close: '08:00' }),
    ],
    [
      `${FILE}: 110000 stands here twice; remove one`,
      (c) => c.routes.push({ ...(c.routes[0] as Content['routes'][0]) }),
    ],
  ])('%s', (told, change) => {
    const content = JSON.parse(readFileSync(join(dir, FILE), 'utf8')) as Content;
    change(content);
    writeFileSync(join(dir, FILE), JSON.stringify(content));
    expect(message()).toBe(told);
  });

  it('a file that is no JSON, or none at all', () => {
    writeFileSync(join(dir, FILE), '{');
    expect(message()).toBe(`${FILE}: cannot be read, or is no JSON`);
    rmSync(join(dir, FILE));
    expect(message()).toBe(`${FILE}: there is no such file`);
  });
});
