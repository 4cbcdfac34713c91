import { createContext, useContext } from 'react';

/** The words of the gallery's language: it is nobody's screen, so its words are not among the locales. */
export type Say = (zh: string, en: string) => string;

export const SayContext = createContext<Say>((zh) => zh);

export const useSay = (): Say => useContext(SayContext);
