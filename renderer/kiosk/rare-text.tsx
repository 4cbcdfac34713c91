import './character.css';
import { Fragment } from 'react';

/** Every font draws something else for a private code, or an empty box: its number is shown instead. */
const PRIVATE_USE = /(\p{Co})/u;

/** A text from a card or a form, with private characters named by their code points. */
export function RareText({ children }: { readonly children: string }) {
  return children.split(PRIVATE_USE).map((part, index) =>
    PRIVATE_USE.test(part) ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move
      <span className="code-point digits" key={index}>
        U+{(part.codePointAt(0) as number).toString(16).toUpperCase()}
      </span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move
      <Fragment key={index}>{part}</Fragment>
    ),
  );
}
