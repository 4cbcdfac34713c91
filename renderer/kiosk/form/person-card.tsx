import { birthWords } from '../../i18n/dates.ts';
import { KeyValue } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { RareText } from '../rare-text.tsx';

/** Who applies, as read from the card or typed: here it must be checked. */
export function PersonCard({ person }: { readonly person: ScreenProps<'details'>['data']['person'] }) {
  const { t, language } = useKiosk();
  return (
    <section className="card">
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
