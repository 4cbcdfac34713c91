import type { SqlDatabase, SqlValue } from '../../electron/store/index.ts';

/** What a program of an earlier schema said to its database, in its own words. Never edited: those programs are out there. */
export interface OldProgram {
  readonly schema: number;
  /** A day's work; each statement's rows, or its number of changes, are what that program went by. */
  readonly day: readonly (readonly [sql: string, ...values: SqlValue[]])[];
}

const HMAC = Uint8Array.of(1, 2, 3);
const PAYLOAD = Uint8Array.of(9, 9);

const CASE_COLUMNS = `id, receipt_number, region, matter, delivery, state, region_number, document_sha256, submitted_at,
  sent_at, accepted_at, finished_at, result is not null as has_result`;

const serial = [
  'insert into serials (day, last) values (?, 1) on conflict (day) do update set last = last + 1 returning last',
  '261120',
] as const;

const newCase = (id: string, receipt: string) =>
  [
    `insert into cases (id, receipt_number, region, matter, person_hmac, delivery, state, document_sha256, submitted_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    receipt,
    '120000',
    'residence',
    HMAC,
    'print-here',
    'waiting',
    'abc',
    1_000,
  ] as const;

const caseStatements = [
  [`select ${CASE_COLUMNS} from cases where id = ?`, 'c1'],
  [`select ${CASE_COLUMNS} from cases where receipt_number = ?`, 'B017-261120-0002-X'],
  [`select ${CASE_COLUMNS} from cases where person_hmac = ? order by submitted_at desc limit ?`, HMAC, 20],
  ['select 1 from cases where receipt_number = ? and person_hmac = ?', 'B017-261120-0001-X', HMAC],
  [
    `update cases set state = ?, region_number = coalesce(region_number, ?), sent_at = coalesce(sent_at, ?),
     accepted_at = coalesce(accepted_at, ?), finished_at = coalesce(finished_at, ?) where id = ?`,
    'finished',
    'R-1',
    2_000,
    3_000,
    4_000,
    'c1',
  ],
  ['update cases set result = ?, result_key_id = ? where id = ?', PAYLOAD, 1, 'c1'],
  ['select result, result_key_id from cases where id = ?', 'c1'],
  [
    'update cases set result = null, result_shredded_at = ? where finished_at < ? and result is not null',
    9_000,
    5_000,
  ],
] as const;

const endings = [
  ['update outbox set run_at = ?, attempts = ?, last_error = ? where id = ?', 5_000, 1, 'down', 1],
  [
    'update outbox set run_at = ? where lane = ? and state = 0 and attempts > 0 and run_at > ?',
    1_500,
    '120000',
    1_500,
  ],
  ['update outbox set state = 2, done_at = ?, last_error = null where id = ?', 2_000, 1],
  ['update outbox set run_at = ?, attempts = 0, last_error = null where id = ?', 6_000, 2],
  [
    'update outbox set state = 3, done_at = ?, attempts = attempts + 1, last_error = ? where id = ?',
    3_000,
    'no',
    2,
  ],
  ['update outbox set payload = null where state = 2 and done_at < ? and payload is not null', 2_500],
  [
    "select coalesce(sum(state = 0 and kind = 'case'), 0) as waiting, coalesce(sum(state = 3), 0) as dead from outbox",
  ],
  [
    'select id, lane, kind, idem, case_id, payload, key_id, schema, attempts, created_at from outbox order by id',
  ],
  ['select * from outbox where idem = ?', 'c2'],
] as const;

const job1 = (idem: string) =>
  [
    `insert into outbox (lane, kind, idem, case_id, payload, key_id, schema, run_at, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (idem) do nothing`,
    '120000',
    'case',
    idem,
    idem,
    PAYLOAD,
    1,
    1,
    1_000,
    1_000,
  ] as const;

const job2 = (idem: string, priority: number) =>
  [
    `insert into outbox (lane, kind, idem, case_id, payload, key_id, schema, run_at, created_at, priority)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (idem) do nothing`,
    '120000',
    'case',
    idem,
    idem,
    PAYLOAD,
    1,
    1,
    1_000,
    1_000,
    priority,
  ] as const;

const job4 = (idem: string, priority: number, state: number) =>
  [
    `insert into outbox (lane, kind, idem, case_id, payload, key_id, schema, run_at, created_at, priority, state)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (idem) do nothing`,
    '120000',
    'case',
    idem,
    idem,
    PAYLOAD,
    1,
    1,
    1_000,
    1_000,
    priority,
    state,
  ] as const;

export const OLD_PROGRAMS: readonly OldProgram[] = [
  {
    schema: 1,
    day: [
      serial,
      newCase('c1', 'B017-261120-0001-X'),
      job1('c1'),
      serial,
      newCase('c2', 'B017-261120-0002-X'),
      job1('c2'),
      job1('c2'),
      ['select distinct lane from outbox where state = 0'],
      [
        'select * from outbox where state = 0 and lane = ? and run_at <= ? order by run_at, id limit 1',
        '120000',
        1_000,
      ],
      ['select min(run_at) as at from outbox where state = 0 and lane = ?', '120000'],
      ...caseStatements,
      ...endings,
    ],
  },
  {
    schema: 2,
    day: [
      serial,
      newCase('c1', 'B017-261120-0001-X'),
      job2('c1', 5),
      serial,
      newCase('c2', 'B017-261120-0002-X'),
      job2('c2', 3),
      ['select max(id) as id from outbox'],
      [
        `select * from outbox as job where state = 0 and lane = ? and run_at <= ?
           and not exists (
             select 1 from outbox as earlier where earlier.case_id = job.case_id and earlier.id < job.id
               and earlier.state in (0, 1, 3) and earlier.kind <> 'progress')
         order by priority, run_at, id limit 1`,
        '120000',
        1_000,
      ],
      [
        `select min(case when run_at > ? then run_at end) as next, coalesce(sum(run_at <= ?), 0) as due
         from outbox where state = 0 and lane = ?`,
        1_000,
        1_000,
        '120000',
      ],
      ['update outbox set run_at = run_at + ? where state = 0 and lane = ? and attempts > 0', 10, '120000'],
      [
        `select lane, sum(state = 0) as ready, sum(state = 1) as held, sum(state = 3) as dead,
           min(case when state in (0, 1) then created_at end) as oldestAt
         from outbox where state <> 2 group by lane order by lane`,
      ],
      ...caseStatements,
      ...endings,
    ],
  },
  {
    schema: 3,
    day: [
      serial,
      newCase('c1', 'B017-261120-0001-X'),
      job2('c1', 3),
      serial,
      newCase('c2', 'B017-261120-0002-X'),
      ['update cases set withdrawal = ? where id = ?', 'asked', 'c1'],
      ["update cases set replaces = 'c1' where id = 'c2'"],
      [`select ${CASE_COLUMNS}, withdrawal, replaces from cases where replaces = ?`, 'c1'],
      [
        `insert into outbox (lane, kind, idem, case_id, payload, key_id, schema, run_at, created_at, priority, state)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (idem) do nothing`,
        '120000',
        'case',
        'c2',
        'c2',
        PAYLOAD,
        1,
        1,
        1_000,
        1_000,
        3,
        1,
      ],
      ['update outbox set state = ? where idem = ? and state = ?', 1, 'c1', 0],
      [
        `update outbox set state = 0, run_at = ?, attempts = max(attempts, 1), done_at = null
         where idem = ? and state in (1, 3)`,
        1_000,
        'c1',
      ],
      [
        `select * from outbox as job indexed by outbox_next where state = 0 and lane = ? and run_at <= ?
           and (job.kind = 'withdrawal' or not exists (
             select 1 from outbox as earlier where earlier.case_id = job.case_id and earlier.id < job.id
               and earlier.state in (0, 1, 3) and earlier.kind not in ('progress', 'withdrawal')))
         order by priority, run_at, id limit 1`,
        '120000',
        1_000,
      ],
      [
        `select (select min(run_at) from outbox where state = 0 and lane = ? and run_at > ?) as next,
           exists (select 1 from outbox where state = 0 and lane = ? and run_at <= ?) as due`,
        '120000',
        1_000,
        '120000',
        1_000,
      ],
      [
        `select lane, sum(state = 0) as ready, sum(state = 1) as held, sum(state = 3) as dead,
           min(case when state in (0, 1) and kind <> 'progress' then created_at end) as oldestAt
         from outbox where state <> 2 group by lane order by lane`,
      ],
      [
        `update outbox set state = 2, done_at = ?, last_error = 'dropped' where idem = ? and state <> 2`,
        2_000,
        'c2',
      ],
      [
        `update outbox set payload = null where id in (
           select id from outbox where state = 2 and payload is not null and done_at < ? limit 200)`,
        2_500,
      ],
      ...caseStatements,
      ...endings,
    ],
  },
  {
    schema: 4,
    day: [
      serial,
      newCase('c1', 'B017-261120-0001-X'),
      job4('c1', 3, 0),
      serial,
      newCase('c2', 'B017-261120-0002-X'),
      job4('c2', 3, 1),
      job4('c2', 3, 0),
      ['select max(id) as id from outbox'],
      ['select distinct lane from outbox where state = 0'],
      [
        `select * from outbox as job indexed by outbox_next where state = 0 and lane = ? and run_at <= ?
           and (job.kind = 'withdrawal' or not exists (
             select 1 from outbox as earlier where earlier.case_id = job.case_id and earlier.id < job.id
               and earlier.state in (0, 1, 3) and earlier.kind not in ('progress', 'withdrawal')))
         order by priority, run_at, id limit 1`,
        '120000',
        1_000,
      ],
      [
        `select (select min(run_at) from outbox where state = 0 and lane = ? and run_at > ?) as next,
           exists (select 1 from outbox where state = 0 and lane = ? and run_at <= ?) as due`,
        '120000',
        1_000,
        '120000',
        1_000,
      ],
      [
        `select (select count(*) from outbox where state = 0 and kind = 'case') as waiting,
           (select count(*) from outbox where state = 3) as dead`,
      ],
      [
        `select lane, sum(state = 0) as ready, sum(state = 1) as held, sum(state = 3) as dead,
           min(case when state in (0, 1) and kind <> 'progress' then created_at end) as oldestAt
         from outbox where state <> 2 group by lane order by lane`,
      ],
      [
        `update outbox set state = 0, run_at = ?, attempts = max(attempts, 1), done_at = null
         where idem = ? and state in (1, 3)`,
        1_200,
        'c2',
      ],
      ['update outbox set state = ? where idem = ? and state = ?', 1, 'c2', 0],
      [
        'update outbox set run_at = ? where state = 0 and lane = ? and run_at > ?',
        1_300,
        '120000',
        90_000_000,
      ],
      [
        "update outbox set state = 2, done_at = ?, last_error = 'dropped' where idem = ? and state <> 2",
        1_400,
        'c2',
      ],
      [
        `update outbox set payload = null where id in (
           select id from outbox where state = 2 and payload is not null and done_at < ? limit 200)`,
        1_300,
      ],
      ['update cases set withdrawal = ? where id = ?', 'done', 'c2'],
      ['update cases set stops = ? where id = ?', '[]', 'c1'],
      [
        `insert into tickets (id, number, kind, region, lane, case_id, person_hmac, phone_hmac, wish_hmac, state,
           filed_at, refer_by, answer_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        't1',
        'B017-261120-0003-X',
        'stuck',
        '120000',
        '120000',
        'c1',
        HMAC,
        HMAC,
        HMAC,
        'filed',
        1_000,
        2_000,
        3_000,
      ],
      ['update tickets set answer = ?, answer_key_id = ? where id = ?', PAYLOAD, 1, 't1'],
      ['select * from tickets where person_hmac = ?', HMAC],
      [`select ${CASE_COLUMNS}, withdrawal, replaces from cases where replaces = ?`, 'c1'],
      ...caseStatements,
      ...endings,
    ],
  },
  {
    schema: 5,
    day: [
      serial,
      newCase('c1', 'B017-261120-0001-X'),
      job4('c1', 3, 0),
      serial,
      newCase('c2', 'B017-261120-0002-X'),
      job4('c2', 3, 1),
      ['select distinct lane from outbox where state = 0'],
      [
        `select id, lane, kind, idem, case_id, payload, key_id, schema, attempts, created_at from outbox as job
         indexed by outbox_next where state = 0 and lane = (select ?) and run_at <= (select ?)
           and (job.kind = 'withdrawal' or not exists (
             select 1 from outbox as earlier where earlier.case_id = job.case_id and earlier.id < job.id
               and earlier.state in (0, 1, 3) and earlier.kind not in ('progress', 'withdrawal')))
         order by priority, run_at, id limit 1`,
        '120000',
        1_000,
      ],
      [
        "select id, kind, state from outbox where state = 0 and kind = 'case' union all select id, kind, state from outbox where state = 3",
      ],
      [`update outbox set state = 1 where idem = ? and state = 0 returning id`, 'c1'],
      [
        `update outbox set state = 0, run_at = ?, attempts = max(attempts, 1), done_at = null
         where idem = ? and state in (1, 3) returning id`,
        1_000,
        'c1',
      ],
      [
        `update outbox set state = 2, done_at = ?, last_error = 'dropped' where idem = ? and state <> 2 returning id`,
        1_400,
        'c2',
      ],
      [
        'update outbox set run_at = ? where id = ? and run_at = ? and state = 0 and attempts > 0',
        900,
        1,
        1_000,
      ],
      ['update cases set withdrawal = ? where id = ?', 'done', 'c2'],
      ['update cases set stops = ? where id = ?', '[{"reason":"correction","since":1,"until":null}]', 'c1'],
      [`select ${CASE_COLUMNS}, withdrawal, replaces, stops from cases where id = ?`, 'c1'],
      [`select ${CASE_COLUMNS}, withdrawal, replaces, stops from cases where replaces = ?`, 'c1'],
      ...caseStatements,
      ...endings,
    ],
  },
  {
    schema: 6,
    day: [
      serial,
      newCase('c1', 'B017-261120-0001-X'),
      job4('c1', 3, 0),
      serial,
      newCase('c2', 'B017-261120-0002-X'),
      job4('c2', 3, 1),
      ['select distinct lane from outbox where state = 0'],
      [
        `select id, lane, kind, idem, case_id, payload, key_id, schema, attempts, created_at from outbox as job
         indexed by outbox_next where state = 0 and lane = (select ?) and run_at <= (select ?)
           and (job.kind = 'withdrawal' or not exists (
             select 1 from outbox as earlier where earlier.case_id = job.case_id and earlier.id < job.id
               and earlier.state in (0, 1, 3) and earlier.kind not in ('progress', 'withdrawal')))
         order by priority, run_at, id limit 1`,
        '120000',
        1_000,
      ],
      [
        "select id, kind, state from outbox where state = 0 and kind = 'case' union all select id, kind, state from outbox where state = 3",
      ],
      [`update outbox set state = 1 where idem = ? and state = 0 returning id`, 'c1'],
      [
        `update outbox set state = 0, run_at = ?, attempts = max(attempts, 1), done_at = null
         where idem = ? and state in (1, 3) returning id`,
        1_000,
        'c1',
      ],
      [
        `update outbox set state = 2, done_at = ?, last_error = 'dropped' where idem = ? and state <> 2 returning id`,
        1_400,
        'c2',
      ],
      [
        'update outbox set run_at = ? where id = ? and run_at = ? and state = 0 and attempts > 0',
        900,
        1,
        1_000,
      ],
      ['update cases set withdrawal = ? where id = ?', 'done', 'c2'],
      ['update cases set stops = ? where id = ?', '[{"reason":"correction","since":1,"until":null}]', 'c1'],
      [`select ${CASE_COLUMNS}, withdrawal, replaces, stops, course from cases where id = ?`, 'c1'],
      [`select ${CASE_COLUMNS}, withdrawal, replaces, stops, course from cases where replaces = ?`, 'c1'],
      [
        "insert into acts (kind, case_id, state, started_at) values (?, ?, 'intent', ?)",
        'print-receipt',
        'c1',
        1_700,
      ],
      ['update acts set state = ?, ended_at = ? where id = (select max(id) from acts)', 'done', 1_800],
      ["update acts set state = 'unknown', ended_at = ? where state = 'intent'", 1_900],
      [
        "select count(*) as n from acts where kind = ? and case_id = ? and state = 'done'",
        'print-receipt',
        'c1',
      ],
      ['update cases set course = ? where id = ?', '{}', 'c1'],
      ['update cases set asked = ?, asked_key_id = ? where id = ?', PAYLOAD, 1, 'c1'],
      ['select asked, asked_key_id from cases where id = ?', 'c1'],
      ...caseStatements,
      ...endings,
    ],
  },
  {
    schema: 7,
    day: [
      serial,
      newCase('c1', 'B017-261120-0001-X'),
      job4('c1', 3, 0),
      serial,
      newCase('c2', 'B017-261120-0002-X'),
      job4('c2', 3, 1),
      ['select distinct lane from outbox where state = 0'],
      [
        `select id, lane, kind, idem, case_id, payload, key_id, schema, attempts, created_at from outbox as job
         indexed by outbox_next where state = 0 and lane = (select ?) and run_at <= (select ?)
           and (job.kind = 'withdrawal' or not exists (
             select 1 from outbox as earlier where earlier.case_id = job.case_id and earlier.id < job.id
               and earlier.state in (0, 1, 3) and earlier.kind not in ('progress', 'withdrawal')))
         order by priority, run_at, id limit 1`,
        '120000',
        1_000,
      ],
      [
        "select id, kind, state from outbox where state = 0 and kind = 'case' union all select id, kind, state from outbox where state = 3",
      ],
      [`update outbox set state = 1 where idem = ? and state = 0 returning id`, 'c1'],
      [
        `update outbox set state = 0, run_at = ?, attempts = max(attempts, 1), done_at = null
         where idem = ? and state in (1, 3) returning id`,
        1_000,
        'c1',
      ],
      [
        `update outbox set state = 2, done_at = ?, last_error = 'dropped' where idem = ? and state <> 2 returning id`,
        1_400,
        'c2',
      ],
      [
        'update outbox set run_at = ? where id = ? and run_at = ? and state = 0 and attempts > 0',
        900,
        1,
        1_000,
      ],
      ['update cases set withdrawal = ? where id = ?', 'done', 'c2'],
      ['update cases set stops = ? where id = ?', '[{"reason":"correction","since":1,"until":null}]', 'c1'],
      [`select ${CASE_COLUMNS}, withdrawal, replaces, stops, course from cases where id = ?`, 'c1'],
      [`select ${CASE_COLUMNS}, withdrawal, replaces, stops, course from cases where replaces = ?`, 'c1'],
      [
        `insert into print_jobs (what, case_id, person_hmac, token, printer, sha256, pages, copies, options, state, asked_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'intent', ?)`,
        'result',
        'c1',
        HMAC,
        't1',
        'page',
        'abc',
        2,
        1,
        '{}',
        1_700,
      ],
      [
        `update print_jobs set state = 'sent', printer = ?, token = ?, pages_sent = ?, sent_at = ?,
           attempts = attempts + 1 where id = ?`,
        'page',
        't2',
        2,
        1_750,
        1,
      ],
      ["update print_jobs set state = 'intent', pages_done = ? where id = ?", 1, 1],
      ["select * from print_jobs where state in ('intent', 'sent') order by id"],
      [
        'update print_jobs set state = ?, pages_done = ?, reason = ?, ended_at = ? where id = ?',
        'unknown',
        1,
        'no-answer',
        1_800,
        1,
      ],
      [
        'update print_jobs set state = ?, answer = ?, pages_done = ?, ended_at = ? where id = ?',
        'done',
        'all',
        2,
        1_850,
        1,
      ],
      ['update print_jobs set taken_at = ? where id = ?', 1_900, 1],
      ['select * from print_jobs where case_id is ? and what = ? order by id desc limit 1', 'c1', 'result'],
      ['update cases set course = ? where id = ?', '{}', 'c1'],
      ['update cases set asked = ?, asked_key_id = ? where id = ?', PAYLOAD, 1, 'c1'],
      ['select asked, asked_key_id from cases where id = ?', 'c1'],
      ...caseStatements,
      ...endings,
    ],
  },
  {
    schema: 8,
    day: [
      serial,
      newCase('c1', 'B017-261120-0001-X'),
      job4('c1', 3, 0),
      serial,
      newCase('c2', 'B017-261120-0002-X'),
      job4('c2', 3, 1),
      ['select distinct lane from outbox where state = 0'],
      [
        `select id, lane, kind, idem, case_id, payload, key_id, schema, attempts, created_at from outbox as job
         indexed by outbox_next where state = 0 and lane = (select ?) and run_at <= (select ?)
           and (job.kind = 'withdrawal' or not exists (
             select 1 from outbox as earlier where earlier.case_id = job.case_id and earlier.id < job.id
               and earlier.state in (0, 1, 3) and earlier.kind not in ('progress', 'withdrawal')))
         order by priority, run_at, id limit 1`,
        '120000',
        1_000,
      ],
      [
        "select id, kind, state from outbox where state = 0 and kind = 'case' union all select id, kind, state from outbox where state = 3",
      ],
      [`update outbox set state = 1 where idem = ? and state = 0 returning id`, 'c1'],
      [
        `update outbox set state = 0, run_at = ?, attempts = max(attempts, 1), done_at = null
         where idem = ? and state in (1, 3) returning id`,
        1_000,
        'c1',
      ],
      [
        `update outbox set state = 2, done_at = ?, last_error = 'dropped' where idem = ? and state <> 2 returning id`,
        1_400,
        'c2',
      ],
      [
        'update outbox set run_at = ? where id = ? and run_at = ? and state = 0 and attempts > 0',
        900,
        1,
        1_000,
      ],
      ['update cases set withdrawal = ? where id = ?', 'done', 'c2'],
      ['update cases set stops = ? where id = ?', '[{"reason":"correction","since":1,"until":null}]', 'c1'],
      [`select ${CASE_COLUMNS}, withdrawal, replaces, stops, course from cases where id = ?`, 'c1'],
      [`select ${CASE_COLUMNS}, withdrawal, replaces, stops, course from cases where replaces = ?`, 'c1'],
      [
        `insert into print_jobs (what, case_id, person_hmac, token, printer, sha256, pages, copies, options, state, asked_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'intent', ?)`,
        'result',
        'c1',
        HMAC,
        't1',
        'page',
        'abc',
        2,
        1,
        '{}',
        1_700,
      ],
      [
        `update print_jobs set state = 'sent', printer = ?, token = ?, pages_sent = ?, sent_at = ?,
           attempts = attempts + 1 where id = ?`,
        'page',
        't2',
        2,
        1_750,
        1,
      ],
      ["update print_jobs set state = 'intent', pages_done = ? where id = ?", 1, 1],
      ["select * from print_jobs where state in ('intent', 'sent') order by id"],
      [
        'update print_jobs set state = ?, pages_done = ?, reason = ?, ended_at = ? where id = ?',
        'unknown',
        1,
        'no-answer',
        1_800,
        1,
      ],
      [
        'update print_jobs set state = ?, answer = ?, pages_done = ?, ended_at = ? where id = ?',
        'done',
        'all',
        2,
        1_850,
        1,
      ],
      ['update print_jobs set taken_at = ? where id = ?', 1_900, 1],
      ['select * from print_jobs where case_id is ? and what = ? order by id desc limit 1', 'c1', 'result'],
      [
        'update cases set result_facts = ?, result_original = ?, result_original_key_id = ? where id = ?',
        '{}',
        PAYLOAD,
        1,
        'c1',
      ],
      ['select result_facts, result_original, result_original_key_id from cases where id = ?', 'c1'],
      ['update cases set course = ? where id = ?', '{}', 'c1'],
      ['update cases set asked = ?, asked_key_id = ? where id = ?', PAYLOAD, 1, 'c1'],
      ['select asked, asked_key_id from cases where id = ?', 'c1'],
      ...caseStatements,
      ...endings,
    ],
  },
  {
    schema: 9,
    day: [
      serial,
      newCase('c1', 'B017-261120-0001-X'),
      serial,
      newCase('c2', 'B017-261120-0002-X'),
      ["insert into locker_cells (cell, state, since) values (?, 'free', ?)", 'A01', 1_000],
      [
        `insert into locker_events (at, cell, kind, state, by_role, hash) values (?, ?, ?, ?, ?, ?)`,
        1_000,
        'A01',
        'set-up',
        'free',
        'machine',
        PAYLOAD,
      ],
      ['update locker_cells set state = ?, since = ? where cell = ?', 'reserved', 1_100, 'A01'],
      ['select cell, state, since from locker_cells order by cell'],
      [
        "insert into print_jobs (what, case_id, person_hmac, token, printer, sha256, pages, copies, options, state, asked_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'intent', ?)",
        'result',
        'c1',
        PAYLOAD,
        't9',
        'page',
        'abc',
        2,
        1,
        '{}',
        1_700,
      ],
      ['select * from print_jobs where case_id is ? and what = ? order by id desc limit 1', 'c1', 'result'],
      ...caseStatements,
      ...endings,
    ],
  },
];

/** Has the program do its day's work; the answers that it gets, one a statement. */
export function dayOf(db: SqlDatabase, program: OldProgram): unknown[] {
  return program.day.map(([sql, ...values]) => {
    const statement = db.prepare(sql);
    return /^select|returning last$/.test(sql) ? statement.all(...values) : statement.run(...values).changes;
  });
}
