// C = init + A B: the matrix product under everything. B lies in panels of 16 columns; a tile of C stays in registers
// over the whole depth, so every element is summed in one order (k = 0, 1, …) whatever the tile: variants give the same
// bytes.
import { load, madd } from './simd';

/** Rows of the tile in use: 4 where V8 joins pairs of v128 to 256 bits (8 accumulators) or has 32 registers, else 2. */
let tileRows: i32 = 2;

export function setTileRows(rows: i32): void {
  tileRows = rows;
}

/**
 * All strides in bytes. A's element (i, k) is at a + i * aRow + k * aStep (so a transposed A is a matter of strides);
 * B's row k of panel p at b + p * bPanel + k * bStep, 16 floats; C's row i of panel p at c + p * cPanel + i * cRow. The
 * sums start from `init`, addressed like C by initRow and initPanel: C itself (accumulate), a bias row (initRow 0) or a
 * row of zeros (both 0). Choosing the start by address and not by `select` matters: a `select` in front of the loop
 * silently keeps the revectoriser away from it.
 * @param rows rows of C, a multiple of 4
 * @param depth columns of A, rows of B
 * @param panels columns of C / 16
 */
export function product(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  bPanel: usize,
  init: usize,
  initRow: usize,
  initPanel: usize,
  c: usize,
  cRow: usize,
  cPanel: usize,
  rows: i32,
  depth: i32,
  panels: i32,
): void {
  if (tileRows == 4)
    product4(a, aRow, aStep, b, bStep, bPanel, init, initRow, initPanel, c, cRow, cPanel, rows, depth, panels);
  else product2(a, aRow, aStep, b, bStep, bPanel, init, initRow, initPanel, c, cRow, cPanel, rows, depth, panels);
}

/** A tile of 4 x 16. */
function product4(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  bPanel: usize,
  init: usize,
  initRow: usize,
  initPanel: usize,
  c: usize,
  cRow: usize,
  cPanel: usize,
  rows: i32,
  depth: i32,
  panels: i32,
): void {
  for (let panel = 0; panel < panels; panel++) {
    let a0 = a;
    let n0 = init;
    let c0 = c;
    for (let i = 0; i < rows; i += 4) {
      const n1 = n0 + initRow;
      const n2 = n1 + initRow;
      const n3 = n2 + initRow;
      let s00 = v128.load(n0, 0);
      let s01 = v128.load(n0, 16);
      let s02 = v128.load(n0, 32);
      let s03 = v128.load(n0, 48);
      let s10 = v128.load(n1, 0);
      let s11 = v128.load(n1, 16);
      let s12 = v128.load(n1, 32);
      let s13 = v128.load(n1, 48);
      let s20 = v128.load(n2, 0);
      let s21 = v128.load(n2, 16);
      let s22 = v128.load(n2, 32);
      let s23 = v128.load(n2, 48);
      let s30 = v128.load(n3, 0);
      let s31 = v128.load(n3, 16);
      let s32 = v128.load(n3, 32);
      let s33 = v128.load(n3, 48);
      let p0 = a0;
      let p1 = p0 + aRow;
      let p2 = p1 + aRow;
      let p3 = p2 + aRow;
      a0 = p3 + aRow;
      let q = b;
      for (let k = 0; k < depth; k++) {
        const b0 = v128.load(q, 0);
        const b1 = v128.load(q, 16);
        const b2 = v128.load(q, 32);
        const b3 = v128.load(q, 48);
        let x = v128.load32_splat(p0);
        s00 = madd(x, b0, s00);
        s01 = madd(x, b1, s01);
        s02 = madd(x, b2, s02);
        s03 = madd(x, b3, s03);
        p0 += aStep;
        x = v128.load32_splat(p1);
        s10 = madd(x, b0, s10);
        s11 = madd(x, b1, s11);
        s12 = madd(x, b2, s12);
        s13 = madd(x, b3, s13);
        p1 += aStep;
        x = v128.load32_splat(p2);
        s20 = madd(x, b0, s20);
        s21 = madd(x, b1, s21);
        s22 = madd(x, b2, s22);
        s23 = madd(x, b3, s23);
        p2 += aStep;
        x = v128.load32_splat(p3);
        s30 = madd(x, b0, s30);
        s31 = madd(x, b1, s31);
        s32 = madd(x, b2, s32);
        s33 = madd(x, b3, s33);
        p3 += aStep;
        q += bStep;
      }
      const c1 = c0 + cRow;
      const c2 = c1 + cRow;
      const c3 = c2 + cRow;
      v128.store(c0, s00, 0);
      v128.store(c0, s01, 16);
      v128.store(c0, s02, 32);
      v128.store(c0, s03, 48);
      v128.store(c1, s10, 0);
      v128.store(c1, s11, 16);
      v128.store(c1, s12, 32);
      v128.store(c1, s13, 48);
      v128.store(c2, s20, 0);
      v128.store(c2, s21, 16);
      v128.store(c2, s22, 32);
      v128.store(c2, s23, 48);
      v128.store(c3, s30, 0);
      v128.store(c3, s31, 16);
      v128.store(c3, s32, 32);
      v128.store(c3, s33, 48);
      n0 = n3 + initRow;
      c0 = c3 + cRow;
    }
    b += bPanel;
    init += initPanel;
    c += cPanel;
  }
}

/**
 * A tile of 2 x 16: 8 accumulators of 128 bits, as many as hide the latency of a multiply-add and leave registers for
 * B.
 */
function product2(
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  bPanel: usize,
  init: usize,
  initRow: usize,
  initPanel: usize,
  c: usize,
  cRow: usize,
  cPanel: usize,
  rows: i32,
  depth: i32,
  panels: i32,
): void {
  for (let panel = 0; panel < panels; panel++) {
    let a0 = a;
    let n0 = init;
    let c0 = c;
    for (let i = 0; i < rows; i += 2) {
      const n1 = n0 + initRow;
      let s00 = v128.load(n0, 0);
      let s01 = v128.load(n0, 16);
      let s02 = v128.load(n0, 32);
      let s03 = v128.load(n0, 48);
      let s10 = v128.load(n1, 0);
      let s11 = v128.load(n1, 16);
      let s12 = v128.load(n1, 32);
      let s13 = v128.load(n1, 48);
      let p0 = a0;
      let p1 = p0 + aRow;
      a0 = p1 + aRow;
      let q = b;
      for (let k = 0; k < depth; k++) {
        const b0 = v128.load(q, 0);
        const b1 = v128.load(q, 16);
        const b2 = v128.load(q, 32);
        const b3 = v128.load(q, 48);
        let x = v128.load32_splat(p0);
        s00 = madd(x, b0, s00);
        s01 = madd(x, b1, s01);
        s02 = madd(x, b2, s02);
        s03 = madd(x, b3, s03);
        p0 += aStep;
        x = v128.load32_splat(p1);
        s10 = madd(x, b0, s10);
        s11 = madd(x, b1, s11);
        s12 = madd(x, b2, s12);
        s13 = madd(x, b3, s13);
        p1 += aStep;
        q += bStep;
      }
      const c1 = c0 + cRow;
      v128.store(c0, s00, 0);
      v128.store(c0, s01, 16);
      v128.store(c0, s02, 32);
      v128.store(c0, s03, 48);
      v128.store(c1, s10, 0);
      v128.store(c1, s11, 16);
      v128.store(c1, s12, 32);
      v128.store(c1, s13, 48);
      n0 = n1 + initRow;
      c0 = c1 + cRow;
    }
    b += bPanel;
    init += initPanel;
    c += cPanel;
  }
}
