/** The column names of the pain task. */
export const painHeader: readonly string[] = [
  'sample_index',
  'time',
  ...[1, 2, 3, 4].map((i) => `pain_survey_${i}`),
  'n_legs',
  'n_hands',
  'n_eyes',
  ...Array.from({ length: 31 }, (_, i) => `joint_${String(i).padStart(2, '0')}`),
];
