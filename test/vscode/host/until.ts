/** Waiting inside the extension host. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>, limitMs = 45_000): Promise<T> {
  for (const end = Date.now() + limitMs; Date.now() < end;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`waited in vain for ${what}`);
}
