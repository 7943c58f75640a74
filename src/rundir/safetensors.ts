/**
 * The safetensors format (https://github.com/huggingface/safetensors): eight bytes of header length, a JSON header, raw
 * little-endian data. Any PyTorch reads what is written here; only float32 and float64 are read.
 */
import { createHash } from 'node:crypto';
import { endianness } from 'node:os';
import { UserError } from '../base/errors.js';

/** A tensor, row-major. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** SHA-256 (hex) of some bytes. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * The bytes of a safetensors file, tensors in the given order. The metadata get an entry `sha256` of the data, by which
 * `decodeSafetensors` knows a damaged file.
 */
export function encodeSafetensors(tensors: readonly Tensor[], metadata: Readonly<Record<string, string>>): Uint8Array {
  if (endianness() !== 'LE') throw new Error('safetensors are little-endian, and so must this machine be');
  const total = tensors.reduce((sum, tensor) => sum + tensor.data.byteLength, 0);
  const data = new Uint8Array(total);
  const header: Record<string, unknown> = {};
  let offset = 0;
  for (const { name, shape, data: values } of tensors) {
    if (shape.reduce((product, extent) => product * extent, 1) !== values.length)
      throw new RangeError(`${name}: ${values.length} values for shape ${shape.join(' x ')}`);
    data.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const json = JSON.stringify({ __metadata__: { ...metadata, sha256: sha256(data) }, ...header });
  const head = Buffer.from(json, 'utf8');
  const padded = Math.ceil(head.length / 8) * 8;
  const file = new Uint8Array(8 + padded + total).fill(0x20, 8, 8 + padded);
  new DataView(file.buffer).setBigUint64(0, BigInt(padded), true);
  file.set(head, 8);
  file.set(data, 8 + padded);
  return file;
}

/**
 * Reads a safetensors file; float64 tensors are rounded to float32.
 * @param file named in the error
 * @throws UserError (state) where the bytes are not such a file, or not those that were written (by `sha256` in the metadata)
 */
export function decodeSafetensors(bytes: Uint8Array, file: string): TensorFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.byteLength >= 8 ? Number(view.getBigUint64(0, true)) : Infinity;
  if (8 + length > bytes.byteLength) throw damaged(file, 'its header is cut off');
  let header: Record<string, unknown>;
  try {
    header = JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString('utf8')) as Record<string, unknown>;
  } catch {
    throw damaged(file, 'its header is not JSON');
  }
  const data = bytes.subarray(8 + length);
  const metadata = (header['__metadata__'] ?? {}) as Record<string, string>;
  if (metadata['sha256'] !== undefined && metadata['sha256'] !== sha256(data))
    throw damaged(file, 'its data are not those that were written');
  const tensors = new Map<string, Tensor>();
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const entry = value as HeaderEntry;
    tensors.set(name, { name, shape: entry.shape, data: readValues(entry, data, name, file) });
  }
  return { tensors, metadata };
}

function readValues(entry: HeaderEntry, data: Uint8Array, name: string, file: string): Float32Array {
  const width = entry.dtype === 'F32' ? 4 : entry.dtype === 'F64' ? 8 : 0;
  if (width === 0) throw damaged(file, `${name} is of type ${entry.dtype}; F32 and F64 are read`);
  const [begin, end] = entry.data_offsets;
  const count = entry.shape.reduce((product, extent) => product * extent, 1);
  if (end > data.byteLength || begin < 0 || end - begin !== count * width)
    throw damaged(file, `the place of ${name} does not fit its shape`);
  // A copy, for the offsets need not be aligned; not by the method of Buffer, which does not copy.
  const copy = Uint8Array.prototype.slice.call(data, begin, end).buffer;
  return width === 4 ? new Float32Array(copy) : Float32Array.from(new Float64Array(copy));
}

function damaged(file: string, why: string): UserError {
  return new UserError(`The weights cannot be read: ${why}.`, {
    kind: 'state',
    place: { file },
    cure: 'Restore the file; or delete its fold directory and resume the run, which trains that fold again.',
  });
}
