/**
 * Lines and fields of a comma-separated list, RFC 4180. Field separators `,` `;` and tab are told apart by the first line,
 * for offices save lists with each of them. Lines of nothing are left out; an open quotation ends with the text.
 */
export function parseCsv(text: string): string[][] {
  const separator = separatorOf(text);
  const lines: string[][] = [];
  let line: string[] = [];
  let field = '';
  let quoted = false;
  const endField = () => {
    line.push(field.trim());
    field = '';
  };
  const endLine = () => {
    endField();
    if (line.some((one) => one !== '')) lines.push(line);
    line = [];
  };
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] as string;
    if (quoted) {
      if (sign !== '"') field += sign;
      else if (text[i + 1] === '"') field += text[i++];
      else quoted = false;
    } else if (sign === '"' && field.trim() === '') {
      field = '';
      quoted = true;
    } else if (sign === separator) endField();
    else if (sign === '\n') endLine();
    else if (sign !== '\r') field += sign;
  }
  endLine();
  return lines;
}

function separatorOf(text: string): string {
  const [first = ''] = text.split('\n', 1);
  const count = (sign: string) => first.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** One line, quoted where it has to be. */
export function csvLine(fields: readonly string[]): string {
  return fields
    .map((field) => (/[",;\t\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',');
}
