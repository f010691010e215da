/** What all lines of the journal have, and checks of what was read of one. */
import { asObject, type JsonObject } from "../text/json.ts";

export interface LineOf<Kind extends string> {
  readonly kind: Kind;
  /** When it was written, or when it was seen: ISO 8601, UTC. */
  readonly at: string;
}

export interface EntryLineOf<Kind extends string> extends LineOf<Kind> {
  /** Which entry it belongs to: the same in every line of it, and in no other's. */
  readonly entry: string;
}

/** On whose behalf Azure is asked. */
export interface JournalActor {
  /** The account's name, as VS Code shows it. */
  readonly account: string;
  readonly accountId: string;
  readonly tenantId: string;
  readonly tenant?: string;
}

/** What the first line of every entry says of the question. */
export interface ConfirmedOf<Kind extends string> extends EntryLineOf<Kind> {
  /**
   * Who asked for it: `user`, another extension by its ID, a language model, or the command line, see requesters.ts. Each was
   * confirmed.
   */
  readonly by: string;
  readonly reason?: string;
  readonly ticket?: string;
  /** What the question said beside its list, such as what may be missing, in its language. Left out by older versions. */
  readonly notes?: readonly string[];
}

/** What Azure answered to one request, or why there is no answer. */
export interface AnsweredOf<Kind extends string> extends EntryLineOf<Kind> {
  readonly hostId: string;
  /** Who asked Azure: possibly another identity than was confirmed. Left out if Azure was not asked. */
  readonly actor?: JournalActor;
  readonly requestId?: string;
  /** Why there are no verdicts: the kind of failure and Azure's code, such as `notAllowed AuthorizationFailed`. */
  readonly failure?: string;
}

export function isConfirmed(line: JsonObject, isHost: (host: JsonObject) => boolean): boolean {
  return (
    isText(line["by"]) &&
    isOptionalText(line["reason"]) &&
    isOptionalText(line["ticket"]) &&
    (line["notes"] === undefined || isTexts(line["notes"])) &&
    isListOf(line["hosts"], isHost)
  );
}

export function isAnswered(line: JsonObject, isResult: (result: JsonObject) => boolean): boolean {
  return (
    isText(line["hostId"]) &&
    (line["actor"] === undefined || isActor(line["actor"])) &&
    isOptionalText(line["requestId"]) &&
    isOptionalText(line["failure"]) &&
    isListOf(line["results"], isResult)
  );
}

/** @param id the field that names what was listed */
export function isListed(line: JsonObject, id: string): boolean {
  return (
    isText(line["hostId"]) &&
    isListOf(line["results"], (result) => isText(result[id]) && typeof result["listed"] === "boolean")
  );
}

export function isActingHost(host: JsonObject): boolean {
  return isText(host["hostId"]) && isText(host["hostName"]) && isActor(host["actor"]);
}

function isActor(value: unknown): boolean {
  const actor = asObject(value);
  return (
    actor !== undefined &&
    isText(actor["account"]) &&
    isText(actor["accountId"]) &&
    isText(actor["tenantId"]) &&
    isOptionalText(actor["tenant"])
  );
}

export function isListOf(value: unknown, isItem: (item: JsonObject) => boolean): boolean {
  return Array.isArray(value) && value.every((item) => isItem(asObject(item) ?? {}));
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}

export function isOptionalText(value: unknown): boolean {
  return value === undefined || isText(value);
}
