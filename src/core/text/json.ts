/** Reading values of unknown shape. What has not the type that is wanted is absent: nothing is guessed or converted. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** A text that says something: a string that is empty, or blank, is how some services say nothing. */
export function asText(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** A finite number of at least zero: everything that is counted or measured here. */
export function asAmount(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}

export function asFlag(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/** The array of a list: `{"value":[…]}`, or the bare array that Azure sends in its place (azure-rest-api-specs#19003). */
export function listOf(body: unknown): readonly unknown[] | undefined {
  const list = Array.isArray(body) ? body : asObject(body)?.["value"];
  return Array.isArray(list) ? (list as readonly unknown[]) : undefined;
}

/** The object without the keys whose value is undefined: absent is absent. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
