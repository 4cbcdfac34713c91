import { describe, expect, it } from 'vitest';
import {
  createRegions,
  emsOrder,
  packageNumber,
  packageOrder,
  parsePackageNumber,
  slipOf,
} from '../../../electron/regions/index.ts';
import { COURIER_ADAPTER, DESK, openCourier, REGION } from '../../support/courier.ts';
import { keyOf, makeMail, makeMaterial } from '../../support/region-requests.ts';
import { known, makeSubmission, TASK_CODE } from '../../support/sandbox.ts';

describe('package number', () => {
  it('is the same for the same key, another for another, and tells no key', () => {
    const numbers = new Set<string>();
    for (let n = 0; n < 2_000; n++) numbers.add(packageNumber(`key ${n}`));
    expect(numbers.size).toBe(2_000);
    for (const number of numbers)
      expect(number).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{2}[0-9A-Z]$/);
    expect(packageNumber(keyOf(1))).toBe(packageNumber(keyOf(1)));
  });

  it('is read in any spelling; one wrong character or two that changed places are noticed', () => {
    const number = packageNumber(keyOf(1));
    expect(parsePackageNumber(number)).toBe(number);
    expect(parsePackageNumber(number.toLowerCase().replaceAll('-', ' '))).toBe(number);
    const flat = number.replaceAll('-', '');
    for (let at = 0; at < flat.length - 1; at++) {
      const other = flat[at] === '7' ? '8' : '7';
      expect(parsePackageNumber(flat.slice(0, at) + other + flat.slice(at + 1))).toBeNull();
      const swapped = flat.slice(0, at) + flat[at + 1] + flat[at] + flat.slice(at + 2);
      if (swapped !== flat) expect(parsePackageNumber(swapped)).toBeNull();
    }
    expect(parsePackageNumber('')).toBeNull();
  });
});

describe('EMS order', () => {
  it('has post type, net type, parties and the case number under their names', () => {
    const order = makeMail('ZJK-1');
    expect(emsOrder(order, 'TB1')).toEqual({
      ems_ord_no: 'TB1',
      internal_no: 'ZJK-1',
      post_type: '1',
      net_type: '02',
      send_name: '政务服务中心',
      send_prov: '示例省',
      send_city: '样本市',
      send_county: '测试区',
      send_street: '和平路12号',
      send_phone: '13800000000',
      send_postcode: '990000',
      rcv_name: known.name,
      rcv_prov: '示例省',
      rcv_city: '样本市',
      rcv_county: '测试区',
      rcv_street: '和平路12号',
      rcv_phone: '13800000000',
      rcv_postcode: '990000',
      item: '证明',
    });
    expect(emsOrder({ ...order, sentBy: 'applicant', carries: 'materials' }, 'TB1')).toMatchObject({
      post_type: '2',
      net_type: '01',
    });
  });

  it('of a package goes from the site to the region’s desk, by the case number once there is one', () => {
    const number = packageNumber(keyOf(1));
    const from = { ...DESK, name: '自助区', postcode: null };
    expect(packageOrder({ number, caseNumber: null }, from, DESK)).toMatchObject({
      ems_ord_no: number,
      internal_no: number,
      post_type: '1',
      net_type: '01',
      send_name: '自助区',
      send_postcode: '',
      rcv_name: DESK.name,
    });
    expect(packageOrder({ number, caseNumber: 'ZJK-1' }, from, DESK).internal_no).toBe('ZJK-1');
  });
});

describe('courier slip facts', () => {
  it('name counts, hash and the row of the ledger, and nothing of what is inside', async () => {
    const line = openCourier();
    const one = makeSubmission(TASK_CODE, 1, {
      materials: [makeMaterial(1), makeMaterial(2, { from: 'licence' }), makeMaterial(3, { file: null })],
    });
    await line.adapter.submit(one, new AbortController().signal);
    const found = line.counter.box.byKey(one.idempotencyKey);
    if (!found.ok || !found.value) throw new Error('no package');
    const slip = slipOf(found.value, REGION);
    expect(slip).toEqual({
      packageNumber: packageNumber(one.idempotencyKey),
      region: REGION,
      machineCode: 'B017',
      sealedAt: line.clock.now(),
      sha256: found.value.sha256,
      counts: { form: 1, original: 1, copy: 1, electronic: 1 },
      seal: null,
      ledgerRow: 1,
      ledgerHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const text = JSON.stringify(slip);
    for (const canary of [
      known.name,
      known.number,
      '照片',
      one.matterCode,
      one.idempotencyKey,
      one.receiptNumber,
    ])
      expect(text).not.toContain(canary);
    line.close();
  });
});

describe('courier configuration', () => {
  const made = (change: Record<string, unknown>) =>
    createRegions({
      catalogueRegions: [{ code: REGION, adapter: { ...COURIER_ADAPTER, ...change, kind: 'courier' } }],
      profileRegions: {},
      secrets: async () => null,
      fetch: globalThis.fetch,
      clock: { now: () => 0, setTimeout: () => null, clearTimeout: () => {} },
      random: (count) => new Uint8Array(count),
      log: { info: () => {}, warn: () => {} },
    });

  it('is refused in one line that names the key', () => {
    for (const [change, key] of [
      [{ recipientKey: 'xyz' }, 'adapter.recipientKey'],
      [{ answerKeys: [] }, 'adapter.answerKeys'],
      [{ desk: { ...DESK, postcode: '1' } }, 'adapter.desk.postcode'],
      [{ endpoint: 'https://gateway.region.example' }, 'adapter.endpoint'],
      [{ capabilities: { payments: true } }, 'adapter.capabilities.payments'],
      [{ capabilities: { checkPersonWithoutCard: true } }, 'adapter.capabilities.checkPersonWithoutCard'],
    ] as const) {
      const answer = made(change);
      expect(answer.ok ? '' : answer.error.message).toContain(`${key}: `);
      expect(answer.ok ? '' : answer.error.message).not.toContain('\n');
    }
  });

  it('without a folder the machine starts, and its packages wait for the technician', async () => {
    const regions = made({});
    if (!regions.ok) throw new Error(regions.error.message);
    const adapter = regions.value.get(REGION);
    expect(await adapter?.submit(makeSubmission(TASK_CODE), new AbortController().signal)).toMatchObject({
      error: { kind: 'unauthorized', retryable: true, technicianCode: 'courier.submit.no-folder' },
    });
  });

  it('what needs an answer now is not supported', async () => {
    const line = openCourier();
    const never = new AbortController().signal;
    for (const answer of [
      await line.adapter.checkPerson(known, never),
      await line.adapter.matters(null, never),
      await line.adapter.status('ZJK-1', never),
    ])
      expect(answer).toMatchObject({ error: { kind: 'not-supported' } });
    line.close();
  });
});
