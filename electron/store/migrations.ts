/**
 * Forward only; the n-th entry brings `user_version` from n to n+1. Columns in clear hold nothing personal:
 * a person is found by keyed HMAC, payloads and results are sealed (seal.ts).
 *
 * After an update that is taken back the previous program runs on the new schema, so a migration only adds (expand):
 * columns with defaults, tables, indexes. An index may go that no program names (`indexed by`): without it one is slower,
 * nothing more. What else nobody uses any more goes one release later (contract). A migration that
 * an older program cannot live with raises `schema_floor`: the oldest schema whose program may still open the file.
 */
export const MIGRATIONS: readonly string[] = [
  `
  create table serials (
    day text primary key,
    last integer not null
  ) strict, without rowid;

  create table cases (
    id text primary key,
    receipt_number text not null unique,
    region text not null,
    matter text not null,
    person_hmac blob not null,
    delivery text not null,
    state text not null check (state in ('waiting','sent','accepted','finished','refused','stopped')),
    region_number text,
    document_sha256 text not null,
    submitted_at integer not null,
    sent_at integer,
    accepted_at integer,
    finished_at integer,
    result blob,
    result_key_id integer,
    result_shredded_at integer
  ) strict, without rowid;
  create index cases_person on cases (person_hmac, submitted_at);

  create table outbox (
    id integer primary key,
    lane text not null,
    kind text not null,
    idem text not null unique,
    case_id text references cases (id),
    payload blob,
    key_id integer not null,
    schema integer not null,
    state integer not null default 0 check (state in (0, 1, 2, 3)),
    run_at integer not null,
    attempts integer not null default 0,
    last_error text,
    created_at integer not null,
    done_at integer
  ) strict;
  create index outbox_ready on outbox (lane, run_at, id) where state = 0;

  create table acts (
    id integer primary key,
    kind text not null,
    case_id text references cases (id),
    state text not null check (state in ('intent','done','failed','unknown')),
    started_at integer not null,
    ended_at integer
  ) strict;

  create table session (
    id integer primary key check (id = 1),
    started_at integer not null,
    receipt_number text
  ) strict;
  `,
  `
  create table schema_floor (
    id integer primary key check (id = 1),
    version integer not null
  ) strict;
  insert into schema_floor (id, version) values (1, 1);

  alter table outbox add column priority integer not null default 5;
  drop index outbox_ready;
  create index outbox_next on outbox (lane, priority, run_at, id) where state = 0;
  create index outbox_soonest on outbox (lane, run_at) where state = 0;
  create index outbox_case on outbox (case_id, id);
  `,
  `
  alter table cases add column withdrawal text check (withdrawal in ('asked', 'done', 'too-late'));
  alter table cases add column replaces text references cases (id);
  create index cases_replaces on cases (replaces) where replaces is not null;
  create index outbox_cases_waiting on outbox (id) where state = 0 and kind = 'case';
  create index outbox_dead on outbox (id) where state = 3;
  create index outbox_to_shred on outbox (done_at) where state = 2 and payload is not null;
  create index outbox_open on outbox (lane, state) where state <> 2;
  `,
  `
  alter table cases add column stops text;
  create table tickets (id text primary key, number text not null unique, kind text not null, region text not null,
    lane text not null, matter text, case_id text references cases (id), person_hmac blob, phone_hmac blob not null,
    wish_hmac blob not null, wished_by text, state text not null, region_number text, filed_at integer not null,
    refer_by integer not null, answer_by integer not null, referred_at integer, answered_at integer,
    closed_at integer, told_at integer, closing text check ((closing is null) = (state <> 'closed')),
    answer blob, answer_key_id integer) strict, without rowid;
  create index tickets_person on tickets (person_hmac);
  `,
  `
  drop index outbox_soonest;
  drop index outbox_cases_waiting;
  drop index outbox_open;
  create index outbox_held on outbox (id) where state = 1;
  `,
  `
  alter table cases add column asked blob;
  alter table cases add column asked_key_id integer;
  alter table cases add column course text;
  `,
  `
  create table print_jobs (
    id integer primary key,
    what text not null,
    case_id text references cases (id),
    person_hmac blob,
    token text not null unique,
    printer text not null check (printer in ('page', 'strip')),
    sha256 text,
    pages integer not null check (pages >= 0),
    copies integer not null check (copies >= 1),
    options text not null,
    pages_done integer not null default 0 check (pages_done between 0 and pages * copies),
    pages_sent integer not null default 0,
    state text not null check (state in ('intent', 'sent', 'done', 'failed', 'unknown')),
    reason text,
    answer text check (answer in ('nothing', 'part', 'all')),
    attempts integer not null default 0,
    asked_at integer not null,
    sent_at integer,
    ended_at integer,
    taken_at integer,
    left_at integer
  ) strict;
  create index print_jobs_case on print_jobs (case_id, what, id);
  create index print_jobs_open on print_jobs (id) where state in ('intent', 'sent');
  insert into print_jobs (what, case_id, person_hmac, token, printer, pages, copies, options, pages_done, state, asked_at,
      sent_at, ended_at)
    select substr(kind, 7), case_id, person_hmac, 'act-' || acts.id, 'page', 1, 1, '{}', acts.state = 'done',
      iif(acts.state = 'intent', 'unknown', acts.state), started_at, started_at, coalesce(ended_at, started_at)
    from acts left join cases on cases.id = case_id where kind in ('print-receipt', 'print-result') order by acts.id;
  `,
  `
  alter table cases add column result_facts text;
  alter table cases add column result_original blob;
  alter table cases add column result_original_key_id integer;
  `,
  `
  create table locker_cells (cell text primary key, state text not null, act text, door text, what text,
    receipt_number text, person_hmac blob, items text, fault text, since integer not null, due_at integer)
    strict, without rowid;
  create table locker_events (id integer primary key, at integer not null, cell text not null, kind text not null,
    state text not null, act text, by_role text not null, by_hmac blob, receipt_number text, detail text,
    hash blob not null) strict;
  create table locker_codes (cell text primary key, code_hmac blob not null unique, expires_at integer not null,
    used_at integer) strict, without rowid;
  create table locker_tries (id integer primary key check (id = 1), wrong integer not null, until integer not null)
    strict;
  `,
  `
  create table staff_calls (id integer primary key, screen text not null, called_at integer not null,
    answered_at integer, ended_at integer) strict;
  `,
];
