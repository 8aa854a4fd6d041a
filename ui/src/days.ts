// Days as people write them, in the time zone of the one who looks: `2027-11-26`.

/** The day on which a time falls. */
export function dayOf(ms: number): string {
  const date = new Date(ms);
  const two = (part: number) => `${part}`.padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The beginning of a day; nothing when the text names none. */
export function msOf(day: string): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day.trim());
  if (!parts) return null;
  const [year = 0, month = 0, date = 0] = parts.slice(1).map(Number);
  const ms = new Date(year, month - 1, date).getTime();
  // The 31st of a month that has 30 days would be the next month's first.
  return dayOf(ms) === day.trim() ? ms : null;
}
