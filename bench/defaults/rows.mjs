// What bench/defaults.mjs compares: settings before, those chosen, and a rival. More can be added: only what is new is trained.

export const rows = [
  { key: 'base', name: 'A part selects, constant rate', set: [] },
  {
    key: 'nosel',
    name: 'No part selects, rate falls',
    set: ['validation.selection=none', 'training.schedule=cosine'],
  },
  // As it stands in the file that `foldboard init` writes.
  { key: 'init', name: '**The same, a stem from 50 steps on** (written by `init`)', set: [], init: true },
  { key: 'rkcv', name: '`model.kind: "rocket"`', set: ['model.kind=rocket'] },
];
