/** A chart as a PNG: the canvas of its lines, and the words that stand above it in HTML, drawn where they stand. */
import { readColors } from './colors.js';

const pad = 16;
const titleHeight = 30;

/** A data URL's base64 part. `plot` is the element that holds canvas and labels. */
export function pictureOf(plot: HTMLElement, canvas: HTMLCanvasElement, title: string): string {
  const ratio = canvas.width / canvas.clientWidth || 1;
  const box = plot.getBoundingClientRect();
  const colors = readColors();
  const picture = document.createElement('canvas');
  picture.width = Math.ceil((box.width + 2 * pad) * ratio);
  picture.height = Math.ceil((box.height + titleHeight + 2 * pad) * ratio);
  const ctx = picture.getContext('2d')!;
  ctx.fillStyle = colors.bg;
  ctx.fillRect(0, 0, picture.width, picture.height);
  const body = getComputedStyle(document.body);
  ctx.scale(ratio, ratio);
  ctx.fillStyle = colors.ink;
  ctx.font = `600 ${body.fontSize} ${body.fontFamily}`;
  ctx.fillText(title, pad, pad + 14);
  ctx.translate(pad, pad + titleHeight);
  const at = canvas.getBoundingClientRect();
  ctx.drawImage(canvas, at.left - box.left, at.top - box.top, at.width, at.height);
  for (const part of plot.querySelectorAll('.labels, .ax, .legend')) drawWords(ctx, part, box);
  return picture.toDataURL('image/png').replace(/^data:[^,]*,/, '');
}

function drawWords(ctx: CanvasRenderingContext2D, part: Element, box: DOMRect): void {
  for (const path of part.querySelectorAll('.key path')) {
    const at = path.getBoundingClientRect();
    const style = getComputedStyle(path);
    ctx.strokeStyle = style.stroke;
    ctx.lineWidth = parseFloat(style.strokeWidth);
    ctx.setLineDash(style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(',').map(parseFloat));
    ctx.beginPath();
    ctx.moveTo(at.left - box.left, at.top - box.top + at.height / 2);
    ctx.lineTo(at.right - box.left, at.top - box.top + at.height / 2);
    ctx.stroke();
  }
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    range.selectNodeContents(node);
    const at = range.getBoundingClientRect();
    const style = getComputedStyle(node.parentElement!);
    ctx.fillStyle = style.color;
    ctx.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    ctx.textBaseline = 'middle';
    ctx.fillText(node.textContent ?? '', at.left - box.left, at.top - box.top + at.height / 2);
  }
}
