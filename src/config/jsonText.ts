/** A text of JSON with comments: its value, where each setting stands, and what is wrong with it as JSON. */
import { type Place } from '../base/errors.js';
import { type Locator } from './finding.js';
import { parseTokens } from './jsonParser.js';
import { pathKey, type SettingPath } from './path.js';
import { lineStartsOf, placeAt } from './positions.js';
import { type SyntaxMessage } from './syntaxMessages.js';
import { tokensOf } from './tokens.js';

export interface SyntaxFinding extends SyntaxMessage {
  readonly place: Place;
}

export interface JsonText extends Locator {
  /** Undefined where the text holds no value. */
  readonly value: unknown;
  readonly syntax: readonly SyntaxFinding[];
  /** Settings that are there, but whose value could not be read. */
  readonly unreadable: readonly SettingPath[];
  /** Whether brackets do not pair, so that nothing can be said about which setting belongs where. */
  readonly structureLost: boolean;
  /** Whether text was left out of which not even the name is known. */
  readonly partsLost: boolean;
  /** Whether the text has this setting. */
  has(path: SettingPath): boolean;
}

/** Never throws. @param file - its name, for places */
export function readJsonText(source: string, file: string): JsonText {
  // Editors do not count a byte order mark as a column.
  const text = source.replace(/^\uFEFF/, '');
  const { value, spots, mistakes, unreadable, structureLost, partsLost } = parseTokens(text, tokensOf(text));
  const lineStarts = lineStartsOf(text);
  const at = (offset: number): Place => placeAt(lineStarts, offset, file);
  const nearestSpot = (path: SettingPath) => {
    for (let length = path.length; length > 0; length--) {
      const spot = spots.get(pathKey(path.slice(0, length)));
      if (spot) return { ...spot, exact: length === path.length };
    }
    return { key: undefined, value: spots.get(pathKey([]))?.value ?? 0, exact: path.length === 0 };
  };
  return {
    value,
    syntax: mistakes.map(({ offset, ...message }) => ({ ...message, place: at(offset) })),
    unreadable,
    structureLost,
    partsLost,
    has: (path) => spots.has(pathKey(path)),
    locate(path) {
      const spot = nearestSpot(path);
      return at(spot.exact ? spot.value : (spot.key ?? spot.value));
    },
    locateKey(path) {
      const spot = nearestSpot(path);
      return at(spot.key ?? spot.value);
    },
  };
}
