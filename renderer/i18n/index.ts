/// <reference path="./first.d.ts" />
import { createInstance, type TFunction } from 'i18next';
import enCommon from '../../assets/locales/en/common.json';
import zhCommon from '../../assets/locales/zh-CN/common.json';
import { home, matters } from '../../assets/locales/zh-CN/screens.json?first';
import type { Failure, Language, ScreenName, Text } from '../../electron/contract/index.ts';

const NAMESPACES = ['common', 'screens', 'form', 'input', 'failures'] as const;

type Later = typeof import('./later-zh-cn.ts').words;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: { common: typeof zhCommon } & Later;
  }
}

/** Screens whose Chinese words are in the first script; a test renders them with nothing else. */
const FIRST: ReadonlySet<ScreenName> = new Set(['home', 'matters']);

const i18n = createInstance();
void i18n.init({
  fallbackLng: 'zh-CN',
  supportedLngs: ['zh-CN', 'en'],
  ns: [...NAMESPACES],
  defaultNS: 'common',
  initAsync: false,
  interpolation: { escapeValue: false },
  resources: { 'zh-CN': { common: zhCommon, screens: { home, matters } }, en: { common: enCommon } },
});

const WHOLE = new Set<Language>();
const TRANSLATORS = new Map<Language, T>();

/** Whether a screen finds all its words: a screen waits for them as it waits for its script. */
export function hasWords(language: Language, screen: ScreenName): boolean {
  return WHOLE.has(language) || (language === 'zh-CN' && FIRST.has(screen));
}

/** Fetches the words of a language that the first frame did without. Rejects when the file cannot be had. */
export async function loadWords(language: Language): Promise<Language> {
  const { words } = await (language === 'en' ? import('./later-en.ts') : import('./later-zh-cn.ts'));
  for (const [namespace, sentences] of Object.entries(words))
    i18n.addResourceBundle(language, namespace, sentences);
  WHOLE.add(language);
  TRANSLATORS.delete(language);
  return language;
}

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
