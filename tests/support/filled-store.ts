import type { Sealer, SqlDatabase } from '../../electron/store/index.ts';

/** `count` cases, each with an application that waits and a result, all sealed; keys and times are made of the number. */
export function fillStore(db: SqlDatabase, sealer: Sealer, count: number, bytes = 0): void {
  db.transaction(() => {
    for (let n = 1; n <= count; n++) {
      const id = `case-${String(n).padStart(6, '0')}`;
      const result = sealer.seal(Buffer.from(`result ${n}`), { idem: id, kind: 'result', schema: 1 });
      db.prepare(
        `insert into cases (id, receipt_number, region, matter, person_hmac, delivery, state, document_sha256,
           submitted_at, result, result_key_id)
         values (?, ?, '120000', 'm', ?, 'print-here', 'waiting', 'd', ?, ?, ?)`,
      ).run(
        id,
        `B017-261121-${String(n).padStart(4, '0')}-X`,
        sealer.personHmac(`${n}`),
        n,
        result.bytes,
        result.keyId,
      );
      const payload = sealer.seal(Buffer.from(`application ${n}`.padEnd(bytes)), {
        idem: id,
        kind: 'case',
        schema: 1,
      });
      db.prepare(
        `insert into outbox (lane, kind, idem, case_id, payload, key_id, schema, run_at, created_at)
         values ('120000', 'case', ?, ?, ?, ?, 1, ?, ?)`,
      ).run(id, id, payload.bytes, payload.keyId, n, n);
    }
    db.prepare("insert into serials (day, last) values ('261121', ?)").run(count);
  });
}
