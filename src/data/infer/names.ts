/** What the name of a column says about its part. Only ever a hint beside what the values say. */

const patterns = {
  id: /(^|_)(id|idx|index|uid|uuid|key|case|sample|series|sequence|trial|recording|session|file|filename|nr|no|number)$/,
  time: /(^|_)(time|t|step|timestep|timestamp|ts|frame|tick|second|sec|ms|minute|hour|day|position)$/,
  label: /(^|_)(label|class|target|category|y|diagnosis|condition|activity|outcome|gesture)$/,
  group:
    /(^|_)(subject|patient|person|participant|user|speaker|animal|site|group|device|household)(_?(id|idx|index|nr|no|number))?$/,
} as const;

/** Whether a name sounds like an id, a time, a label, or a group (subject, patient, site). */
export function soundsLike(part: keyof typeof patterns, name: string): boolean {
  const plain = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s.-]+/g, '_')
    .replace(/s$/, '');
  return patterns[part].test(plain) || patterns[part].test(`${plain}s`);
}
