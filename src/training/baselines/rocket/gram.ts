/**
 * Linear models of many more features than samples work on the samples' products with each other: what they learn is a sum of the
 * samples' features, one coefficient a sample and class.
 */

/** Products of all pairs of samples, samples x samples. */
export function gram(features: Float32Array, columns: number, count: number): Float64Array {
  const products = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    const a = features.subarray(i * columns, (i + 1) * columns);
    for (let k = 0; k <= i; k++) {
      const b = features.subarray(k * columns, (k + 1) * columns);
      let [even, odd, j] = [0, 0, 0];
      for (; j + 1 < columns; j += 2) {
        even += a[j] * b[j];
        odd += a[j + 1] * b[j + 1];
      }
      if (j < columns) even += a[j] * b[j];
      products[i * count + k] = products[k * count + i] = even + odd;
    }
  }
  return products;
}

/**
 * The weights that coefficients of the samples stand for.
 * @param dual samples x classes
 * @returns classes x columns
 */
export function weightsOf(dual: Float64Array, features: Float32Array, columns: number): Float64Array {
  const count = features.length / columns;
  const classes = dual.length / count;
  const weights = new Float64Array(classes * columns);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < classes; c++) {
      const share = dual[i * classes + c];
      for (let j = 0; j < columns; j++) weights[c * columns + j] += share * features[i * columns + j];
    }
  }
  return weights;
}

/** Replaces the lower triangle of a positive definite matrix by its Cholesky factor. */
export function cholesky(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let k = 0; k <= i; k++) {
      let value = matrix[i * size + k];
      for (let j = 0; j < k; j++) value -= matrix[i * size + j] * matrix[k * size + j];
      matrix[i * size + k] = i === k ? Math.sqrt(value) : value / matrix[k * size + k];
    }
  }
}
