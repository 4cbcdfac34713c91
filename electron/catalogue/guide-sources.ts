import type { Catalogue } from './catalogue.ts';
import type { GuideSource } from './gb39046.ts';

/** What a region's guides in force today are exported from, in the order of the region's file. */
export function guideSources(catalogue: Catalogue, code: string): GuideSource[] {
  const region = catalogue.region(code);
  if (!region) return [];
  return catalogue.matters(code).flatMap((card): GuideSource[] => {
    const matter = catalogue.matter(card.code);
    const version = catalogue.version(code, card.code);
    if (!matter || !version) return [];
    return [
      {
        region: { code, name: region.name['zh-CN'], phone: region.phone },
        matter: { code: matter.code, name: matter.name['zh-CN'], audience: matter.audience },
        effectiveFrom: version.effectiveFrom,
        effectiveTo: version.effectiveTo ?? null,
        implementation: version.implementation,
      },
    ];
  });
}
