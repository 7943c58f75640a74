/** Experiment files with mistakes, by kind: what is printed for each is kept in messages.txt. */

/** A title and the text of a file. */
export type Case = readonly [title: string, text: string];

/** An experiment with `data` as given, so that a case shows only what it is about. */
const data = '"data": { "train": "x.csv", "labels": "y.csv" }';
const within = (section: string, inside: string): string => `{ ${data}, "${section}": { ${inside} } }`;
const withData = (inside: string): string => `{ "data": { "train": "x.csv", ${inside} } }`;

export const syntaxCases: readonly Case[] = [
  ['an empty file', ''],
  ['only comments', '// nothing yet\n'],
  ['a file that is cut off', '{\n  "data": {\n    "train": "x.csv",\n'],
  ['a comma missing at the end of a line', '{\n  "data": { "train": "x.csv" }\n  "seed": 1\n}'],
  ['a comma missing in a list', '{ "data": { "train": "x.csv", "ignore": ["a" "b"] } }'],
  ['commas too many', '{ "data": { "train": "x.csv",, "ignore": ["a",, "b"] } }'],
  ['a trailing comma is fine', '{ "data": { "train": "x.csv", }, }'],
  ['a colon missing', '{ "data": { "train" "x.csv" }, "seed" 1 }'],
  ['a value missing', '{ "data": { "train": "x.csv" }, "seed": , "name": }'],
  ['a value missing in a list', '{ "data": { "train": "x.csv", "ignore": [:] } }'],
  ['names without quotes', '{ data: { train: "x.csv" }, \'seed\': 1 }'],
  ['a number as a name', '{ "data": { "train": "x.csv" }, 1: 2 }'],
  ['text without quotes', '{ "data": { "train": x.csv, "labels": \'a, b.csv\' } }'],
  ['words of other languages', within('model', '"bidirectional": True, "attention": FALSE, "headUnits": None')],
  ['numbers that are none', within('model', '"dropout": .5, "layers": +2, "hiddenUnits": 1., "headUnits": NaN')],
  ['a quote not closed after a value', '{\n  "data": {\n    "train": "x.csv,\n    "labels": "y.csv"\n  }\n}'],
  ['a quote not closed after a name', '{\n  "data": {\n    "train: "x.csv",\n    "labels": "y.csv"\n  }\n}'],
  ['a Windows path', '{ "data": { "train": "C:\\data\\x.csv" } }'],
  ['an escape cut short', '{ "data": { "train": "x\\u12.csv" } }'],
  ['a tab inside text', '{ "data": { "train": "x\t.csv" } }'],
  ['a comment with #', '{\n  "data": { "train": "x.csv" }, # where, and what\n  "seed": 1 # always\n}'],
  ['a comment not closed', '{ "data": { "train": "x.csv" } /* and so on }'],
  [
    '"]" missing before a name',
    '{\n  "data": {\n    "train": "x.csv",\n    "ignore": ["a", "b",\n    "label": "l"\n  }\n}',
  ],
  ['"]" missing before "}"', '{ "data": { "train": "x.csv", "ignore": ["a", "b" }, "seed": 1 }'],
  ['"]" for "}"', '{ "data": { "train": "x.csv" ], "seed": 1 }'],
  ['"]" too many', '{ "data": { "train": "x.csv", "ignore": ["a"]] }, "seed": 1 }'],
  ['"}" too many in a list', '{ "data": { "train": "x.csv", "ignore": ["a"}] }, "seed": 1 }'],
  ['"}" too many', '{ "data": { "train": "x.csv" } }, "seed": 1 }'],
  ['"}" missing, indented as usual', '{\n  "data": {\n    "train": "x.csv",\n  "seed": 1.5,\n  "model": {}\n}'],
  ['something after a value', '{ "data": { "train": "x.csv" "y.csv" } }'],
  ['a name twice', '{\n  "seed": 1,\n  "data": { "train": "x.csv" },\n  "seed": 2\n}'],
  ['brackets without end', '['.repeat(100)],
  [
    'several at once, and settings beside them',
    '{\n  "data": { "train": x.csv }\n  "model": { "cell": "gur", layers: 99 },,\n}',
  ],
];

export const settingCases: readonly Case[] = [
  ['not an object', '["data"]'],
  ['nothing in it', '{}'],
  ['data without train', '{ "data": { "labels": "y.csv" } }'],
  ['a misspelt name', within('model', '"hiddenUnit": 64')],
  ['a misspelt name is not also a missing setting', '{ "data": { "trian": "x.csv" } }'],
  ['a misspelt section', '{ "Data": { "train": "x.csv" } }'],
  ['names of other libraries', within('training', '"lr": 0.1, "batch_size": 32, "num_epochs": 3')],
  ['a setting in the wrong section', within('model', '"epochs": 3, "optimizer": { "name": "adam" }')],
  ['a name that means nothing', within('model', '"swish": true')],
  ['a misspelt word', within('model', '"cell": "lsmt"')],
  ['a word that is not offered', within('model', '"cell": "transformer"')],
  ['"auto" misspelt', within('training', '"epochs": "atuo", "batchSize": "big"')],
  ['a number in quotes', within('model', '"layers": "2", "bidirectional": "true"')],
  ['a number where text stands', withData('"label": 3')],
  ['text where a list stands', withData('"continuous": "joint_*"')],
  ['a list where names have values', withData('"categorical": ["a", "b"]')],
  ['out of range', within('model', '"layers": 0, "hiddenUnits": 5000, "dropout": 1')],
  ['not whole', within('model', '"layers": 1.5')],
  ['not above zero', within('training', '"optimizer": { "learningRate": 0 }, "gradientClip": -1')],
  ['too large a seed', `{ ${data}, "seed": 9007199254740993 }`],
  ['null where none is allowed', '{ "data": { "train": null } }'],
  ['empty text', '{ "data": { "train": "" }, "name": "" }'],
  ['a long name', `{ ${data}, "name": "${'x'.repeat(201)}" }`],
  ['one class', withData('"classes": ["pain"]')],
  ['a class twice', withData('"classes": ["a", "b", "a"]')],
  ['a part of a window missing', withData('"window": { "length": 40 }')],
  ['an embedding without size', withData('"categorical": { "n_*": 4, "m": { "size": 4 }, "o": { "embedding": 0 } }')],
  ['an unknown transform', within('preprocessing', '"transform": { "a": "log" }')],
  ['a union, as an object', within('validation', '"selection": { "fracton": 0.1 }')],
  ['a union, with a wrong part', within('validation', '"selection": { "fraction": 1 }')],
  ['a union, as a word', within('validation', '"selection": "scoredfold"')],
  ['a union, as something else', within('validation', '"selection": 0.15')],
  ['class weights', within('training', '"loss": { "classWeights": { "a": 0 } }')],
  ['class weights as a word', within('training', '"loss": { "classWeights": "balance" }')],
  ['augmentation', within('training', '"augmentation": ["jitter"]')],
  ['augmentation of an unknown name', within('training', '"augmentation": [{ "name": "noise" }]')],
  [
    'augmentation too strong',
    within('training', '"augmentation": [{ "name": "jitter", "strength": 9, "probability": 0 }]'),
  ],
  ['inner folds beside another selection', within('validation', '"innerFolds": 5, "selection": "none"')],
  [
    'inner folds of a baseline',
    '{ "data": { "train": "x.csv", "labels": "y.csv" }, "model": { "kind": "majority" }, "validation": { "innerFolds": 5 } }',
  ],
  [
    'stages',
    '{ "data": { "train": "x.csv", "labels": "y.csv", "classes": ["a", "b", "c"] }, "stages": { "one": ["a", "x"], "two": ["b", "a"] } }',
  ],
  ['one stage', '{ "data": { "train": "x.csv", "labels": "y.csv" }, "stages": { "one": ["a"], "two": ["b"] } }'],
  [
    'decision without a select part',
    '{ "data": { "train": "x.csv", "labels": "y.csv" }, "validation": { "selection": "none" }, "decision": { "temperature": true } }',
  ],
  [
    'decision after fine-tuning',
    '{ "data": { "train": "x.csv", "labels": "y.csv" }, "fineTune": { "epochs": 5 }, "decision": { "thresholds": "macroF1" } }',
  ],
  ['a section that is no object', `{ ${data}, "model": "gru", "training": null }`],
];

export const contradictionCases: readonly Case[] = [
  ['a path with backslashes', '{ "data": { "train": "data\\\\x.csv" } }'],
  ['a path with a tab', '{ "data": { "train": "data\\train.csv" } }'],
  ['labels that are the train file', '{ "data": { "train": "x.csv", "labels": "./x.csv" } }'],
  ['a test on the train file', withData('"test": "x.csv"')],
  ['labels of no test file', withData('"testLabels": "z.csv"')],
  [
    'settings that a .ts file has no use for',
    '{ "data": { "train": "a_TRAIN.ts", "labels": "y.csv", "label": "class", "sampleId": "id", "time": "t", "group": "g" } }',
  ],
  ['labels of a .ts test file', '{ "data": { "train": "a_TRAIN.ts", "test": "a_TEST.ts", "testLabels": "y.csv" } }'],
  ['one column with two meanings', withData('"sampleId": "id", "group": "id"')],
  ['a glob twice', withData('"continuous": ["a*", "b", "a*"], "categorical": { "b": {} }')],
  ['a glob with "!"', withData('"continuous": ["*", "!joint_30"]')],
  ['an empty column name', withData('"categorical": { "": {} }')],
  ['no inputs', withData('"continuous": []')],
  ['a stride that leaves gaps', withData('"window": { "length": 20, "stride": 30 }')],
  [
    'a time embedding after no categorical column',
    `{ "data": { "train": "x.csv", "categorical": { "pain_survey_*": {} } }, "model": { "timeEmbedding": { "after": "pain_surveys_*" } } }`,
  ],
  ['a time embedding where nothing is categorical', within('model', '"timeEmbedding": { "after": "n_*" }')],
  ['a time embedding added to nothing', within('model', '"timeEmbedding": { "combine": "add" }')],
  [
    'a time embedding of another size',
    `{ "data": { "train": "x.csv", "categorical": { "n_legs": { "embedding": 2 } } }, "model": { "timeEmbedding": { "size": 4, "combine": "add", "after": "n_*" } } }`,
  ],
  [
    'class weights for other classes',
    `{ "data": { "train": "x.csv", "classes": ["no_pain", "low_pain"] }, "training": { "loss": { "classWeights": { "no_pian": 1, "agony": 2 } } } }`,
  ],
  ['gamma without focal loss', within('training', '"loss": { "gamma": 1 }')],
  ['label smoothing with focal loss', within('training', '"loss": { "name": "focal", "labelSmoothing": 0.1 }')],
  ['momentum without sgd', within('training', '"optimizer": { "momentum": 0.5 }')],
  ['folds of a holdout', within('validation', '"scheme": "holdout", "folds": 10')],
  ['a fraction of folds', within('validation', '"fraction": 0.3')],
  ['a final model with selection', within('validation', '"scheme": "none", "selection": { "fraction": 0.2 }')],
  [
    'nothing to select by',
    `{ ${data}, "training": { "schedule": "plateau", "earlyStopping": { "patience": 5 } }, "validation": { "selection": "none" }, "fineTune": {} }`,
  ],
  ['fine-tuning on the scored part', `{ ${data}, "validation": { "selection": "scoredFold" }, "fineTune": {} }`],
  [
    'mistakes of all kinds at once, each with one finding',
    `{
  "data": {
    "train": "x.csv"
    "lables": "y.csv",
    "window": { "length": 20, "stride": 30 }
  },
  "model": { "cell": "gur", "layers": "2" },
  "training": { "loss": { "name": "focal", "labelSmoothing": 0.1, "gamma": -1 } },
  "validation": { "scheme": "none", "folds": 1, "selection": "scoredFold" }
}`,
  ],
];
