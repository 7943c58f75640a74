// Weights transposed into panels, once a step, so that the backward products read B as the forward products do.

/**
 * From panels [columns / 16][rows][16] of a matrix to panels [rows / 16][columns][16] of its transpose, in blocks of 4
 * x 4.
 * @param rows a multiple of 4; how many rows of the source are wanted (the last panel of the target may be filled in part)
 * @param sourcePanel bytes from panel to panel of the source
 */
export function transposePanels(source: usize, sourcePanel: usize, rows: i32, columns: i32, target: usize): void {
  const targetPanel = (<usize>columns) << 6;
  for (let column = 0; column < columns; column += 4) {
    const from = source + <usize>(column >> 4) * sourcePanel + ((<usize>(column & 15)) << 2);
    const to = target + ((<usize>column) << 6);
    for (let row = 0; row < rows; row += 4) {
      const p = from + ((<usize>row) << 6);
      const q = to + <usize>(row >> 4) * targetPanel + ((<usize>(row & 15)) << 2);
      const a = v128.load(p, 0);
      const b = v128.load(p, 64);
      const c = v128.load(p, 128);
      const d = v128.load(p, 192);
      const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      v128.store(q, v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5), 0);
      v128.store(q, v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7), 64);
      v128.store(q, v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5), 128);
      v128.store(q, v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7), 192);
    }
  }
}
