import { FILES, type Shared } from './folder.ts';
import { liesIn } from './places.ts';
import { type Problems, repeated } from './problem.ts';
import type { Agreement } from './schemas/agreements.ts';
import type { Alliance } from './schemas/alliances.ts';

/** Divisions, zones, alliances, agreements and halls against each other. */
export function checkPlaces(shared: Shared, problems: Problems): void {
  const place = placeTest(shared);
  checkDivisions(shared, problems);
  checkZones(shared, problems);
  repeated(
    shared.alliances.map(({ id }) => id),
    (i, id) => problems.error(FILES.alliances, `alliances[${i}].id`, `"${id}" stands here twice; remove one`),
  );
  for (const [i, alliance] of shared.alliances.entries())
    checkAlliance(shared, alliance, place, (path, message) =>
      problems.error(FILES.alliances, `alliances[${i}].${path}`, message),
    );
  repeated(
    shared.agreements.map(({ id }) => id),
    (i, id) =>
      problems.error(FILES.agreements, `agreements[${i}].id`, `"${id}" stands here twice; remove one`),
  );
  for (const [i, agreement] of shared.agreements.entries())
    checkAgreement(shared, agreement, place, (path, message) =>
      problems.error(FILES.agreements, `agreements[${i}].${path}`, message),
    );
  checkHalls(shared, place, problems);
}

type PlaceTest = (id: string) => string | null;
type Wrong = (path: string, message: string) => void;

/** What is wrong with a reference to a place, or null. */
function placeTest(shared: Shared): PlaceTest {
  const known = new Set([...shared.zones.map(({ id }) => id), ...shared.divisions.map(({ code }) => code)]);
  const sure = !shared.broken.has(FILES.zones) && !shared.broken.has(FILES.divisions);
  return (id) =>
    known.has(id) || !sure
      ? null
      : `names "${id}", which is neither a zone of ${FILES.zones} nor a division of ${FILES.divisions}; add it there or correct it`;
}

/** Two last digits 71 to 79 are used by statistics for zones. */
const STATISTICAL = /^\d{4}7[1-9]$/;

function checkDivisions(shared: Shared, problems: Problems): void {
  repeated(
    shared.divisions.map(({ code }) => code),
    (i, code) =>
      problems.error(FILES.divisions, `divisions[${i}].code`, `"${code}" stands here twice; remove one`),
  );
  for (const [i, { code, codeSource }] of shared.divisions.entries()) {
    const right = code.includes('-') ? 'local' : STATISTICAL.test(code) ? 'statistical' : null;
    if (right !== null && codeSource !== right)
      problems.error(
        FILES.divisions,
        `divisions[${i}].codeSource`,
        `is "${codeSource}", but a code like ${code} is "${right}"; correct one of the two`,
      );
  }
}

function checkZones(shared: Shared, problems: Problems): void {
  repeated(
    shared.zones.map(({ id }) => id),
    (i, id) => problems.error(FILES.zones, `zones[${i}].id`, `"${id}" stands here twice; remove one`),
  );
  const divisions = new Map(shared.divisions.map((division) => [division.code, division]));
  for (const [i, { id, division, province, codeSource }] of shared.zones.entries()) {
    const at = `zones[${i}]`;
    const where = divisions.get(division);
    if (!where && !shared.broken.has(FILES.divisions))
      problems.error(
        FILES.zones,
        `${at}.division`,
        `names "${division}", which ${FILES.divisions} does not have; add it there or correct the code`,
      );
    if (where && codeSource === 'statistical' && where.codeSource !== 'statistical')
      problems.error(
        FILES.zones,
        `${at}.codeSource`,
        `is "statistical", but the code ${division} is "${where.codeSource}"; correct one of the two`,
      );
    if (!division.startsWith(province))
      problems.error(
        FILES.zones,
        `${at}.province`,
        `is ${province}, but the division ${division} lies in ${division.slice(0, 2)}; correct one of the two`,
      );
    if (divisions.has(id))
      problems.error(
        FILES.zones,
        `${at}.id`,
        `"${id}" is the code of a division; give the zone a name of its own`,
      );
  }
}

function checkAlliance(shared: Shared, alliance: Alliance, place: PlaceTest, wrong: Wrong): void {
  const { id, members, memberCount, statedCounts, statedTotal, sumIsTotal, takes, lists, linkedWith } =
    alliance;
  for (const [i, member] of members.entries()) {
    const problem = place(member);
    if (problem) wrong(`members[${i}]`, problem);
  }
  repeated(members, (i, member) => wrong(`members[${i}]`, `"${member}" is a member twice; remove one`));
  const belongs = (path: string, member: string) => {
    if (!members.includes(member))
      wrong(path, `names "${member}", which is no member; add it to members or correct it`);
  };
  if (memberCount !== undefined && memberCount !== members.length)
    wrong('memberCount', `is ${memberCount}, but ${members.length} members are named; add or remove members`);
  for (const [i, { member }] of statedCounts.entries()) belongs(`statedCounts[${i}].member`, member);
  repeated(
    statedCounts.map(({ member, note }) => `${member} ${note ?? ''}`),
    (i) =>
      wrong(`statedCounts[${i}]`, 'counts the same member twice; remove one or tell them apart by a note'),
  );
  if (sumIsTotal) {
    const sum = statedCounts.reduce((total, { count }) => total + count, 0);
    if (statedTotal === null) wrong('statedTotal', 'is null, but sumIsTotal is true; state the total');
    else if (sum !== statedTotal)
      wrong(
        'statedCounts',
        `add up to ${sum}, but statedTotal is ${statedTotal}; correct a count, or say "sumIsTotal": false`,
      );
  }
  for (const [i, { from, of }] of takes.entries()) {
    belongs(`takes[${i}].from`, from);
    belongs(`takes[${i}].of`, of);
    if (from === of) wrong(`takes[${i}]`, `lets "${from}" take its own matters; name two different members`);
  }
  repeated(
    takes.map(({ from, of }) => `${from} ${of}`),
    (i) => wrong(`takes[${i}]`, 'states the same direction twice; remove one'),
  );
  for (const [i, list] of lists.entries())
    if (!shared.broken.has(FILES.terms) && !shared.terms.lists.some((known) => known.id === list))
      wrong(
        `lists[${i}]`,
        `names "${list}", which ${FILES.terms} has not among its lists; add it there or correct the id`,
      );
  for (const [i, link] of linkedWith.entries()) {
    const other = shared.alliances.find((one) => one.id === link);
    if (link === id) wrong(`linkedWith[${i}]`, 'links the alliance with itself; remove it');
    else if (!other) wrong(`linkedWith[${i}]`, `names "${link}", which is no alliance; correct the id`);
    else if (!other.linkedWith.includes(id))
      wrong(
        `linkedWith[${i}]`,
        `links to "${link}", which does not link back; add "${id}" to its linkedWith`,
      );
  }
}

function checkAgreement(shared: Shared, agreement: Agreement, place: PlaceTest, wrong: Wrong): void {
  const { accept, own, matters, signatures, state, effectiveFrom, effectiveTo } = agreement;
  for (const key of ['accept', 'own'] as const) {
    const problem = place(agreement[key]);
    if (problem) wrong(key, problem);
  }
  if (accept === own)
    wrong('accept', 'is the same as own; its own matters need no agreement, correct one of the two');
  const alliance = shared.alliances.find(({ id }) => id === agreement.alliance);
  if (!alliance && !shared.broken.has(FILES.alliances))
    wrong(
      'alliance',
      `names "${agreement.alliance}", which ${FILES.alliances} does not have; add it there or correct the id`,
    );
  if (alliance && !shared.broken.has(FILES.zones)) checkDirection(shared, agreement, alliance, wrong);
  if (matters !== 'all-of-list') {
    repeated(matters, (i, code) => wrong(`matters[${i}]`, `${code} stands here twice; remove one`));
    for (const [i, code] of matters.entries()) {
      const matter = shared.matters.find((one) => one.code === code);
      if (!matter && !shared.broken.has(FILES.matters))
        wrong(
          `matters[${i}]`,
          `names ${code}, which ${FILES.matters} does not have; add it there or correct the code`,
        );
      if (matter?.verification === 'unverified' && state === 'published')
        wrong(
          `matters[${i}]`,
          `publishes ${code}, which is unverified; confirm the matter first or take it out`,
        );
    }
  } else if (alliance?.lists.length === 0)
    wrong(
      'matters',
      `is "all-of-list", but the alliance "${alliance.id}" works by no list; name one there or name the matters`,
    );
  if (effectiveTo !== null && effectiveTo < effectiveFrom)
    wrong('effectiveTo', 'lies before effectiveFrom; correct one of the two');
  for (const [i, { region }] of signatures.entries())
    if (region !== accept && region !== own)
      wrong(
        `signatures[${i}].region`,
        `"${region}" is neither accept nor own; only the two sides sign, correct it`,
      );
  repeated(
    signatures.map(({ region }) => region),
    (i, region) => wrong(`signatures[${i}]`, `"${region}" has signed already; remove one`),
  );
  if (state === 'published')
    for (const side of new Set([accept, own]))
      if (!signatures.some(({ region }) => region === side))
        wrong(
          'signatures',
          `lack that of "${side}"; a published agreement needs both sides, add it or say "state": "draft"`,
        );
}

/** Both sides belong to the alliance, and where it is directed, in this direction. */
function checkDirection(shared: Shared, { accept, own }: Agreement, alliance: Alliance, wrong: Wrong): void {
  /** The members that speak for a place: itself, or the division around it. */
  const speakers = (id: string) => {
    const zone = shared.zones.find((one) => one.id === id);
    return alliance.members.filter((member) => member === id || liesIn(zone?.division ?? id, member));
  };
  const [takers, owners] = [speakers(accept), speakers(own)];
  if (takers.length === 0)
    wrong(
      'accept',
      `"${accept}" belongs to no member of the alliance "${alliance.id}"; correct one of the two`,
    );
  if (owners.length === 0)
    wrong('own', `"${own}" belongs to no member of the alliance "${alliance.id}"; correct one of the two`);
  if (takers.length === 0 || owners.length === 0 || alliance.takes.length === 0) return;
  if (!alliance.takes.some(({ from, of }) => takers.includes(from) && owners.includes(of)))
    wrong(
      'accept',
      `takes matters of "${own}", but the alliance "${alliance.id}" has no such direction; add it to its takes or correct the agreement`,
    );
}

function checkHalls(shared: Shared, place: PlaceTest, problems: Problems): void {
  repeated(
    shared.halls.map(({ id }) => id),
    (i, id) => problems.error(FILES.halls, `halls[${i}].id`, `"${id}" stands here twice; remove one`),
  );
  const matters = new Set(shared.matters.map(({ code }) => code));
  for (const [i, hall] of shared.halls.entries()) {
    const at = `halls[${i}]`;
    const problem = place(hall.region);
    if (problem) problems.error(FILES.halls, `${at}.region`, problem);
    repeated(
      hall.windows.map(({ id }) => id),
      (j, id) =>
        problems.error(FILES.halls, `${at}.windows[${j}].id`, `"${id}" stands here twice; remove one`),
    );
    for (const [j, window] of hall.windows.entries())
      if (window.matters !== 'cross-province')
        for (const [k, code] of window.matters.entries())
          if (!matters.has(code) && !shared.broken.has(FILES.matters))
            problems.error(
              FILES.halls,
              `${at}.windows[${j}].matters[${k}]`,
              `names ${code}, which ${FILES.matters} does not have; add it there or correct the code`,
            );
  }
}
