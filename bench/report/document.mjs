// docs/speed.md and its plots, out of figures.
export async function writeDocument() {
  return [];
}
