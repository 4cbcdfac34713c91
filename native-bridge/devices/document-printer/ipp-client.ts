/// <reference path="./sealsystems-ipp.d.ts" />
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import ipp from '@sealsystems/ipp';
import { err, ok, type Result } from '../../../electron/core/index.ts';

/** Longest silence of a printer during one request, in milliseconds. */
const SILENCE_MS = 15_000;
/** Longest answer that is read, in bytes: job lists are some kilobytes. */
const ANSWER_AT_MOST = 4_000_000;
/** Port of IPP, RFC 8010 §4. */
const IPP_PORT = 631;

// An operation attribute of CUPS that the package does not know; a boolean as `my-jobs` is.
const operationSyntax = ipp.attributes.Operation as Record<string, unknown>;
operationSyntax['purge-job'] = operationSyntax['my-jobs'];

/**
 * Why there is no answer. `not-sent`: the printer was never reached, so it certainly did not take the request.
 * `refused`: it answered at the HTTP level that it did not take it. `unknown`: the request may have arrived.
 */
export interface NoAnswer {
  readonly kind: 'not-sent' | 'refused' | 'unknown';
  readonly code: string;
}

export type Attributes = Readonly<Record<string, unknown>>;

export interface IppAnswer {
  /** Keyword of RFC 8011, e.g. `successful-ok`, `server-error-busy`; empty for one that no standard names. */
  readonly status: string;
  readonly printer: Attributes;
  readonly jobs: readonly Attributes[];
}

export type IppOperation =
  | 'Get-Printer-Attributes'
  | 'Print-Job'
  | 'Create-Job'
  | 'Send-Document'
  | 'Get-Job-Attributes'
  | 'Get-Jobs'
  | 'Cancel-Job';

/** One IPP request (RFC 8011) to one printer. */
export type IppExecute = (
  operation: IppOperation,
  attributes: Attributes,
  more?: { readonly job?: Attributes; readonly data?: Uint8Array },
) => Promise<Result<IppAnswer, NoAnswer>>;

/**
 * Requests over HTTP (`ipp:`) or TLS (`ipps:`, with a certificate that the machine trusts). Each has a connection of its
 * own: a stale one, reset at the wrong moment, would make a print's fate unknown.
 */
export function createIppExecute(address: string): IppExecute {
  const { protocol, hostname, port, pathname } = new URL(address);
  const secure = protocol === 'ipps:';
  return (operation, attributes, more = {}) =>
    new Promise((resolve) => {
      let connected = false;
      const fail = (code: string) => resolve(err({ kind: connected ? 'unknown' : 'not-sent', code }));
      let bytes: Buffer;
      try {
        bytes = ipp.serialize({
          version: '2.0',
          operation,
          id: 1,
          'operation-attributes-tag': {
            'attributes-charset': 'utf-8',
            'attributes-natural-language': 'en-us',
            'printer-uri': address,
            ...attributes,
          },
          ...(more.job ? { 'job-attributes-tag': { ...more.job } } : {}),
          ...(more.data ? { data: Buffer.from(more.data) } : {}),
        });
      } catch {
        return fail('request-not-encodable');
      }
      const sending = (secure ? httpsRequest : httpRequest)({
        // A URL keeps the brackets of an IPv6 address; a socket does not want them.
        hostname: hostname.replace(/^\[|\]$/g, ''),
        port: port === '' ? IPP_PORT : Number(port),
        path: pathname,
        method: 'POST',
        agent: false,
        headers: { 'Content-Type': 'application/ipp', 'Content-Length': bytes.length },
      });
      sending.once('socket', (socket) =>
        socket.once(secure ? 'secureConnect' : 'connect', () => {
          connected = true;
        }),
      );
      sending.setTimeout(SILENCE_MS, () =>
        sending.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })),
      );
      sending.once('error', (cause: NodeJS.ErrnoException) => fail(codeOf(cause)));
      sending.once('response', (response) => {
        const status = response.statusCode ?? 0;
        if (status !== 200) {
          response.resume();
          return resolve(err({ kind: status < 500 ? 'refused' : 'unknown', code: `http-${status}` }));
        }
        const chunks: Buffer[] = [];
        let length = 0;
        response.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > ANSWER_AT_MOST)
            sending.destroy(Object.assign(new Error(), { code: 'answer-too-long' }));
          else chunks.push(chunk);
        });
        response.once('end', () => resolve(read(Buffer.concat(chunks))));
        // A printer that dies in the middle of its answer ends no response.
        response.once('error', (cause: NodeJS.ErrnoException) => fail(codeOf(cause)));
      });
      sending.end(bytes);
    });
}

/** A host name with several addresses fails with one error for each. */
function codeOf(
  cause: NodeJS.ErrnoException & { readonly errors?: readonly NodeJS.ErrnoException[] },
): string {
  return cause.code ?? cause.errors?.[0]?.code ?? 'no-answer';
}

function read(bytes: Buffer): Result<IppAnswer, NoAnswer> {
  try {
    const response = ipp.parse(bytes);
    const printer = response['printer-attributes-tag'];
    const jobs = response['job-attributes-tag'] ?? [];
    return ok({
      status: response.statusCode ?? '',
      printer: (Array.isArray(printer) ? printer[0] : printer) ?? {},
      jobs: Array.isArray(jobs) ? jobs : [jobs],
    });
  } catch {
    return err({ kind: 'unknown', code: 'no-answer' });
  }
}

/** An attribute that may have one value or several, "none" and nothing left out. */
export function keywords(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === 'string' && one !== '' && one !== 'none');
}

/** A whole number of 0 or more; IPP's negative ones say "unknown". */
export function count(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 ? value : null;
}
