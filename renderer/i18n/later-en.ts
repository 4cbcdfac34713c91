import failures from '../../assets/locales/en/failures.json';
import form from '../../assets/locales/en/form.json';
import input from '../../assets/locales/en/input.json';
import screens from '../../assets/locales/en/screens.json';

/** What is fetched when the first frame stands. */
export const words = { failures, form, input, screens };
