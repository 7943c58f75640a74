/** Mistakes that need more than a file's text: assignments over it, and a header its globs are held against. */

export const overrideBase = `{
  "data": { "train": "x.csv", "categorical": { "n_legs": {} } },
  "model": { "layers": 1 }
}`;

/** Each is a list of assignments that belong together. */
export const overrideCases: readonly (readonly string[])[] = [
  ['training.epochs=3', 'model.layers=2'],
  ['training.epochs'],
  ['=3'],
  ['training..epochs=3'],
  ['training.epoch=3'],
  ['epochs=3'],
  ['training.epochs.first=3'],
  ['wings=2'],
  ['model.cell=gur'],
  ['model.layers=two'],
  ['data.ignore=[joint_30]'],
  ['data.window.length=40'],
  ['data.categorical.n_legs.size=3'],
  ['model.stem={"kernel":4}'],
  ['model.classifier=logistic'],
  ['model.kind=rocket', 'model.classifier=svm'],
  ['training.loss.gamma=1'],
  ['training.loss.name=focal', 'training.loss.labelSmoothing=0.1'],
  ['model.cell=gur', 'model.dropout=2', 'training.epoch=3'],
];

export const header = ['id', 'time', 'label', 'joint_1', 'joint_2', 'joint_10', 'n_legs', 'n_hands', 'constant'];

const columns = (inside: string, more = ''): string =>
  `{ "data": { "train": "x.csv", "sampleId": "id", ${inside} }${more} }`;

export const columnCases: readonly (readonly [title: string, text: string, names?: readonly string[]])[] = [
  ['nothing wrong', columns('"ignore": ["constant"]')],
  ['a glob that matches nothing', columns('"continuous": ["joins_*"]')],
  ['a name that matches nothing', columns('"continuous": ["joint_3"], "categorical": { "n_leg": {} }')],
  ['an ignored column that is not there', columns('"ignore": ["constnat"]')],
  ['a column claimed twice', columns('"continuous": ["joint_*", "joint_1"]')],
  ['a column claimed by both kinds', columns('"continuous": ["joint_*", "n_*"], "categorical": { "n_legs": {} }')],
  ['several claimed twice', columns('"continuous": ["joint_?", "joint_*"]')],
  ['the label among the inputs', columns('"continuous": ["joint_*", "la*"]')],
  ['the id and the time among the inputs', columns('"continuous": ["joint_*", "i*"], "categorical": { "time": {} }')],
  ['"*" takes neither label nor id nor what is ignored', columns('"continuous": ["*"], "ignore": ["n_*", "constant"]')],
  ['nothing left', columns('"ignore": ["joint_*", "n_*", "constant"]')],
  ['columns that name samples and times are not there', '{ "data": { "train": "x.csv", "time": "tmie" } }'],
  ['a label column that is not there', columns('"label": "lable"')],
  ['a group that is not there', columns('"group": "subject"')],
  ['two columns of one name', columns('"continuous": ["a"]'), ['id', 'time', 'label', 'a', 'a']],
  [
    'a transform that matches nothing',
    columns('"continuous": ["*"]', ', "preprocessing": { "transform": { "jont_*": "asinh" } }'),
  ],
  [
    'a transform of categories',
    columns(
      '"continuous": ["joint_*"], "categorical": { "n_*": {} }',
      ', "preprocessing": { "transform": { "n_*": "asinh" } }',
    ),
  ],
  [
    'a column transformed twice',
    columns('"continuous": ["*"]', ', "preprocessing": { "transform": { "joint_1*": "asinh", "joint_*": "none" } }'),
  ],
  [
    'a time embedding after no column',
    columns('"categorical": { "n_*": {} }', ', "model": { "timeEmbedding": { "after": "n_leg" } }'),
  ],
  [
    'a time embedding of another size',
    columns(
      '"categorical": { "n_*": { "embedding": 3 } }',
      ', "model": { "timeEmbedding": { "combine": "add", "after": "*" } }',
    ),
  ],
];

export const classWeightCase =
  '{ "data": { "train": "x.csv" }, "training": { "loss": { "classWeights": { "low": 1, "hihg": 2 } } } }';
