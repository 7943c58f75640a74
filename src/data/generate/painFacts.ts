/**
 * What is publicly known about the real pain data: statistics of its columns, as printed in public notebooks of the
 * 2025 "Pirate Pain" course challenge. The generator draws from these; it contains no row of the real data.
 */

/** Of each class: share of the labelled samples (511, 94 and 56 of 661), and of samples whose body has a prosthesis (5, 1, 0). */
export const painClasses = [
  { name: 'no_pain', share: 511 / 661, prosthesis: 5 / 511 },
  { name: 'low_pain', share: 94 / 661, prosthesis: 1 / 94 },
  { name: 'high_pain', share: 56 / 661, prosthesis: 0 },
] as const;

export const steps = 160;

/** Frequencies of the answers 0, 1 and 2 of each survey column (solved exactly from their printed means and deviations). */
export const surveyFrequencies = [
  [0.117, 0.133, 0.75],
  [0.111, 0.123, 0.766],
  [0.109, 0.128, 0.763],
  [0.107, 0.122, 0.771],
] as const;

/**
 * joint_00 to joint_12: values of order one, a level for each sample with near-white noise around it. Quantiles of the
 * column (minimum, quarter, median, three quarters, maximum), the noise within a sample, the mean's shift in low and
 * high pain against no pain, and which of four hidden postures (and how strongly) the level follows, so that pairs
 * like 10 and 11 or 06 and 07 go together as in the real data.
 */
export const levelJoints = [
  { quantiles: [0.05, 0.83, 1.005, 1.08, 1.4], noise: 0.049, shift: [-0.08, -0.06], posture: 0, loading: 0.95 },
  { quantiles: [0.05, 0.81, 0.98, 1.055, 1.33], noise: 0.046, shift: [-0.03, -0.07], posture: 0, loading: 0.6 },
  { quantiles: [0.05, 0.57, 0.91, 0.995, 1.3], noise: 0.039, shift: [0, 0.01], posture: 0, loading: 0.94 },
  { quantiles: [0.05, 0.52, 0.915, 0.995, 1.25], noise: 0.039, shift: [0.04, 0.015], posture: 1, loading: 0.6 },
  { quantiles: [0.03, 0.185, 0.93, 1.035, 1.35], noise: 0.037, shift: [0.06, -0.03], posture: 1, loading: 0.85 },
  { quantiles: [0.03, 0.21, 0.95, 1.03, 1.38], noise: 0.036, shift: [0.07, -0.035], posture: 1, loading: 0.85 },
  { quantiles: [0.05, 0.84, 0.937, 1.013, 1.4], noise: 0.043, shift: [0.05, 0.055], posture: 2, loading: 0.94 },
  { quantiles: [0.05, 0.78, 0.905, 0.984, 1.36], noise: 0.042, shift: [0.06, 0.065], posture: 2, loading: 0.93 },
  { quantiles: [0.2, 0.72, 0.831, 0.991, 1.35], noise: 0.041, shift: [0.005, 0.015], posture: 2, loading: 0.4 },
  { quantiles: [0.1, 0.826, 0.941, 1.031, 1.38], noise: 0.045, shift: [-0.03, -0.035], posture: 3, loading: -0.4 },
  { quantiles: [0.18, 0.47, 0.69, 0.866, 1.55], noise: 0.035, shift: [0.005, -0.1], posture: 3, loading: 0.98 },
  { quantiles: [0.15, 0.46, 0.68, 0.852, 1.4], noise: 0.034, shift: [0.01, -0.08], posture: 3, loading: 0.98 },
  { quantiles: [0.2, 0.983, 1.06, 1.124, 1.36], noise: 0.052, shift: [-0.04, 0.025], posture: 0, loading: 0.3 },
] as const;

/**
 * joint_13 to joint_25: of order 1e-6, log-normal with exact zeros and rare spikes of up to five orders of magnitude.
 * log10 of the median where not zero, its spread, and the share of zeros.
 */
export const microJoints = [
  { log10: -5.42, spread: 0.45, zeros: 0.5 },
  { log10: -5.75, spread: 0.4, zeros: 0 },
  { log10: -5.5, spread: 0.45, zeros: 0.5 },
  { log10: -5.74, spread: 0.42, zeros: 0.12 },
  { log10: -5.02, spread: 0.5, zeros: 0.45 },
  { log10: -5.1, spread: 0.5, zeros: 0.48 },
  { log10: -5.4, spread: 0.5, zeros: 0.045 },
  { log10: -5.0, spread: 0.5, zeros: 0.42 },
  { log10: -6.0, spread: 0.62, zeros: 0.15 },
  { log10: -5.97, spread: 0.45, zeros: 0 },
  { log10: -5.98, spread: 0.5, zeros: 0.006 },
  { log10: -6.05, spread: 0.48, zeros: 0 },
  { log10: -5.45, spread: 0.55, zeros: 0.15 },
] as const;

/** joint_26 to joint_29: 0.01 to 0.08 as a rule, log-normal with short memory. log10 of the level, spread over samples and within. */
export const tremorJoints = [
  { log10: -1.64, between: 0.38, within: 0.27 },
  { log10: -1.5, between: 0.36, within: 0.27 },
  { log10: -1.5, between: 0.28, within: 0.25 },
  { log10: -1.41, between: 0.28, within: 0.24 },
] as const;

/** Names of the columns, as in the real files. */
export const painColumns: readonly string[] = [
  'sample_index',
  'time',
  'pain_survey_1',
  'pain_survey_2',
  'pain_survey_3',
  'pain_survey_4',
  'n_legs',
  'n_hands',
  'n_eyes',
  ...Array.from({ length: 31 }, (_, joint) => `joint_${String(joint).padStart(2, '0')}`),
];
