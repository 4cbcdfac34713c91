/// <reference path="./sealsystems-ipp.d.ts" />
import { Agent } from 'node:http';
import ipp from '@sealsystems/ipp';
import { err, ok, type Result } from '../../../electron/core/index.ts';

/** Longest silence of a printer during one request, in milliseconds. */
const SILENCE_MS = 15_000;

/**
 * Why there is no answer. `not-sent`: the printer was never reached, so it certainly did not take the request.
 * `refused`: it answered at the HTTP level that it did not take it. `unknown`: the request may have arrived.
 */
export interface NoAnswer {
  readonly kind: 'not-sent' | 'refused' | 'unknown';
  readonly code: string;
}

export interface IppAnswer {
  /** Keyword of RFC 8011, e.g. `successful-ok`, `server-error-busy`. */
  readonly status: string;
  readonly printer: Record<string, unknown>;
  readonly job: Record<string, unknown>;
}

/** One IPP request (RFC 8011) to one printer. */
export type IppExecute = (
  operation: 'Get-Printer-Attributes' | 'Print-Job' | 'Get-Job-Attributes' | 'Cancel-Job',
  attributes: Record<string, unknown>,
  data?: Uint8Array,
) => Promise<Result<IppAnswer, NoAnswer>>;

/** Requests over HTTP (`ipp:`). Each has a connection of its own: a stale one would make a print's fate unknown. */
export function createIppExecute(address: string): IppExecute {
  const agent = new Agent({ keepAlive: false });
  return (operation, attributes, data) =>
    new Promise((resolve) => {
      // A printer object per request: the package writes into the one it is given.
      const printer = new ipp.Printer(address, { uri: address, timeout: SILENCE_MS, agent });
      let settled = false;
      const settle = (result: Result<IppAnswer, NoAnswer>) => {
        if (settled) return;
        settled = true;
        resolve(result);
      };
      try {
        printer.execute(
          operation,
          { 'operation-attributes-tag': attributes, ...(data ? { data: Buffer.from(data) } : {}) },
          (cause, response) => settle(cause || !response ? err(noAnswer(cause)) : ok(answer(response))),
        );
      } catch {
        // Thrown while the request is put together, before anything is sent.
        settle(err({ kind: 'not-sent', code: 'request-not-encodable' }));
      }
    });
}

interface IppError extends Error {
  code?: string;
  syscall?: string;
  /** A host name with several addresses fails with one error for each. */
  errors?: IppError[];
}

function noAnswer(cause: IppError | null): NoAnswer {
  const status = /unexpected response status (\d+)/.exec(cause?.message ?? '')?.[1];
  if (status) return { kind: Number(status) < 500 ? 'refused' : 'unknown', code: `http-${status}` };
  const attempts = cause?.errors ?? (cause ? [cause] : []);
  const before =
    attempts.length > 0 &&
    attempts.every(({ syscall }) => syscall === 'connect' || syscall === 'getaddrinfo');
  return { kind: before ? 'not-sent' : 'unknown', code: cause?.code ?? 'no-answer' };
}

function answer(response: {
  statusCode: string;
  'printer-attributes-tag'?: Record<string, unknown>;
  'job-attributes-tag'?: Record<string, unknown> | Record<string, unknown>[];
}): IppAnswer {
  const job = response['job-attributes-tag'];
  return {
    status: response.statusCode ?? '',
    printer: response['printer-attributes-tag'] ?? {},
    job: (Array.isArray(job) ? job[0] : job) ?? {},
  };
}

/** An attribute that may have one value or several. */
export function keywords(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === 'string' && one !== '' && one !== 'none');
}
