/** NumPy's .npy files of float32, version 1.0 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). */
import { UserError } from '../base/errors.js';

/** An array in C order. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];

/** The bytes of a .npy file. */
export function encodeNpy({ shape, data }: NpyArray): Uint8Array {
  if (shape.reduce((product, extent) => product * extent, 1) !== data.length)
    throw new RangeError(`${data.length} values for shape ${shape.join(' x ')}`);
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  // Data begin at a multiple of 64; the header ends with a newline.
  const headerLength = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const bytes = new Uint8Array(10 + headerLength + data.byteLength);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint16(8, headerLength, true);
  bytes.set(Buffer.from(`${text.padEnd(headerLength - 1)}\n`, 'latin1'), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + headerLength);
  return bytes;
}

/** Reads what `encodeNpy` writes. @throws UserError (state) for anything else */
export function decodeNpy(bytes: Uint8Array, file: string): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isNpy = bytes.byteLength > 10 && magic.every((byte, i) => bytes[i] === byte);
  const start = isNpy ? 10 + view.getUint16(8, true) : 0;
  const header = isNpy ? Buffer.from(bytes.subarray(10, start)).toString('latin1') : '';
  const match = /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(([\d, ]*)\), \}/.exec(header);
  const shape = match?.[1]
    ?.split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  const count = shape?.reduce((product, extent) => product * extent, 1) ?? -1;
  if (!shape || start + 4 * count !== bytes.byteLength)
    throw new UserError('This is no .npy file of float32 as Foldboard writes it.', { kind: 'state', place: { file } });
  return { shape, data: new Float32Array(Uint8Array.prototype.slice.call(bytes, start).buffer) };
}
