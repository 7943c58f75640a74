/** One model of several: stages multiplied, members joined, a decision at the end. */
import { joinVotes, type Vote } from '../data/votes.js';
import { applyDecision, type Decision } from '../metrics/decision.js';
import { storable } from '../rundir/predictions.js';
import type { FoldModel, FoldPrediction } from './model.js';
import type { SampleInsight } from './predictItems.js';

/** A network and the groups of classes (indices) that its outputs stand for; null: its outputs are the classes. */
export interface Part {
  readonly model: FoldModel;
  readonly groups: readonly (readonly number[])[] | null;
}

/**
 * One member: a network, or two stages. P(class) = P(its group) P(class | its group); a group of one class is that class.
 * @param parts the first tells the groups apart, each other one the classes of a group
 */
export function stagedModel(parts: readonly Part[], classes: number): FoldModel {
  const [first, ...rest] = parts;
  const { groups } = first;
  if (groups === null) return first.model;
  return {
    async predict(dataset, samples, options = {}) {
      const own = options.insight ? { insight: true } : {};
      const outer = await first.model.predict(dataset, samples, own);
      const within = new Float64Array(samples.length * classes).fill(1);
      for (const { model, groups: inner } of rest) {
        const { probabilities } = await model.predict(dataset, samples);
        inner!.forEach(([c], output) => {
          for (let i = 0; i < samples.length; i++) within[i * classes + c] = probabilities[i * inner!.length + output];
        });
      }
      groups.forEach((members, group) => {
        for (const c of members)
          for (let i = 0; i < samples.length; i++)
            within[i * classes + c] *= outer.probabilities[i * groups.length + group];
      });
      return { probabilities: storable(within), insight: outer.insight };
    },
    dispose: () => {
      for (const { model } of parts) model.dispose();
    },
  };
}

/** Several members as one model. Attention is the mean of theirs, the context vectors are the first one's. */
export function joinedModel(members: readonly FoldModel[], classes: number, vote: Vote): FoldModel {
  if (members.length === 1) return members[0];
  return {
    async predict(dataset, samples, options = {}) {
      // Each prepares the data as it was trained to, so what the caller has prepared is of no use.
      const own = options.insight ? { insight: true } : {};
      const predictions: FoldPrediction[] = [];
      for (const member of members) predictions.push(await member.predict(dataset, samples, own));
      const size = samples.length * classes;
      const pooled = new Float64Array(members.length * size);
      predictions.forEach(({ probabilities }, m) => {
        pooled.set(probabilities, m * size);
      });
      const target = members.flatMap(() => Array.from(samples, (_, i) => i));
      return {
        probabilities: storable(joinVotes(target, pooled, classes, samples.length, vote)),
        insight: meanAttention(predictions),
      };
    },
    dispose: () => {
      for (const member of members) member.dispose();
    },
  };
}

function meanAttention(predictions: readonly FoldPrediction[]): SampleInsight | null {
  const insights = predictions.flatMap(({ insight }) => (insight ? [insight] : []));
  if (insights.length === 0) return null;
  const [first] = insights;
  const { attention } = first;
  if (!attention) return first;
  const values = attention.values.map(
    (_, i) => insights.reduce((sum, insight) => sum + insight.attention!.values[i], 0) / insights.length,
  );
  return { ...first, attention: { ...attention, values } };
}

/** The model with a decision made of its probabilities. */
export function decidedModel(model: FoldModel, decision: Decision | undefined, classes: number): FoldModel {
  if (!decision) return model;
  return {
    async predict(dataset, samples, options) {
      const { probabilities, insight } = await model.predict(dataset, samples, options);
      return { probabilities: storable(applyDecision(probabilities, classes, decision)), insight };
    },
    dispose: () => {
      model.dispose();
    },
  };
}
