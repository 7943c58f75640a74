/** The nearest right word, for errors that say "did you mean …?". */

/** Names other libraries give to what is meant here; keys and values without case, `_` and `-`. */
const otherNames: Readonly<Record<string, string>> = {
  lr: 'learningrate',
  hiddensize: 'hiddenunits',
  hiddendim: 'hiddenunits',
  units: 'hiddenunits',
  numlayers: 'layers',
  nlayers: 'layers',
  nsplits: 'folds',
  kfolds: 'folds',
  numepochs: 'epochs',
  maxepochs: 'epochs',
  gradclip: 'gradientclip',
  clip: 'gradientclip',
  ce: 'crossentropy',
  onecyclelr: 'onecycle',
  reducelronplateau: 'plateau',
  bigru: 'gru',
  bilstm: 'lstm',
  standardize: 'standard',
  zscore: 'standard',
  randomstate: 'seed',
  size: 'embedding',
  dim: 'embedding',
  embeddingdim: 'embedding',
};

/**
 * The candidate that is most likely meant by `word`, or null where none is close. Case, `_` and `-` do not count;
 * otherwise at most a third of the letters may be wrong (one insertion, deletion, replacement or swap each).
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const wanted = plain(word);
  const meant = Object.hasOwn(otherNames, wanted) ? otherNames[wanted] : undefined;
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const other = plain(candidate);
    if (candidate === word) continue;
    if (other === wanted || other === meant) return candidate;
    const allowed = Math.max(1, Math.floor(Math.max(wanted.length, other.length) / 3));
    if (Math.abs(wanted.length - other.length) > allowed) continue;
    const distance = editDistance(wanted, other);
    if (distance <= allowed && distance < bestDistance && distance < wanted.length) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Whether two names differ at most in case, `_` and `-`, or are what two libraries call the same. */
export function sameMeaning(word: string, name: string): boolean {
  const wanted = plain(word);
  return plain(name) === wanted || (Object.hasOwn(otherNames, wanted) && otherNames[wanted] === plain(name));
}

function plain(word: string): string {
  return word
    .slice(0, 100)
    .replace(/[_\-\s]/g, '')
    .toLowerCase();
}

/** Optimal string alignment distance: Levenshtein's with swaps of neighbours as one step. */
function editDistance(a: string, b: string): number {
  let beforeLast = new Uint32Array(b.length + 1);
  let last = Uint32Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = new Uint32Array(b.length + 1);
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, last[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}
