import type { Text } from '../contract/index.ts';
import { askedMaterials } from './asked-materials.ts';
import type { Catalogue, CatalogueRegion } from './catalogue.ts';
import { liesIn } from './places.ts';

/** Where a company of a batch (批量办理) is handed in, by the city as it stands on somebody's list. */

/** Why a city leads nowhere here; null: it leads to `region`. */
export interface CityAnswer {
  readonly region: string | null;
  readonly short: Text | null;
  readonly why: 'city-unknown' | 'city-not-here' | 'not-offered' | 'differs' | null;
}

/** Ends of Chinese names of places that lists leave out. */
const SUFFIX = /(省|市|区|县|地区|自治区|特别行政区)$/;

const plain = (word: string) => word.trim().toLowerCase().replaceAll(/\s/g, '');

function namesOf(name: Text): string[] {
  const zh = plain(name['zh-CN']);
  // Tianjin Municipality, Jinan, Shandong: the first word is the city's.
  const en = name.en.split(/,| Municipality| Province/)[0] as string;
  return [zh, zh.replace(SUFFIX, ''), plain(name.en), plain(en)];
}

/** The region of this machine that a place is in: the narrowest around it. */
function regionAround(catalogue: Catalogue, code: string): CatalogueRegion | null {
  const around = catalogue.regions().filter((region) => liesIn(code, region.code));
  const zeros = ({ code: of }: CatalogueRegion) => /0*$/.exec(of)?.[0].length ?? 0;
  return around.toSorted((a, b) => zeros(a) - zeros(b))[0] ?? null;
}

/**
 * The region for a city's name, its short name or its code. What lies in a region of this machine goes by that region's
 * line. `like`: the region whose guide was read; what asks for another form or other papers cannot go along.
 */
export function cityFor(catalogue: Catalogue, word: string, matter: string, like: string): CityAnswer {
  const wanted = plain(word);
  const unknown: CityAnswer = { region: null, short: null, why: 'city-unknown' };
  if (wanted === '') return unknown;
  const named = catalogue
    .regions()
    .find(
      ({ code, name, short }) => code === wanted || [...namesOf(name), ...namesOf(short)].includes(wanted),
    );
  if (named) return answer(catalogue, named, named.short, matter, like);
  const division = catalogue
    .divisions()
    .find(
      ({ code, name }) =>
        code === wanted || namesOf(name).includes(wanted) || namesOf(name).includes(`${wanted}市`),
    );
  if (!division) return unknown;
  const region = regionAround(catalogue, division.code);
  if (!region) return { region: null, short: division.name, why: 'city-not-here' };
  return answer(catalogue, region, division.name, matter, like);
}

/** Regions that take the matter for several companies, on the same terms as `like`. */
export function batchRegions(catalogue: Catalogue, matter: string, like: string): CatalogueRegion[] {
  return catalogue.regions().filter(({ code }) => whyNot(catalogue, code, matter, like) === null);
}

function answer(
  catalogue: Catalogue,
  { code }: CatalogueRegion,
  short: Text,
  matter: string,
  like: string,
): CityAnswer {
  return { region: code, short, why: whyNot(catalogue, code, matter, like) };
}

function whyNot(catalogue: Catalogue, region: string, matter: string, like: string): CityAnswer['why'] {
  const mine = catalogue.implementation(region, matter);
  const theirs = catalogue.implementation(like, matter);
  if (!mine?.batch || !theirs || catalogue.hindrances(region, matter).length > 0) return 'not-offered';
  const papers = (of: typeof mine) =>
    askedMaterials(of)
      .map(({ id, required }) => `${id} ${required}`)
      .toSorted()
      .join();
  return mine.form === theirs.form && papers(mine) === papers(theirs) ? null : 'differs';
}
