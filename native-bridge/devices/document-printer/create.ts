import { type Clock, err, ok, type Result } from '../../../electron/core/index.ts';
import { createFolderPrinter } from './folder-printer.ts';
import { createIppExecute } from './ipp-client.ts';
import { IppPrinter } from './ipp-printer.ts';
import type { DocumentPrinter } from './types.ts';

/** Why a printer's address cannot be used: one line that says what to write instead. */
export interface BadPrinterAddress {
  readonly kind: 'bad-address';
  readonly message: string;
}

/** The printer at `ipp://host:port/path`, `ipps://…` or `folder:PATH`. */
export function createPrinter(
  address: string,
  deps: { readonly clock: Clock },
): Result<DocumentPrinter, BadPrinterAddress> {
  const bad = (why: string) =>
    err({ kind: 'bad-address', message: `printer address ${address}: ${why}` } as const);
  if (address.startsWith('folder:')) {
    const folder = address.slice('folder:'.length);
    return folder === ''
      ? bad('folder: needs a path')
      : ok(createFolderPrinter({ folder, clock: deps.clock }));
  }
  if (!URL.canParse(address)) return bad('it must be ipp://host:port/path or folder:PATH');
  const url = new URL(address);
  if (url.protocol !== 'ipp:' && url.protocol !== 'ipps:') {
    return bad('it must begin with ipp:, ipps: or folder:');
  }
  if (url.hostname === '') return bad('ipp: needs a host');
  if (url.username !== '' || url.search !== '') return bad('neither a user nor a query belongs there');
  return ok(createIppPrinter({ address, clock: deps.clock }));
}

/** A network printer that speaks IPP over HTTP, RFC 8011. */
export function createIppPrinter({ address, clock }: { address: string; clock: Clock }): DocumentPrinter {
  return new IppPrinter(address, createIppExecute, clock);
}
