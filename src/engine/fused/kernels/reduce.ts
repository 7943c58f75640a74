// Sums over rows and over whole tensors.

/** Called for whole buffers: JavaScript fills shared memory some times slower. */
export function zero(x: usize, count: i32): void {
  memory.fill(x, 0, (<usize>count) << 2);
}

/** sums[j] += sum over rows of x[i][j]. `columns`: a multiple of 16. */
export function addColumnSums(x: usize, xRow: usize, rows: i32, columns: i32, sums: usize): void {
  const width = (<usize>columns) << 2;
  for (let v: usize = 0; v < width; v += 64) {
    let s0 = v128.load(sums + v, 0);
    let s1 = v128.load(sums + v, 16);
    let s2 = v128.load(sums + v, 32);
    let s3 = v128.load(sums + v, 48);
    let p = x + v;
    for (let i = 0; i < rows; i++) {
      s0 = f32x4.add(s0, v128.load(p, 0));
      s1 = f32x4.add(s1, v128.load(p, 16));
      s2 = f32x4.add(s2, v128.load(p, 32));
      s3 = f32x4.add(s3, v128.load(p, 48));
      p += xRow;
    }
    v128.store(sums + v, s0, 0);
    v128.store(sums + v, s1, 16);
    v128.store(sums + v, s2, 32);
    v128.store(sums + v, s3, 48);
  }
}

/** Sum of squares, in float64 so that the norm does not depend on the size of the network. `count`: a multiple of 4. */
export function sumOfSquares(x: usize, count: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const end = x + ((<usize>count) << 2);
  for (; x < end; x += 16) {
    const values = v128.load(x);
    const a = f64x2.promote_low_f32x4(values);
    const b = f64x2.promote_low_f32x4(v128.shuffle<f32>(values, values, 2, 3, 0, 1));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
