/** Rows of a table under headings, in one place for terminal, documents, figures and views. */

export interface TableSection<T> {
  /** A line above the rows; null: they stand without one. */
  readonly heading: string | null;
  readonly rows: readonly T[];
}

/** Neighbours with the same heading stand under it together; no row changes its place. */
export function sectionsOf<T extends { readonly heading: string | null }>(rows: readonly T[]): TableSection<T>[] {
  const sections: { heading: string | null; rows: T[] }[] = [];
  for (const row of rows) {
    const last = sections.at(-1);
    if (last && last.heading === row.heading) last.rows.push(row);
    else sections.push({ heading: row.heading, rows: [row] });
  }
  return sections;
}

export interface HeadingAbove {
  /** Index of the row below it. */
  readonly above: number;
  readonly text: string;
}

/** The lines of `sectionsOf`, by the rows they stand above. */
export function headingsAbove(rows: readonly { readonly heading: string | null }[]): HeadingAbove[] {
  let above = 0;
  return sectionsOf(rows).flatMap((section) => {
    const found = section.heading === null ? [] : [{ above, text: section.heading }];
    above += section.rows.length;
    return found;
  });
}
