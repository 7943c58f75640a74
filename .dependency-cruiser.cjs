/** Imports point downwards only (ARCHITECTURE.md draws it). Types of a higher layer may not be imported either. */
const layers = [
  ['base'],
  ['config', 'metrics'],
  ['data', 'model'],
  ['engine'],
  ['rundir'],
  ['training'],
  ['execution'],
  ['runs', 'study', 'explain', 'interop'],
  ['protocol'],
  ['cli', 'extension'],
];
const forbidden = layers.flatMap((names, level) =>
  names.map((name) => {
    const above = layers.slice(level + 1).flat();
    return {
      name: `${name}-imports-downwards`,
      severity: 'error',
      from: { path: `^src/${name}/` },
      to: { path: `^src/(${[...above, 'nothing'].join('|')})/` },
    };
  }),
);
module.exports = {
  forbidden: [
    ...forbidden,
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'vscode-in-extension-only',
      severity: 'error',
      from: { pathNot: '^(src/extension|test/vscode)/' },
      to: { path: '^vscode$' },
    },
    {
      name: 'extension-has-no-engine',
      severity: 'error',
      from: { path: '^src/extension/' },
      to: { path: '^src/(engine|training|cli)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'tfjs-in-one-place',
      severity: 'error',
      from: { pathNot: '^src/engine/tensorflow/' },
      to: { path: '@tensorflow/' },
    },
    {
      name: 'webview-sees-types-only',
      severity: 'error',
      from: { path: '^webview/' },
      to: { path: '^src/', pathNot: '^src/(protocol|metrics)/' },
    },
    {
      name: 'toolkit-in-one-file',
      severity: 'error',
      from: { pathNot: '^webview/toolkit\\.ts$' },
      to: { path: 'webview-ui-toolkit' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
