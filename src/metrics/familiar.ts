/** How many samples of other data a run's models know, and what that means for a score, in sentences. */

/** What `data/familiar.ts` finds, counted; each sample under the first that holds of it. */
export interface FamiliarCounts {
  /** The run was trained on their values. */
  readonly seen: number;
  /** On their ids, with other values. */
  readonly sameId: number;
  /** On samples of their groups; null where that could not be checked. */
  readonly sameGroup: number | null;
  /** Where it could not: whose groups are not known. */
  readonly groupsUnknown: 'data' | 'run' | null;
}

/**
 * What to say beside a score on such samples, besides that some were trained on; without full stops, empty where all are new.
 * @param total - samples that were scored
 * @param group - name of the column with the groups (`data.group`)
 */
export function familiarTexts(
  { sameId, sameGroup, groupsUnknown }: FamiliarCounts,
  total: number,
  group: string | null,
  who: 'the run' | 'a run' = 'the run',
): string[] {
  const have = (count: number): string =>
    `${count.toLocaleString('en-US')} of ${counted(total, 'sample')} ${count === 1 ? 'has' : 'have'}`;
  const texts: string[] = [];
  if (sameId > 0)
    texts.push(
      `${have(sameId)} ids ${who} was trained on, with other values: recordings of the same samples? Then the score flatters`,
    );
  if (sameGroup !== null && sameGroup > 0)
    texts.push(
      `${have(sameGroup)} a "${group}" that ${who} was trained on: the score says nothing about a new "${group}"`,
    );
  if (groupsUnknown !== null) {
    const why =
      groupsUnknown === 'data' ? 'the data have no such column' : 'it was started before names of groups were kept';
    texts.push(`whether ${who} was trained on the same "${group}" could not be checked: ${why}`);
  }
  return texts;
}

/** As `familiarTexts`, of scores that nothing else marks: that samples were trained on is said as well. */
export function scoreWarnings(counts: FamiliarCounts, total: number, group: string | null): string[] {
  const seen = `the run was trained on ${counts.seen.toLocaleString('en-US')} of ${counted(total, 'sample')}: the score flatters`;
  return [...(counts.seen > 0 ? [seen] : []), ...familiarTexts(counts, total, group)];
}

function counted(count: number, word: string): string {
  return `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`;
}
