// What bench/defaults.mjs compares: the settings before, those chosen, and a rival. More can be added: only what is new is trained.

export const rows = [
  { key: 'base', name: 'A part selects, constant rate', set: [] },
  {
    key: 'nosel',
    name: '**No part selects, rate falls** (written by `init`)',
    set: ['validation.selection=none', 'training.schedule=cosine'],
  },
  { key: 'rkcv', name: '`model.kind: "rocket"`', set: ['model.kind=rocket'] },
];
