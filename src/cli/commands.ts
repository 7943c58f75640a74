/** The commands, in the order in which one needs them. Each is loaded only when it is called, so that start-up is quick. */
import type { Command } from './command.js';

export interface CommandEntry {
  readonly name: string;
  readonly arguments: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: Command }>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: 'demo',
    arguments: '',
    summary: 'the main job on generated data, from start to end',
    load: () => import('./demo.js'),
  },
  {
    name: 'generate',
    arguments: 'pain --out D',
    summary: 'example data, and experiment files for it',
    load: () => import('./generate.js'),
  },
  {
    name: 'init',
    arguments: '<data>',
    summary: 'an experiment file from what the data looks like',
    load: () => import('./init.js'),
  },
  {
    name: 'check',
    arguments: '<experiment>',
    summary: 'validate, load, and report what is in the data',
    load: () => import('./check.js'),
  },
  {
    name: 'train',
    arguments: '<experiment>',
    summary: 'train and score all folds; of a suite, all rows',
    load: () => import('./train.js'),
  },
  {
    name: 'resume',
    arguments: '<run>',
    summary: 'go on with a run that was stopped',
    load: () => import('./resume.js'),
  },
  {
    name: 'queue',
    arguments: '',
    summary: 'runs that wait for their turn',
    load: () => import('./queue.js'),
  },
  { name: 'stop', arguments: '<run>', summary: 'stop a run; it can be resumed', load: () => import('./stop.js') },
  {
    name: 'show',
    arguments: '<run>',
    summary: 'score, confusion matrix and folds of a run',
    load: () => import('./show.js'),
  },
  { name: 'list', arguments: '', summary: 'all runs', load: () => import('./list.js') },
  {
    name: 'compare',
    arguments: '<run> <run>…',
    summary: 'differences of runs, paired by fold',
    load: () => import('./compare.js'),
  },
  {
    name: 'ensemble',
    arguments: '<run> <run>…',
    summary: 'several runs together, without training anything',
    load: () => import('./ensemble.js'),
  },
  {
    name: 'ablation',
    arguments: '<suite>',
    summary: 'the table of a suite: differences to its baseline',
    load: () => import('./ablation.js'),
  },
  {
    name: 'report',
    arguments: '<suite | run…>',
    summary: 'one document: data, method, tables, figures',
    load: () => import('./writeReport.js'),
  },
  {
    name: 'evaluate',
    arguments: '<run>',
    summary: 'metrics of a run, or of its models on other data',
    load: () => import('./evaluate.js'),
  },
  {
    name: 'predict',
    arguments: '<run> --data F',
    summary: 'classes and probabilities of unlabelled data',
    load: () => import('./predict.js'),
  },
  {
    name: 'check-labels',
    arguments: '<run>',
    summary: 'likely label errors, the likeliest first',
    load: () => import('./check-labels.js'),
  },
  { name: 'delete', arguments: '<run>', summary: 'remove a run', load: () => import('./delete.js') },
  {
    name: 'setup',
    arguments: 'tfjs-node',
    summary: 'native TensorFlow, for very wide layers',
    load: () => import('./setup.js'),
  },
];
