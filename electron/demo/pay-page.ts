import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the page must know of a payment; it moves no money. */
export interface PaidHere {
  readonly number: string;
  readonly amountFen: number;
  readonly state: string;
}

export interface PayPageDeps {
  /** Payments of a region of the demo. */
  readonly payments: (region: string) => readonly PaidHere[];
  /** False: it cannot be paid any more. */
  readonly pay: (region: string, number: string) => boolean;
}

/** The payment page of the sandbox regions, as a citizen's phone opens it: one page on this machine alone. */
export interface PayPage {
  /** Beginning of the address for a region; the payment's number follows. */
  baseOf(region: string): string;
  stop(): Promise<void>;
}

const PATH = /^\/pay\/([0-9a-z-]{1,40})\/([0-9A-Za-z]{1,40})$/;

const SAYING: Readonly<Record<string, string>> = {
  open: '待付款 To be paid',
  paid: '已付款 Paid',
  expired: '已过期 Run out',
  cancelled: '已作废 Cancelled',
  refunding: '退款中 Being refunded',
  refunded: '已退款 Refunded',
};

/** Listens on 127.0.0.1, on a port of its own. Rejects when it cannot. */
export async function startPayPage(deps: PayPageDeps): Promise<PayPage> {
  const server = createServer((request, response) => answer(deps, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseOf: (region) => `http://127.0.0.1:${port}/pay/${region}/`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function answer(deps: PayPageDeps, request: IncomingMessage, response: ServerResponse): void {
  const [, region = '', number = ''] = PATH.exec(request.url ?? '') ?? [];
  const found = () => deps.payments(region).find((one) => one.number === number);
  if (request.method === 'POST') deps.pay(region, number);
  const payment = found();
  if (!payment) {
    send(response, 404, page('没有这笔缴费 No such payment', ''));
    return;
  }
  const { amountFen, state } = payment;
  const button = state === 'open' ? '<form method="post"><button name="pay">付款 Pay</button></form>' : '';
  const words = `${SAYING[state] ?? state} · ${(amountFen / 100).toFixed(2)} 元 · ${number}`;
  send(response, 200, page(words, button));
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
  });
  response.end(body);
}

function page(words: string, button: string): string {
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>演示缴费 Demo payment</title><style>body{font:20px sans-serif;margin:2em}button{font:inherit;padding:.6em 2em}</style>
<h1>演示缴费页 Demo payment page</h1><p>不收真钱。 No real money moves.</p><p><b>${words}</b></p>${button}</html>`;
}
