/** An experiment in a few lines of words, for the run view's section "Experiment". */
import { metricWords } from '../../metrics/words.js';
import type { RunPlan } from '../../rundir/types.js';

/** Rows of term and text: model, training, validation, data. */
export function settingsRows(plan: RunPlan): readonly (readonly [string, string])[] {
  return [
    ['model', modelText(plan)],
    ['training', trainingText(plan)],
    ['validation', validationText(plan)],
    ['data', dataText(plan)],
  ];
}

const list = (...parts: (string | false | null | undefined)[]): string => parts.filter(Boolean).join(', ');
const units = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

function modelText(plan: RunPlan): string {
  const model = plan.experiment.model;
  if (model.kind === 'majority') return 'always the most frequent class';
  if (model.kind === 'summaryLinear') return 'logistic regression on channel statistics';
  return list(
    model.cell === 'rnn' ? 'plain RNN' : model.cell.toUpperCase(),
    units(model.hiddenUnits, 'unit'),
    units(model.layers, 'layer'),
    model.bidirectional && 'bidirectional',
    model.attention && 'attention',
    model.layerNorm && 'layer norm',
    model.timeEmbedding && `time embedding of ${model.timeEmbedding.size} (${model.timeEmbedding.combine})`,
    model.dropout > 0 && `dropout ${model.dropout}`,
  );
}

const optimizerWords = { adamw: 'AdamW', adam: 'Adam', sgd: 'SGD' } as const;
const scheduleWords = { none: '', cosine: 'cosine', oneCycle: 'one-cycle', plateau: 'reduce on plateau' } as const;

function trainingText(plan: RunPlan): string {
  const training = plan.experiment.training;
  const { epochs, batchSize, patience } = plan.resolved;
  const stopping = training.earlyStopping;
  return list(
    `${optimizerWords[training.optimizer.name]} ${training.optimizer.learningRate}`,
    scheduleWords[training.schedule],
    `batch ${batchSize}`,
    training.loss.name === 'focal' && `focal loss (gamma ${training.loss.gamma})`,
    training.loss.classWeights !== 'none' && 'class weights',
    training.sampler === 'weighted' && 'weighted sampler',
    `at most ${units(epochs, 'epoch')}`,
    stopping &&
      patience !== null &&
      `patience ${patience} on ${stopping.metric === 'loss' ? 'the loss' : metricWords[stopping.metric]}`,
  );
}

function validationText(plan: RunPlan): string {
  const { scheme, stratified, fraction, selection } = plan.experiment.validation;
  const split =
    scheme === 'kFold'
      ? units(plan.folds, 'fold')
      : scheme === 'holdout'
        ? `holdout of ${Math.round(fraction * 100)} %`
        : 'none: trained on everything';
  return list(
    split,
    scheme !== 'none' && stratified && 'stratified',
    plan.repeats > 1 && `${plan.repeats} repeats`,
    plan.experiment.data.group ? `grouped by ${plan.experiment.data.group}` : 'by sample',
    typeof selection === 'object' &&
      `${Math.round(selection.fraction * 100)} % of each training part set apart to choose the weights`,
    selection === 'none' && 'last weights',
    selection === 'scoredFold' && 'weights chosen on the scored part (optimistic)',
  );
}

function dataText(plan: RunPlan): string {
  const { samples, shortest, longest, channels, hash } = plan.data;
  const steps = shortest === longest ? String(longest) : `${shortest} to ${longest}`;
  return `${samples} samples × ${steps} steps, ${channels} channels used; hash ${hash.slice(0, 8)}`;
}
