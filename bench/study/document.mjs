// docs/study.md out of what the terminal says: every figure in it comes from a run, and the sentences follow from the figures.
import { markdownTable, minutes, three, signed } from './markdown.mjs';

// Validation F1 as the report gives it, on its own data and split: beside ours to be seen, not to be compared with it.
const report = {
  table1: {
    'GRU, 64 units': 0.9472,
    'GRU + attention, 64 units': 0.9526,
    'GRU + attention, 128 units': 0.9347,
    'GRU + attention, 32 units': 0.9441,
    'LSTM + attention, 64 units': 0.9432,
  },
  table2: {
    'Cross entropy': 0.9271,
    '+ k-fold': 0.9441,
    '+ weighted sampler': 0.9526,
    '+ augmentation': 0.9379,
    '+ fine-tuning': 0.9331,
    '+ focal loss': 0.9451,
  },
};

export function studyDocument(facts) {
  const { tables, seconds, repeats, quick, workers, machine } = facts;
  const total = Object.values(seconds).reduce((sum, value) => sum + value, 0);
  const folds = tables.table1.rows.find(({ baseline }) => baseline).folds;
  return `# The study

Both tables of the report that Foldboard began with, every row trained and scored on the same ${folds} outer folds, and what the report could not say: whether its differences are more than chance, and how much of its scores is flattery. Written by \`npm run study${repeats > 1 ? ` -- --repeats ${repeats}` : quick ? ' -- --quick' : ''}\`, which trained all of it in ${minutes(total)} (${Object.entries(
    seconds,
  )
    .map(([name, value]) => `${suiteNames[name]} ${minutes(value)}`)
    .join(
      ', ',
    )}) with ${workers} workers.${quick ? ' **These are the short rows of --quick: to see that all works, not to conclude from.**' : ''}

The report's data are not public. These are generated with their shape (\`foldboard generate pain\`: 661 sequences of 160 steps, 77 / 14 / 9 % of three classes, one label in a hundred moved to the next class), so **what is reproduced is the design, not the figures**, and what is found here holds for these data.

## In short

${summary(facts)
  .map((line) => `- ${line}`)
  .join('\n')}

## Table 1: architectures

${section(facts, 'table1')}

## Table 2: training strategies

${section(facts, 'table2')}

## How much selecting on the scored fold flatters

${optimism(facts)}

## The leaky split beside the honest one

${leaky(facts)}

## The ensemble of five

${ensembles(facts)}

## Two stages

${stages(facts)}

## How it was measured

- ${machine.join('\n- ')}
- ${method(facts)}
- What the words better, worse, equivalent and undecided rest on: [statistics.md](statistics.md). What each strategy does: [strategies.md](strategies.md).
- Files: \`examples/table1.suite.json\`, \`table2.suite.json\`, \`leaky.suite.json\`. Any row by itself: \`foldboard train\` with the suite, then \`foldboard ablation\`, \`report\`, \`show\`.
`;
}

const suiteNames = { table1: 'Table 1', table2: 'Table 2', leaky: 'the leaky split' };
const row = (table, name) => table.rows.find((each) => each.name === name);
const mean = (each, metric = 'weightedF1') => each.mean[metric];
const both = (each) => `weighted F1 ${three(mean(each))}, macro F1 ${three(mean(each, 'macroF1'))}`;

function summary({ tables, members, stages: staged, sampler }) {
  const { table1, table2, leaky: split } = tables;
  const honest = row(table2, 'Cross entropy');
  const scored = row(table2, 'Cross entropy, selected on the scored fold');
  const [bySample, , byWindow] = split.rows;
  const recall = ({ result }) => result.outOfFold.perClass.low_pain.recall;
  return [
    `**Table 1.** ${table1.finding} ${highest(table1)}`,
    `**Table 2.** ${table2.finding} ${highest(table2)}`,
    `**Selecting on the scored fold** changes weighted F1 of the same network by ${signed(mean(scored) - mean(honest))}, macro F1 by ${signed(mean(scored, 'macroF1') - mean(honest, 'macroF1'))}.`,
    `**The leaky split** scores ${both(byWindow)}; the same windows divided by sample ${both(bySample)}.`,
    `**The ensemble of five** scores ${three(members.metrics.weightedF1)} pooled, its members alone ${range(members.rows.map(({ score }) => score))}.`,
    `**Two stages** find ${percent(recall(staged))} of the low-pain samples, one network with the same sampler ${percent(recall(sampler))}.`,
  ];
}

/** The row with the highest mean, of those that may be compared, and what its lead is worth. */
function highest({ rows, baseline }) {
  const honest = rows.filter((each) => each.baseline || each.verdict !== null);
  const best = honest.reduce((a, b) => (mean(b) > mean(a) ? b : a));
  const word = best.baseline ? 'the baseline' : `${best.verdict} against “${baseline}”`;
  return `The highest mean is that of “${best.name}”: ${three(mean(best))} (${word}).`;
}

function section({ tables, heads, cells }, name) {
  const table = tables[name];
  const said = report[name];
  const [first, ...rest] = heads(table);
  const rows = table.rows.flatMap((each, i) => {
    const [own, ...others] = cells(each, table);
    const begins = each.heading !== null && each.heading !== table.rows[i - 1]?.heading;
    return [
      ...(begins ? [[`**${each.heading}**`, '', ...others.map(() => '')]] : []),
      [own, said[own]?.toFixed(4) ?? '', ...others],
    ];
  });
  return `${table.finding}

![Differences to the baseline, paired by fold](study/${name}.svg)

${markdownTable([first, 'in the report', ...rest], rows)}

*In the report*: its validation F1, on its own data, on the split that also chose the epoch. *word*: of the difference in weighted F1 to “${table.baseline}”, after Holm's adjustment.

${table.caveats.map((line) => `- ${line}`).join('\n')}${spread(table, said)}`;
}

/** What the report's own differences come to, held against what these folds can tell apart. */
function spread(table, said) {
  const detectable = table.rows.flatMap(({ difference }) => difference?.detectable ?? []);
  if (detectable.length === 0) return '';
  const values = Object.values(said);
  const best = [...values].sort((a, b) => b - a);
  return `\n- The report's rows lie ${three(best[0] - best.at(-1))} apart, its two best ${three(best[0] - best[1])}; it gives no interval. A single split of its 661 samples tells less apart than these folds do.`;
}

function optimism({ tables: { table2 } }) {
  const names = ['Cross entropy', 'Cross entropy, selected on the scored fold'];
  const [honest, scored] = names.map((name) => row(table2, name));
  const { difference } = scored;
  const interval =
    difference?.low === null || !difference
      ? ''
      : ` (95 % interval ${signed(difference.low)} to ${signed(difference.high)})`;
  const { picking } = table2;
  return `The same network, the same folds; only what chooses the epoch differs: a part of the training samples, or the samples that are scored, as in the report.

${markdownTable(
  ['what chooses the weights', 'weighted F1', 'macro F1', 'balanced accuracy'],
  [honest, scored].map((each, i) => [
    i === 0 ? 'a part of the training samples' : 'the scored fold (marked *optimistic*)',
    three(mean(each)),
    three(mean(each, 'macroF1')),
    three(mean(each, 'balancedAccuracy')),
  ]),
)}

Weighted F1 differs by ${signed(mean(scored) - mean(honest))}${interval}. The second row also fits the 15 % that the first sets apart, so a part of it may be more training data; it cannot be told from flattery, which is why such a score is set aside.${
    picking
      ? ` Picking the best of the table's ${picking.rows} comparable rows by its score flatters once more, by about ${three(Math.abs(picking.score - picking.corrected))}.`
      : ''
  }`;
}

function leaky({ tables: { leaky: table } }) {
  const [bySample, selected, byWindow] = table.rows;
  return `The authors' public code cuts windows of 40 steps and draws the folds over them, so that overlapping windows of one sample are trained on and scored. Here both splits of the same windows (every 20 steps, batches of 64), each window scored by itself:

${markdownTable(
  ['', 'weighted F1', 'macro F1', 'accuracy', 'flag'],
  table.rows.map((each) => [
    each.name,
    three(mean(each)),
    three(mean(each, 'macroF1')),
    three(mean(each, 'accuracy')),
    each.leaky ? 'leaky' : each.optimistic ? 'optimistic' : '',
  ]),
)}

Of the ${signed(mean(byWindow) - mean(bySample))} in weighted F1 (${signed(mean(byWindow, 'macroF1') - mean(bySample, 'macroF1'))} in macro F1), selecting on the scored windows makes ${signed(mean(selected) - mean(bySample))} (${signed(mean(selected, 'macroF1') - mean(bySample, 'macroF1'))}); the rest is memory of the other windows of the same samples. No interval: the folds are not of the same items.`;
}

function ensembles({ members, several, beside, tables: { table1, table2 } }) {
  const five = row(table2, 'Ensemble of five');
  const title = (run) => run.replace(/^\d{8}-\d{6}-/, '');
  return `*Ensemble of five* of Table 2 trains five networks a fold, from different seeds; their probabilities are averaged. Over folds ${three(mean(five))} weighted F1: ${against(five, table2)}; ${against(row(beside, five.name), beside)}, which is one such network. What each member adds, over pooled out-of-fold predictions, each by networks that never saw the sample:

${markdownTable(
  ['member', 'alone', 'together with those above', 'gain', 'agrees with the others'],
  members.rows.map((each) => [
    each.run,
    three(each.score),
    three(each.together),
    each.gain === null ? '' : signed(each.gain),
    percent(each.agreement),
  ]),
)}

The same without training anything: the networks of Table 1 joined by their stored predictions (\`foldboard ensemble … --method greedy\`, weights fitted on other folds than those that are scored): ${three(several.metrics.weightedF1)} against ${three(several.bestRun.weightedF1)} of the best single run, chosen in the same way.

${markdownTable(
  ['run', 'alone', 'weight', 'agrees with the others'],
  several.rows.map((each) => [title(each.run), three(each.score), each.weight.toFixed(2), percent(each.agreement)]),
)}

(${table1.rows.length - several.rows.length} rows of Table 1 are no networks and stayed out.)`;
}

/** `+0.010 [−0.002, +0.022] against “Cross entropy” (undecided)` */
function against({ difference, verdict }, { baseline }) {
  const interval = difference.low === null ? '' : ` [${signed(difference.low)}, ${signed(difference.high)}]`;
  return `${signed(difference.difference)}${interval} against “${baseline}” (${verdict ?? 'not judged'})`;
}

function stages({ stages: staged, sampler, beside }) {
  return `First pain or none, then low or high by a network that only ever saw pain; probabilities are multiplied. Weighted F1 over folds: ${against(row(beside, 'Two stages'), beside)}, which is one network for all classes. Pooled out-of-fold predictions, rows the truth, columns the prediction:

${[sampler, staged]
  .map(({ result }, i) => {
    const { classes, confusionMatrix, perClass } = result.outOfFold;
    return `**${i === 0 ? 'One network' : 'Two stages'}**

${markdownTable(
  ['', ...classes, 'recall', 'F1'],
  classes.map((name, c) => [
    name,
    ...confusionMatrix[c].map(String),
    three(perClass[name].recall),
    three(perClass[name].f1),
  ]),
)}`;
  })
  .join('\n\n')}`;
}

function method({ tables: { table1, table2 }, repeats, sampler }) {
  const { folds } = sampler.plan;
  const rows = table1.rows.length + table2.rows.length;
  const { git } = sampler.plan;
  return `${rows} rows, ${repeats === 1 ? 'one repeat' : `${repeats} repeats`} of ${folds} outer folds. A row trains one network a fold unless it is about several; 15 % of each training part choose epoch and weights, at most 100 epochs, patience 10. No row's networks have seen what they are scored on, but for the two kinds that are marked.${git ? ` Commit ${git.commit.slice(0, 7)}.` : ''}`;
}

function range(values) {
  return `${three(Math.min(...values))} to ${three(Math.max(...values))}`;
}

function percent(share) {
  return `${Math.round(100 * share)} %`;
}
