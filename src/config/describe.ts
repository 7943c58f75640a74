/** An experiment in a few short lines, the same in the terminal and in every view. */
import { metricWords } from '../metrics/words.js';
import type { Experiment } from './schema.js';

export interface DescriptionLine {
  readonly label: string;
  readonly text: string;
}

/** Lines "model", "training" (where there is something to train), "validation" and "data". */
export function describeExperiment(experiment: Experiment): DescriptionLine[] {
  const lines: [string, readonly string[]][] = [['model', describeModel(experiment)]];
  if (experiment.model.kind === 'recurrent') lines.push(['training', describeTraining(experiment)]);
  lines.push(['validation', describeValidation(experiment)], ['data', describeData(experiment)]);
  return lines.map(([label, parts]) => ({ label, text: parts.filter((part) => part !== '').join(', ') }));
}

const cells = { gru: 'GRU', lstm: 'LSTM', rnn: 'RNN' } as const;
const optimizers = { adamw: 'AdamW', adam: 'Adam', sgd: 'SGD' } as const;
const schedules = {
  none: '',
  cosine: 'cosine schedule',
  oneCycle: 'one-cycle schedule',
  plateau: 'slower on a plateau',
};

const augmentationWords = {
  jitter: 'jitter',
  scaling: 'scaling',
  timeWarp: 'time warp',
  windowSlice: 'window slice',
  timeMask: 'time mask',
  channelDropout: 'channel dropout',
  mixup: 'mixup',
} as const;

function describeModel({ model }: Experiment): string[] {
  if (model.kind === 'majority') return ['always the most frequent class'];
  if (model.kind === 'summaryLinear') return ['logistic regression on channel statistics'];
  if (model.kind === 'rocket')
    return ['MiniRocket features', model.classifier === 'logistic' ? 'logistic regression' : 'ridge classifier'];
  const { headUnits, timeEmbedding: time } = model;
  const where = time && (time.after === null ? '' : ` ${time.combine === 'add' ? 'added to' : 'after'} ${time.after}`);
  return [
    model.stem
      ? `convolution of ${model.stem.kernel} steps every ${model.stem.stride} to ${plural(model.stem.filters, 'filter')}`
      : '',
    cells[model.cell],
    plural(model.hiddenUnits, 'unit'),
    plural(model.layers, 'layer'),
    model.bidirectional ? 'bidirectional' : '',
    model.attention ? 'attention' : '',
    model.layerNorm ? 'layer norm' : '',
    time ? `time embedding of ${time.size}${where}` : '',
    headUnits === null ? 'linear head' : headUnits === 64 ? '' : `head of ${plural(headUnits, 'unit')}`,
    model.dropout === 0 ? 'no dropout' : `dropout ${model.dropout}`,
  ];
}

function describeTraining({ training, fineTune, engine, stages, decision, ensemble }: Experiment): string[] {
  const { optimizer, loss, earlyStopping: stopping, epochs, batchSize, gradientClip } = training;
  const most = stopping ? 'at most ' : '';
  return [
    `${optimizers[optimizer.name]} ${exponential(optimizer.learningRate)}`,
    optimizer.weightDecay === 1e-4 ? '' : `weight decay ${exponential(optimizer.weightDecay)}`,
    schedules[training.schedule],
    batchSize === 'auto' ? 'batch size from the data' : `batch ${batchSize}`,
    training.sampler === 'weighted' ? 'weighted sampler' : '',
    loss.name === 'focal' ? `focal loss with gamma ${loss.gamma}` : '',
    loss.classWeights === 'none' ? '' : `${loss.classWeights === 'balanced' ? 'balanced' : 'own'} class weights`,
    loss.labelSmoothing === 0 ? '' : `label smoothing ${loss.labelSmoothing}`,
    gradientClip === 1 ? '' : gradientClip === null ? 'gradients not clipped' : `gradients clipped at ${gradientClip}`,
    epochs === 'auto' ? 'epochs from the data' : `${most}${plural(epochs, 'epoch')}`,
    stopping
      ? `${stopping.patience === 'auto' ? 'early stopping' : `patience ${stopping.patience}`} on ${stopping.metric === 'loss' ? 'loss' : metricWords[stopping.metric]}`
      : '',
    fineTune
      ? `then ${plural(fineTune.epochs, 'epoch')} at ${exponential(fineTune.learningRate)} on fit and select part`
      : '',
    training.augmentation.length === 0
      ? ''
      : training.augmentation.map(({ name }) => augmentationWords[name]).join(' + '),
    training.averaging ? `weights averaged with decay ${training.averaging.decay}` : '',
    stages ? `two stages: ${Object.keys(stages).join(' or ')}, then the classes of each` : '',
    ensemble.seeds === 1 ? '' : `${ensemble.seeds} models from different seeds`,
    decision.temperature ? 'temperature' : '',
    decision.thresholds === 'none' ? '' : `class weights for the best ${metricWords[decision.thresholds]}`,
    engine === 'tensorflow' ? 'on TensorFlow.js' : '',
  ];
}

function describeValidation({ validation, data, model }: Experiment): string[] {
  const { scheme, selection, repeats } = validation;
  const times = repeats === 1 ? '' : `, ${repeats} times`;
  if (scheme === 'none') return [`nothing scored: the final model is trained on everything${times}`];
  const split = scheme === 'kFold' ? plural(validation.folds, 'fold') : `${percent(validation.fraction)} held out`;
  const parts = [`${split}${times}`, validation.stratified ? 'stratified' : 'not stratified'];
  const windows = validation.scored === 'windows' ? ', each window scored' : '';
  const by = validation.leaky
    ? 'by window, not by sample (leaky on purpose)'
    : `by ${data.group ?? 'sample'}${windows}`;
  if (model.kind !== 'recurrent') return [...parts, by];
  if (validation.innerFolds !== null)
    return [...parts, `${by}; ${validation.innerFolds} inner folds, each chooses the weights of one model`];
  if (selection === 'none') return [...parts, `${by}; fixed epochs, last weights`];
  if (selection === 'scoredFold') return [...parts, `${by}; weights chosen on the scored samples (optimistic)`];
  return [...parts, `${by}; ${percent(selection.fraction)} of each training part set apart to choose the weights`];
}

function describeData({ data, preprocessing }: Experiment): string[] {
  const { window } = data;
  const transformed = Object.entries(preprocessing.transform).flatMap(([glob, how]) => (how === 'none' ? [] : [glob]));
  const categorical = Object.keys(data.categorical);
  return [
    data.train,
    data.continuous.length === 1 && data.continuous[0] === '*' ? '' : `continuous ${data.continuous.join(' ')}`,
    categorical.length === 0 ? '' : `categorical ${categorical.join(' ')}`,
    data.ignore.length === 0 ? '' : `without ${data.ignore.join(' ')}`,
    window ? `windows of ${window.length} steps every ${window.stride}` : '',
    transformed.length === 0 ? '' : `asinh of ${transformed.join(' ')}`,
    preprocessing.scaling === 'none' ? 'not scaled' : `${preprocessing.scaling} scaling`,
  ];
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** 1e-3 rather than 0.001. */
function exponential(value: number): string {
  return value === 0 || value >= 0.1 ? String(value) : value.toExponential();
}

function percent(fraction: number): string {
  return `${Number((100 * fraction).toPrecision(4))} %`;
}
