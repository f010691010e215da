/** An answer before it is put on the wire. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; `raw` is sent as it is. Neither: an empty body. */
  readonly body?: unknown;
  readonly raw?: string;
  readonly style?: WireStyle;
}

/** How the same answer may be written: both forms are seen in recorded traffic. */
export interface WireStyle {
  /** Pretty-printed with CRLF, as the network provider does. */
  readonly crlf?: boolean;
  /** As Azure writes them (the default), or all in one case, or mixed. */
  readonly headerCase?: "upper" | "lower" | "mixed";
}

/** What a handler throws to answer with something else than what was asked for. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`HTTP ${answer.status}`);
    this.answer = answer;
  }
}

/** Azure's error form, `{"error":{"code","message", …}}`. */
export function armError(
  status: number,
  code: string | undefined,
  message: string,
  more: { readonly details?: readonly unknown[]; readonly headers?: Readonly<Record<string, string>> } = {},
): Answer {
  const error = { ...(code !== undefined && { code }), message, ...(more.details && { details: more.details }) };
  return { status, body: { error }, ...(more.headers && { headers: more.headers }) };
}

/** The text of an answer's body. */
export function bodyText(answer: Answer): string {
  if (answer.raw !== undefined) {
    return answer.raw;
  }
  if (answer.body === undefined) {
    return "";
  }
  // A line break inside a string is escaped in JSON, so the only ones here are those of the printing.
  return answer.style?.crlf
    ? JSON.stringify(answer.body, undefined, 2).replaceAll("\n", "\r\n")
    : JSON.stringify(answer.body);
}

/** A header's name in the case that the style asks for. */
export function headerName(name: string, style: WireStyle["headerCase"]): string {
  switch (style) {
    case "upper":
      return name.toUpperCase();
    case "lower":
      return name.toLowerCase();
    case "mixed":
      return [...name].map((letter, index) => (index % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase())).join("");
    case undefined:
      return name;
  }
}

/** A time as the network provider writes it: seven decimals, such as `2024-07-23T16:07:52.6952576Z`. */
export function azureTimestamp(ms: number): string {
  // The last four decimals are below a millisecond; they are made from the time itself, so that they stay the same.
  const below = String((Math.floor(ms) * 7919) % 10_000).padStart(4, "0");
  return new Date(ms).toISOString().replace("Z", `${below}Z`);
}
