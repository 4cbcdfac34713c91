import { createInstance, type TFunction } from 'i18next';
import enCommon from '../../assets/locales/en/common.json';
import enFailures from '../../assets/locales/en/failures.json';
import enForm from '../../assets/locales/en/form.json';
import enInput from '../../assets/locales/en/input.json';
import enScreens from '../../assets/locales/en/screens.json';
import zhCommon from '../../assets/locales/zh-CN/common.json';
import zhFailures from '../../assets/locales/zh-CN/failures.json';
import zhForm from '../../assets/locales/zh-CN/form.json';
import zhInput from '../../assets/locales/zh-CN/input.json';
import zhScreens from '../../assets/locales/zh-CN/screens.json';
import type { Failure, Language, Text } from '../../electron/contract/index.ts';

const NAMESPACES = ['common', 'screens', 'form', 'input', 'failures'] as const;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      common: typeof zhCommon;
      screens: typeof zhScreens;
      form: typeof zhForm;
      input: typeof zhInput;
      failures: typeof zhFailures;
    };
  }
}

const i18n = createInstance();
void i18n.init({
  fallbackLng: 'zh-CN',
  supportedLngs: ['zh-CN', 'en'],
  ns: [...NAMESPACES],
  defaultNS: 'common',
  initAsync: false,
  interpolation: { escapeValue: false },
  resources: {
    'zh-CN': { common: zhCommon, screens: zhScreens, form: zhForm, input: zhInput, failures: zhFailures },
    en: { common: enCommon, screens: enScreens, form: enForm, input: enInput, failures: enFailures },
  },
});

export type T = TFunction<typeof NAMESPACES>;

/** Sentences of a language. A key that does not exist is refused by the type checker, and by a test. */
export function translator(language: Language): T {
  let t = TRANSLATORS.get(language);
  if (!t) {
    t = remembering(i18n.getFixedT(language, NAMESPACES as never) as unknown as T);
    TRANSLATORS.set(language, t);
  }
  return t;
}

const TRANSLATORS = new Map<Language, T>();

/** Most sentences have nothing put in: a screen asks for a hundred of them, and each look-up costs. */
function remembering(t: T): T {
  const look = t as unknown as (key: string, ...values: unknown[]) => string;
  const known = new Map<string, string>();
  const remembered = (key: string, ...values: unknown[]) => {
    if (values.length > 0) return look(key, ...values);
    let sentence = known.get(key);
    if (sentence === undefined) {
      sentence = look(key);
      known.set(key, sentence);
    }
    return sentence;
  };
  return remembered as unknown as T;
}

/** A text that comes from data, in the language of the screen; Chinese where the data has no other. */
export function textOf(text: Text, language: Language): string {
  return text[language] || text['zh-CN'];
}

/** Title and what to do about an expected failure. A key that this build does not know reads as an internal fault. */
export function failureWords(t: T, failure: Failure): { title: string; advice: string } {
  const known = i18n.exists(`failures:${failure.citizenMessageKey}.title`);
  const key = (known ? failure.citizenMessageKey : 'internal') as 'internal';
  return { title: t(`failures:${key}.title`), advice: t(`failures:${key}.advice`) };
}
