import type { PrincipalView } from '../../../electron/contract/index.ts';
import { birthWords } from '../../i18n/dates.ts';
import { KeyValue } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { RareText } from '../rare-text.tsx';

/** Who applies, as read from the card or typed: here it must be checked. */
export function PersonCard({
  person,
  principal,
}: Pick<ScreenProps<'details'>['data'], 'person' | 'principal'>) {
  const { t, language } = useKiosk();
  return (
    <section className="card">
      {principal && <PrincipalFacts principal={principal} />}
      <h2>{t('screens:details.person')}</h2>
      <KeyValue
        pairs={[
          { key: t('screens:details.name'), value: <RareText>{person.name}</RareText>, big: true },
          ...(person.chineseName
            ? [
                {
                  key: t('screens:details.chineseName'),
                  value: <RareText>{person.chineseName}</RareText>,
                  big: true,
                },
              ]
            : []),
          { key: t(`screens:details.numberOf.${person.document}`), value: person.number, big: true },
          { key: t('screens:details.sex'), value: t(`screens:details.${person.sex}`) },
          { key: t('screens:details.birth'), value: birthWords(person.birthDate, language) },
          ...(person.nationality
            ? [{ key: t('screens:details.nationality'), value: person.nationality }]
            : []),
          ...(person.ethnicGroup ? [{ key: t('screens:details.ethnic'), value: person.ethnicGroup }] : []),
          ...(person.address
            ? [{ key: t('screens:details.address'), value: <RareText>{person.address}</RareText> }]
            : []),
        ]}
      />
      <p className="lead footnote">
        {t(
          person.source === 'card' ? `screens:details.fromCard.${person.document}` : 'screens:details.typed',
        )}
        {language === 'zh-CN' ? '。' : '. '}
        {t('screens:details.wrong')}
      </p>
    </section>
  );
}

/** On whose behalf, above the agent's own data. */
function PrincipalFacts({ principal }: { readonly principal: PrincipalView }) {
  const { t } = useKiosk();
  const company = principal.holder === 'organisation';
  return (
    <>
      <h2>{t('screens:details.principal')}</h2>
      <KeyValue
        pairs={[
          {
            key: t(company ? 'screens:details.organisation' : 'screens:details.name'),
            value: <RareText>{principal.name}</RareText>,
            big: true,
          },
          company
            ? { key: t('screens:details.creditCode'), value: principal.creditCode, big: true }
            : {
                key: t(`screens:details.numberOf.${principal.document}`),
                value: principal.number,
                big: true,
              },
        ]}
      />
      <p className="lead footnote">
        {t(
          !company
            ? 'screens:details.authorisedBy'
            : principal.known
              ? 'screens:details.known'
              : 'screens:details.notKnown',
        )}
      </p>
    </>
  );
}
