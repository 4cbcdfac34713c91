import failures from '../../assets/locales/zh-CN/failures.json';
import form from '../../assets/locales/zh-CN/form.json';
import input from '../../assets/locales/zh-CN/input.json';
import screens from '../../assets/locales/zh-CN/screens.json';

/** What is fetched when the first frame stands. */
export const words = { failures, form, input, screens };
