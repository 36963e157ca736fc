export type CsvCell = string | number | null;

/** A cell that a spreadsheet would run as a formula is made text (OWASP, CSV injection); quoting as RFC 4180 says. */
const cell = (value: CsvCell): string => {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const csvRow = (row: readonly CsvCell[]): string => `${row.map(cell).join(',')}\r\n`;

/** Stands before the first row, so that spreadsheets read names as UTF-8. */
export const byteOrderMark = '\uFEFF';

export const csv = (rows: readonly (readonly CsvCell[])[]): string => `${byteOrderMark}${rows.map(csvRow).join('')}`;
