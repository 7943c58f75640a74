/** `preprocessing.json` of a fold: with the weights, all that is needed to predict. */
import { readFile } from 'node:fs/promises';
import { UserError } from '../base/errors.js';
import type { Preprocessing } from '../data/types.js';
import type { Decision } from '../metrics/decision.js';
import type { NetworkSpec } from '../model/types.js';
import { writeJson } from './atomic.js';
import { decodeSafetensors, encodeSafetensors, sha256, type Tensor } from './safetensors.js';
import { formatVersion } from './types.js';
import type { FoldPaths } from './paths.js';
import { writeAtomic } from './atomic.js';

export interface FoldModelDocument {
  readonly formatVersion: number;
  readonly kind: 'recurrent' | 'majority' | 'summaryLinear' | 'rocket';
  readonly classes: readonly string[];
  readonly preprocessing: Preprocessing;
  /** Null for baselines. */
  readonly network: NetworkSpec | null;
  /** SHA-256 (hex) of `weights.safetensors`; null for a baseline that has no such file (all but rocket). */
  readonly weights: string | null;
  /** What a baseline has learned, as `training/baselines` made it; null for networks. */
  readonly baseline: unknown;
  /** Where a fold has several networks: all of them, member by member; each has a document and weights of its own. */
  readonly networks?: readonly StoredNetwork[];
  /** What is made of the probabilities at the end. */
  readonly decision?: Decision;
  /** Numeric fingerprints of the machines that computed it; more than one, or another than the plan's, where it was forced. */
  readonly numericFingerprints: readonly string[];
}

/** One network of a fold that has several. */
export interface StoredNetwork {
  /** Its directory, relative to the fold's, with forward slashes. */
  readonly directory: string;
  /** Members are averaged; the networks of one member are the stages of one model. */
  readonly member: number;
  /** Of two stages: the groups of classes (indices) that it tells apart; null: all classes. */
  readonly groups: readonly (readonly number[])[] | null;
}

/** Writes the weights of a network (or of a baseline that has some), then the document with their hash. */
export async function writeFoldModel(
  paths: FoldPaths,
  tensors: readonly Tensor[],
  document: Omit<FoldModelDocument, 'formatVersion' | 'weights' | 'baseline'> & { readonly baseline?: unknown },
): Promise<void> {
  const bytes = encodeSafetensors(tensors, { format: 'pt', kind: document.kind });
  await writeAtomic(paths.weights, bytes);
  await writeFoldDocument(paths, { baseline: null, ...document, weights: sha256(bytes) });
}

/** Writes the document alone: all there is of a baseline without weights. */
export async function writeFoldDocument(
  paths: FoldPaths,
  document: Omit<FoldModelDocument, 'formatVersion'>,
): Promise<void> {
  await writeJson(paths.preprocessing, { formatVersion, ...document });
}

/** The document alone. @throws UserError (state) where it is missing, damaged or of a newer format */
export async function readFoldDocument(paths: FoldPaths): Promise<FoldModelDocument> {
  const file = paths.preprocessing;
  try {
    const document = JSON.parse(await readFile(file, 'utf8')) as FoldModelDocument;
    if (document.formatVersion > formatVersion)
      throw new UserError(`This model was written by a newer Foldboard (format ${document.formatVersion}).`, {
        kind: 'state',
        place: { file },
        cure: 'Update Foldboard to use it.',
      });
    return document;
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError('The model of this fold cannot be read.', {
      kind: 'state',
      place: { file },
      cure: 'Delete the fold directory and resume the run, which trains it again.',
      cause,
    });
  }
}

/**
 * Document and tensors of a fold's model; no tensors for a baseline without weights.
 * @throws UserError (state) where a file is missing or damaged, or the weights are not those of the document
 */
export async function readFoldModel(
  paths: FoldPaths,
): Promise<{ readonly document: FoldModelDocument; readonly tensors: ReadonlyMap<string, Tensor> }> {
  const document = await readFoldDocument(paths);
  if (document.weights === null) return { document, tensors: new Map() };
  const bytes = await readFile(paths.weights).catch(() => new Uint8Array(0));
  if (sha256(bytes) !== document.weights)
    throw new UserError('The weights are not those that preprocessing.json was written with.', {
      kind: 'state',
      place: { file: paths.weights },
      cure: 'Delete the fold directory and resume the run, which trains it again.',
    });
  return { document, tensors: decodeSafetensors(bytes, paths.weights).tensors };
}
