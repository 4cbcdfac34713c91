import type { Language } from '../../electron/contract/index.ts';
import { localDate, localTime, weekday } from '../../electron/core/index.ts';

const WEEKDAYS: Readonly<Record<Language, readonly string[]>> = {
  'zh-CN': ['日', '一', '二', '三', '四', '五', '六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A local date (`YYYY-MM-DD`) with its weekday: 11月23日（周一） / Mon 23 Nov. */
export function dayWords(date: string, language: Language): string {
  const [, month, day] = date.split('-').map(Number) as [number, number, number];
  const name = WEEKDAYS[language][weekday(date)] as string;
  return language === 'zh-CN' ? `${month}月${day}日（周${name}）` : `${name} ${day} ${MONTHS[month - 1]}`;
}

/** An instant as day and local time; the day is left out when it is today. */
export function momentWords(ms: number, now: number, language: Language): string {
  const date = localDate(ms);
  if (date !== localDate(now)) return `${dayWords(date, language)} ${localTime(ms)}`;
  return language === 'zh-CN' ? `今天 ${localTime(ms)}` : `today ${localTime(ms)}`;
}

/** For the header: 11月21日 星期六 / Saturday 21 November. */
export function headerDate(ms: number, language: Language): string {
  const date = localDate(ms);
  if (language === 'zh-CN') {
    const [, month, day] = date.split('-').map(Number) as [number, number, number];
    return `${month}月${day}日 星期${WEEKDAYS['zh-CN'][weekday(date)]}`;
  }
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'Asia/Shanghai',
  }).format(ms);
}

/** YYYYMMDD as 1958年3月12日 / 12 Mar 1958. Anything else is given back as it is. */
export function birthWords(ymd: string, language: Language): string {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(ymd);
  if (!match) return ymd;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  return language === 'zh-CN' ? `${year}年${month}月${day}日` : `${day} ${MONTHS[month - 1]} ${year}`;
}
