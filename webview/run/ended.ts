/** Why a run that is not finished does not go on: what failed, how far it came when it was stopped, or what it waits for. */
import type { RunSnapshot } from '../../src/protocol/run.js';
import { append, h, icon, refill } from '../dom.js';
import { counted } from '../format.js';
import { link } from './empty.js';
import { foldName, foldLook, listText, placeOf } from './folds.js';
import { changeOf, type Host, type Section } from './view.js';

/** Lines of the log that are shown with a failure. */
const lastLines = 8;

export function ended(host: Host): Section {
  const element = h('div', { class: 'ended' });
  const changed = changeOf();
  return {
    element,
    update({ run }) {
      const { status, reason, log, canResume, canStart } = run.live;
      element.hidden = status !== 'failed' && status !== 'stopped' && status !== 'queued';
      if (element.hidden || !changed(status, reason, run.folds, log, canResume, canStart)) return;
      const say = { failed, stopped, queued }[status as 'failed' | 'stopped' | 'queued'];
      refill(element, ...say(run, host));
    },
  };
}

function failed(run: RunSnapshot, host: Host): Node[] {
  const of = run.folds.flatMap((fold, k) => (fold.state === 'failed' ? [{ fold, k }] : []));
  const lines: Node[] = of.map(({ fold, k }) => {
    const [first, ...rest] = (fold.message ?? 'It gave no reason.').split('\n');
    const where = fold.epoch > 0 ? `, after ${placeOf(run, k).network}epoch ${placeOf(run, k).epoch}` : '';
    const more = rest.join('\n').trim();
    const name = run.head.tasks > 1 ? foldName(run, k) : 'training';
    const head = h('p', {}, icon('failed'), ' ', h('b', {}, `${capitalised(name)} failed${where}: `), first);
    return h('div', {}, head, more && h('pre', { class: 'log more' }, more));
  });
  if (of.length === 0 && run.live.reason) lines.push(h('div', {}, h('p', {}, icon('failed'), ` ${run.live.reason}`)));
  const cures = [...new Set(of.flatMap(({ fold }) => fold.cure ?? []))].map((cure) => h('p', {}, cure));
  // A training is the same bit for bit: what is known to need a change is not helped by a resume.
  const again = of.length === 0 || of.some(({ fold }) => fold.cure === null);
  return [...lines, ...cures, ...logEnd(run, host), ...(again ? [onward(run)] : [])];
}

function stopped(run: RunSnapshot, host: Host): Node[] {
  const looks = run.folds.map((fold) => foldLook(run, fold));
  const finished = looks.filter((look) => look === 'finished').length;
  const halfway = run.folds.flatMap((_, k) => (looks[k] === 'stopped' ? [k] : []));
  const places = halfway.map((k) => {
    const { network, epoch, of } = placeOf(run, k);
    return `${foldName(run, k)} at ${network}epoch ${epoch}${run.folds[k].epochs ? ` of at most ${of}` : ''}`;
  });
  // A trainer that is asked to stop says so in the log of its fold; one that died says nothing.
  const { reason } = run.live;
  const died = reason !== null || halfway.some((k) => run.folds[k].state === 'started');
  const done = `${finished} of ${counted(run.head.tasks, 'fold')} ${run.head.tasks === 1 ? 'is' : 'are'} finished.`;
  const begun = run.folds.some((fold) => fold.state !== 'waiting');
  if (died) {
    const why = h('b', {}, reason ?? 'The trainer ended without a word.');
    const where = places.length > 0 ? ` It was in ${listText(places)}.` : begun ? '' : ' It had not begun with a fold.';
    return [h('p', {}, icon('failed'), ' ', why, `${where} ${done}`), ...logEnd(run, host), onward(run)];
  }
  const where = places.length > 0 ? `, in ${listText(places)}` : begun ? '' : ' before its first epoch';
  return [h('p', {}, icon('stopped'), ' ', `It was stopped${where}. ${done}`), onward(run)];
}

function queued(run: RunSnapshot, host: Host): Node[] {
  const far = run.folds.filter((fold) => fold.state === 'finished').length;
  const done = far > 0 ? ` ${far} of ${counted(run.head.tasks, 'fold')} are finished.` : '';
  const sentence = 'It waits in the queue, and begins by itself when what stands before it is done.';
  const start = link('Start now', () => host.request('startQueued'));
  const cancel = link('Take it out of the queue', () => host.request('cancelQueued'));
  const ways = run.live.canStart ? [start, ' · ', cancel] : [cancel];
  return [h('p', {}, icon('queued'), ' ', `${sentence}${done}`), h('p', { class: 'small' }, ...ways)];
}

function logEnd(run: RunSnapshot, host: Host): Node[] {
  const lines = run.live.log.slice(-lastLines);
  if (lines.length === 0) return [];
  const log = h('div', { class: 'log', tabindex: 0, role: 'region', 'aria-label': 'Last lines of trainer.log' });
  append(
    log,
    lines.map((line, i) => (i === lines.length - 1 ? h('b', {}, line) : `${line}\n`)),
  );
  return [
    log,
    h(
      'p',
      { class: 'small' },
      link('Open trainer.log', () => host.request('openLog')),
    ),
  ];
}

function onward({ live }: RunSnapshot): Node {
  const text = live.canResume
    ? 'What is trained is kept: Resume goes on from the last whole epoch, and ends bit for bit as if nothing had happened.'
    : 'It can be resumed in a trusted folder.';
  return h('p', { class: 'quiet small' }, text);
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
