/** A table with headings. The first column is left-aligned, the others right-aligned. */
export function layOut(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return [line(headings), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

/** Three significant digits, with thousands separators. */
export function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Operations per second, in millions or thousands. */
export function perSecond(nanoseconds: number): string {
  const rate = 1e9 / nanoseconds;
  return rate >= 1e6 ? `${figure(rate / 1e6)} M` : `${figure(rate / 1e3)} k`;
}
