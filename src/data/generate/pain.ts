/** Writes a data set with the shape of the pain task: sequences, labels, and unlabelled test sequences, sample by sample. */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { UserError } from '../../base/errors.js';
import { RandomStream, deriveKey } from '../../base/random.js';
import { painClasses, painColumns, steps } from './painFacts.js';
import { drawPainSample, type PainSample } from './painSample.js';

export interface GeneratePainOptions {
  /** Folder that receives `pirate_pain_train.csv`, `pirate_pain_train_labels.csv` and `pirate_pain_test.csv`. */
  readonly out: string;
  /** Labelled samples; default 661, at most 100,000. */
  readonly samples?: number;
  /** Unlabelled samples; default 1,324. */
  readonly testSamples?: number;
  readonly seed?: number;
  readonly onProgress?: (written: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Labelled samples of each class: the examples have five folds that each hold every class. */
const fewestOfClass = 5;

/** Share of labels that are moved to the next class: annotators err, and no model should reach 1.0. */
const labelNoise = 0.01;

/**
 * Generates the data. The same seed gives the same bytes on every platform, and a sample does not depend on how many
 * are asked for. Memory does not grow with `samples`. Files appear whole or not at all.
 */
export async function generatePain(
  options: GeneratePainOptions,
): Promise<{ train: string; labels: string; test: string }> {
  const { out, samples = 661, testSamples = 1324, seed = 42 } = options;
  if (!Number.isInteger(samples) || samples < 30 || samples > 100_000)
    throw new UserError(`${samples} is not a number of samples that can be generated`, {
      kind: 'usage',
      cure: 'Choose a whole number from 30 to 100,000.',
    });
  await mkdir(out, { recursive: true });
  const files = {
    train: join(out, 'pirate_pain_train.csv'),
    labels: join(out, 'pirate_pain_train_labels.csv'),
    test: join(out, 'pirate_pain_test.csv'),
  };
  const classes = drawClasses(samples, deriveKey(seed, 'generate', 1), fewestOfClass);
  const testClasses = drawClasses(testSamples, deriveKey(seed, 'generate', 2), 0);
  const total = samples + testSamples;
  const width = String(samples - 1).length < 3 ? 3 : String(samples - 1).length;
  let written = 0;
  const report = (): void => options.onProgress?.(++written, total);

  const writeSequences = (file: string, truth: Uint8Array, part: number): Promise<void> =>
    writeWhole(file, options.signal, async (write) => {
      await write(`${painColumns.join(',')}\n`);
      for (const [index, painClass] of truth.entries()) {
        const random = new RandomStream(deriveKey(seed, 'generate', part, index));
        await write(formatSample(String(index).padStart(width, '0'), drawPainSample(random, painClass)));
        report();
      }
    });
  await writeSequences(files.train, classes, 3);
  await writeWhole(files.labels, options.signal, async (write) => {
    const labels = noisyLabels(new RandomStream(deriveKey(seed, 'generate', 4)), classes);
    await write('sample_index,label\n');
    for (const [index, label] of labels.entries())
      await write(`${String(index).padStart(width, '0')},${painClasses[label]!.name}\n`);
  });
  await writeSequences(files.test, testClasses, 5);
  return files;
}

/** As many samples of each class as its share asks for, with pain at least `fewest`, in random order. */
function drawClasses(samples: number, key: ReturnType<typeof deriveKey>, fewest: number): Uint8Array {
  const high = Math.max(fewest, Math.round(samples * painClasses[2].share));
  const low = Math.max(fewest, Math.round(samples * painClasses[1].share));
  const classes = new Uint8Array(samples);
  classes.fill(2, 0, high);
  classes.fill(1, high, high + low);
  return new RandomStream(key).shuffle(classes);
}

/** Labels as an annotator gives them; none is moved that would leave its class with too few. */
function noisyLabels(random: RandomStream, classes: Uint8Array): Uint8Array {
  const counts = painClasses.map((_, painClass) => classes.filter((one) => one === painClass).length);
  return classes.map((painClass) => {
    const label = noisyLabel(random, painClass);
    if (label === painClass || counts[painClass]! <= fewestOfClass) return painClass;
    counts[painClass]!--;
    counts[label]!++;
    return label;
  });
}

function noisyLabel(random: RandomStream, painClass: number): number {
  const flip = random.uniform() < labelNoise * (painClass === 0 ? 0.5 : 2);
  const down = random.uniform() < 0.5;
  if (!flip) return painClass;
  return painClass === 1 ? (down ? 0 : 2) : 1;
}

function formatSample(id: string, sample: PainSample): string {
  const body = sample.prosthesis ? 'one+peg_leg,one+hook_hand,one+eye_patch' : 'two,two,two';
  const lines: string[] = [];
  for (let t = 0; t < steps; t++) {
    const surveys = sample.surveys.map((answers) => answers[t]).join(',');
    const joints = sample.joints.map((values) => values[t]).join(',');
    lines.push(`${id},${t},${surveys},${body},${joints}\n`);
  }
  return lines.join('');
}

/** Streams into a temporary file beside the target and renames it at the end. */
async function writeWhole(
  file: string,
  signal: AbortSignal | undefined,
  produce: (write: (text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const temporary = `${file}.part`;
  const stream = createWriteStream(temporary);
  const done = finished(stream);
  // Handled below as well; without this an early failure would count as unhandled.
  done.catch(() => undefined);
  try {
    await produce(async (text) => {
      signal?.throwIfAborted();
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), done]);
    });
    stream.end();
    await done;
    await rename(temporary, file);
  } catch (error) {
    stream.destroy();
    await rm(temporary, { force: true });
    throw error;
  }
}
