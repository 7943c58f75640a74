/** Which kinds the scored samples choose something of, where they are the part that selects. */
import { expect, it } from 'vitest';
import { parseExperiment } from '../../../src/config/load.js';
import { scoredChoose } from '../../../src/config/scoring.js';

const of = (kind: string, validation: object) =>
  scoredChoose(
    parseExperiment(JSON.stringify({ data: { train: 'x.csv' }, model: { kind }, validation }), 'x').experiment,
  );

it('says of networks and summaryLinear that the scored samples choose, of majority and rocket that they do not', () => {
  const kinds = ['recurrent', 'summaryLinear', 'majority', 'rocket'];
  expect(kinds.map((kind) => of(kind, { selection: 'scoredFold' }))).toEqual([true, true, false, false]);
  expect(kinds.map((kind) => of(kind, {}))).toEqual([false, false, false, false]);
  expect(scoredChoose(undefined)).toBe(false);
});
