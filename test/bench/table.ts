/** What a measurement found: rows of numbers, to be read by people and compared by programs. */
export interface Table {
  /** The measurement's number and what tells its tables apart, such as `1-synchronous`. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** What there is to know for whoever reads it. */
  readonly notes?: readonly string[];
}

export interface Column {
  readonly name: string;
  /** Decimals to be shown; none where it is left out. */
  readonly digits?: number;
}

export interface Row {
  readonly name: string;
  /** One for each column; null, which JSON knows too, or absent at the end where there is nothing to say. */
  readonly values: readonly (number | null)[];
}

/** The table in Markdown, with its columns in line so that a terminal shows it well too. */
export function markdown({ title, columns, rows, notes = [] }: Table): string {
  const cells = [
    ["", ...columns.map(({ name }) => name)],
    ...rows.map(({ name, values }) => [
      name,
      ...columns.map(({ digits = 0 }, index) => number(values[index] ?? null, digits)),
    ]),
  ];
  const widths = cells[0]?.map((_, index) => Math.max(3, ...cells.map((row) => row[index]?.length ?? 0))) ?? [];
  const line = ([name = "", ...numbers]: readonly string[]): string => {
    const padded = numbers.map((cell, index) => cell.padStart(widths[index + 1] ?? 0));
    return `| ${[name.padEnd(widths[0] ?? 0), ...padded].join(" | ")} |`;
  };
  const rule = widths.map((width, index) => (index === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  const [head = [], ...body] = cells;
  return [`**${title}**`, "", line(head), line(rule), ...body.map(line), ...notes.flatMap((note) => ["", note])].join(
    "\n",
  );
}

function number(value: number | null, digits: number): string {
  return value === null
    ? ""
    : value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}
