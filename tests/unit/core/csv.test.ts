import { describe, expect, it } from 'vitest';
import { csvLine, parseCsv } from '../../../electron/core/index.ts';

describe('a comma-separated list', () => {
  it('is lines of fields; empty lines and spaces around are left out', () => {
    expect(parseCsv('a, b ,c\r\n\r\n1,,3\n')).toEqual([
      ['a', 'b', 'c'],
      ['1', '', '3'],
    ]);
  });

  it('holds separators, quotation marks and line ends within quotation marks', () => {
    expect(parseCsv('"a,b","say ""yes""","two\nlines"')).toEqual([['a,b', 'say "yes"', 'two\nlines']]);
    expect(parseCsv('a"b,"open')).toEqual([['a"b', 'open']]);
  });

  it('may be separated by semicolons or tabs', () => {
    expect(parseCsv('a;b\n1;2,5')).toEqual([
      ['a', 'b'],
      ['1', '2,5'],
    ]);
    expect(parseCsv('a\tb\n1\t2')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('comes back as it was written', () => {
    const fields = ['plain', 'a,b', 'say "yes"', 'two\nlines', ''];
    expect(parseCsv(csvLine(fields))).toEqual([fields]);
  });
});
