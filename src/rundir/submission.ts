/** `submission.csv`: sample and predicted class, with the column names of the labels file, as competitions ask for. */
import { writeAtomic } from './atomic.js';
import { csvLine } from './csv.js';
import { predictedClasses, type Predictions } from './predictions.js';

/** @param columns the experiment's names of the columns */
export function formatSubmission(
  { samples, classes, probabilities }: Pick<Predictions, 'samples' | 'classes' | 'probabilities'>,
  columns: { readonly sampleId: string; readonly label: string },
): string {
  const predicted = predictedClasses(probabilities, classes.length);
  const lines = [csvLine([columns.sampleId, columns.label])];
  samples.forEach((sample, i) => lines.push(csvLine([sample, classes[predicted[i]]])));
  return lines.join('');
}

/** Writes it in one step. */
export async function writeSubmission(
  file: string,
  predictions: Pick<Predictions, 'samples' | 'classes' | 'probabilities'>,
  columns: { readonly sampleId: string; readonly label: string },
): Promise<void> {
  await writeAtomic(file, formatSubmission(predictions, columns));
}
