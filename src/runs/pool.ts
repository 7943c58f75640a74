/** Many small asynchronous jobs, a few at a time: so that a thousand runs are neither read one by one nor all at once. */

/** As Promise.all over `map`, with at most `width` at work; results in the order of the items. The first error ends it. */
export async function mapBounded<T, R>(
  items: readonly T[],
  width: number,
  job: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await job(items[index], index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
