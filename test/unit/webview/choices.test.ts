import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstChoices, restoreChoices, toggled } from '../../../webview/run/choices.js';

describe('what was chosen', () => {
  it('comes back as it was', () => {
    const chosen = {
      ...firstChoices,
      ...{ metric: 'accuracy', log: [], logEpochs: true, smoothing: 3, hidden: [1, 4], zoom: [3, 40], more: true },
      ...{ tables: ['loss', 'roc'], share: 'column', scroll: 120 },
      samples: {
        ...{
          source: 'test',
          list: 'unsure',
          cell: [-1, 2],
          find: 'ab',
          sort: { by: 'fold', down: false },
          whole: true,
        },
      },
    };
    expect(restoreChoices(JSON.parse(JSON.stringify(chosen)))).toEqual(chosen);
  });

  it('is not trusted when it comes back', () => {
    expect(restoreChoices(undefined)).toEqual(firstChoices);
    expect(
      restoreChoices({ metric: 'x', zoom: [9, 2], smoothing: 2, hidden: ['a', -1, 2], samples: { cell: [1] } }),
    ).toEqual({
      ...firstChoices,
      hidden: [2],
    });
    fc.assert(fc.property(fc.anything(), (kept) => void restoreChoices(kept)));
  });

  it('toggles', () => {
    expect(toggled([1, 2], 3, true)).toEqual([1, 2, 3]);
    expect(toggled([1, 2], 2, true)).toEqual([1, 2]);
    expect(toggled([1, 2], 1, false)).toEqual([2]);
  });
});
