export {
  CUSTODIAN,
  CUSTODY_EVENTS,
  type CustodyEntry,
  type CustodyEvent,
  type CustodyRow,
  FIRST_PREVIOUS,
  hashOfRow,
  nextRow,
  SEAL_NUMBER,
} from './row.ts';
export {
  type Anchor,
  exportLedger,
  type LedgerExport,
  type LedgerFault,
  verifyExport,
  verifyLedger,
} from './verify.ts';
