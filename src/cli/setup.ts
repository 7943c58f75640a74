/** `foldboard setup tfjs-node`: installs what Foldboard can use but does not need. */
import { UserError } from '../base/errors.js';
import { nearest } from '../config/suggest.js';
import { setUpTfjsNode } from '../engine/tensorflow/setup/index.js';
import { defineCommand } from './command.js';

export const command = defineCommand({
  usage: 'tfjs-node [--folder D]',
  about:
    'Installs TensorFlow’s native library for the engine "tensorflow", in the user’s cache folder (about 1 GB, a minute or two); where it is there already, it is only tried. Needs npm; where its own download is out of reach, on Linux, also Python 3 with pip and a C++ compiler. Training needs none of it: with "engine": "auto" it is used where it is faster, for very wide layers.',
  positionals: { names: ['thing to set up'], least: 1, most: 1 },
  options: {
    folder: { type: 'string', value: 'D', help: 'Another folder; to be named in FOLDBOARD_TFJS_NODE then.' },
  },
  json: 'Print one document: the package’s folder, the version of TensorFlow, and whether it was installed now.',
  examples: [
    ['setup tfjs-node', 'found by every later training'],
    ['setup tfjs-node --folder ~/tfjs-node', 'elsewhere; then: export FOLDBOARD_TFJS_NODE=…'],
  ],
  async run({ positionals: [what], values }, terminal) {
    if (what !== 'tfjs-node') {
      const near = nearest(what, ['tfjs-node']);
      throw new UserError(`There is nothing called ${what} to set up${near ? `: did you mean ${near}?` : '.'}`, {
        kind: 'usage',
        cure: 'It can set up tfjs-node.',
      });
    }
    const result = await setUpTfjsNode({
      ...(values.folder === undefined ? {} : { folder: values.folder }),
      say: (line) => {
        terminal.say(line);
      },
    });
    if (values.json) terminal.out(JSON.stringify(result));
    else {
      const done = result.installed ? 'is installed' : 'is there already and works';
      terminal.out(`tfjs-node with TensorFlow ${result.tensorflow} ${done}: ${result.folder}`);
    }
    return 0;
  },
});
