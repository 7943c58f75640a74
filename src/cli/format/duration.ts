/** Times as people read them. */

/** `<1 s`, `42 s`, `2:51`, `1:02:51`; a dash where it is not known. */
export function duration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return '–';
  const rounded = Math.round(seconds);
  if (seconds < 1) return '<1 s';
  if (rounded < 60) return `${rounded} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(rounded / 60);
  if (minutes < 60) return `${minutes}:${two(rounded % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(rounded % 60)}`;
}

/** An estimate, no finer than it is true: `under 5 s`, `about 40 s`, `about 7 min`, `about 2 h 10 min`. */
export function about(seconds: number): string {
  if (seconds < 5) return 'under 5 s';
  if (seconds < 55) return `about ${Math.max(5, Math.round(seconds / 5) * 5)} s`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return `about ${minutes} min`;
  const tens = Math.round(minutes / 10) * 10;
  return tens % 60 === 0 ? `about ${tens / 60} h` : `about ${Math.floor(tens / 60)} h ${tens % 60} min`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `21 Nov 2025, 09:42`, in local time. */
export function moment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '–';
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getDate()} ${months[date.getMonth()]} ${date.getFullYear()}, ${two(date.getHours())}:${two(date.getMinutes())}`;
}
