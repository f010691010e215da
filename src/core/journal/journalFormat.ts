/**
 * The lines of a journal file, one JSON object each. A disconnect is one line before it is sent, and further lines with
 * the same `entry` as more becomes known; no line is ever changed.
 */
import { asAmount, asObject, asText, type JsonObject } from "../text/json.ts";
import type { BastionSession, Verdict } from "../model/session/session.ts";

/** The outcome of one session: Azure's verdict, or that Azure was never asked. */
export type JournalVerdict = Verdict | "notSent";

/** On whose behalf Azure is asked. */
export interface JournalActor {
  /** The account's name, as VS Code shows it. */
  readonly account: string;
  readonly accountId: string;
  readonly tenantId: string;
  readonly tenant?: string;
}

/** What is to be disconnected on one host, and as whom. */
export interface JournalHost {
  readonly hostId: string;
  readonly hostName: string;
  readonly actor: JournalActor;
  /** When its sessions were listed, if they might have ended since: ISO 8601, UTC. */
  readonly asOf?: string;
  /** As they were confirmed, durations included. */
  readonly sessions: readonly JournalSession[];
}

/** A session, and what the user was told of the person behind it. Versions that know no person leave that out. */
export interface JournalSession extends BastionSession {
  /** Their sign-in name, by Azure's audit log. */
  readonly person?: string;
  /** How certain that is: `exact`, `matched` or `samePerson`. */
  readonly confidence?: string;
  readonly clientAddress?: string;
}

interface LineOf<Kind extends string> {
  readonly kind: Kind;
  /** When it was written, or when it was seen: ISO 8601, UTC. */
  readonly at: string;
}

interface EntryLineOf<Kind extends string> extends LineOf<Kind> {
  /** Which disconnect it belongs to: the same in every line of it, and in no other's. */
  readonly entry: string;
}

/** The first line of a file. */
export interface FileLine extends LineOf<"file"> {
  readonly version: 1;
  /** The file of the lease that shows whether the process that writes here is alive. */
  readonly lease: string;
}

/** Written and flushed to the disk before anything is sent. */
export interface ConfirmedLine extends EntryLineOf<"confirmed"> {
  /** Who asked for it: the user, or another extension by its id. The user has confirmed either. */
  readonly by: string;
  readonly reason?: string;
  readonly ticket?: string;
  /** What the question said beside the sessions, such as what may be missing, in its language. Left out by older versions. */
  readonly notes?: readonly string[];
  readonly hosts: readonly JournalHost[];
}

/** What Azure answered to one request, or why there is no answer. */
export interface AnsweredLine extends EntryLineOf<"answered"> {
  readonly hostId: string;
  /** Who asked Azure: possibly another identity than was confirmed. Left out if Azure was not asked. */
  readonly actor?: JournalActor;
  readonly requestId?: string;
  /** Why there are no verdicts: the kind of failure and Azure's code, such as `notAllowed AuthorizationFailed`. */
  readonly failure?: string;
  readonly results: readonly {
    readonly sessionId: string;
    readonly verdict: JournalVerdict;
    readonly message?: string;
  }[];
}

/** What listing the host again has shown of sessions. */
export interface ListedLine extends EntryLineOf<"listed"> {
  readonly hostId: string;
  /** Found out by a later process, since the one that asked has ended before it knew. */
  readonly afterwards?: true;
  readonly results: readonly { readonly sessionId: string; readonly listed: boolean }[];
}

/** The user of a disconnected session is back on the same machine, through another session. */
export interface ReconnectedLine extends EntryLineOf<"reconnected"> {
  readonly hostId: string;
  readonly sessionId: string;
  readonly through: { readonly hostId: string; readonly sessionId?: string };
}

/** What came of a message to the users of a machine. */
export type WarningOutcome = "shown" | "notShown" | "unknown";

/** What came of a message to the users of a machine before the disconnect. */
export interface WarnedLine extends EntryLineOf<"warned"> {
  readonly targetId: string;
  readonly text: string;
  /** Left out by versions that didn't know: see {@link warningOutcome}. */
  readonly outcome?: WarningOutcome;
  /** Why it wasn't shown, or why that isn't known. */
  readonly failure?: string;
}

/** Without an outcome the line has only whether Azure ran the command, which doesn't tell whether the message was shown. */
export function warningOutcome({ outcome, failure }: Pick<WarnedLine, "outcome" | "failure">): WarningOutcome {
  return outcome ?? (failure === undefined ? "unknown" : "notShown");
}

export type EntryLine = ConfirmedLine | AnsweredLine | ListedLine | ReconnectedLine | WarnedLine;
export type JournalLine = FileLine | EntryLine;

/** One line of a file; `undefined` for one that was torn, or that this version does not know. Never throws. */
export function parseLine(text: string): JournalLine | undefined {
  const line = asObject(jsonOf(text));
  const kind = line?.["kind"];
  if (!line || asText(line["at"]) === undefined) {
    return undefined;
  }
  if (kind === "file") {
    return line["version"] === 1 && isText(line["lease"]) ? (line as unknown as FileLine) : undefined;
  }
  const isKnown = typeof kind === "string" && Object.hasOwn(shapes, kind) && asText(line["entry"]) !== undefined;
  return isKnown && shapes[kind as EntryLine["kind"]](line) ? (line as unknown as EntryLine) : undefined;
}

/** Whether a line is what its kind says it is, as far as a reader relies on it. */
const shapes: Readonly<Record<EntryLine["kind"], (line: JsonObject) => boolean>> = {
  confirmed: (line) =>
    isText(line["by"]) &&
    isOptionalText(line["reason"]) &&
    isOptionalText(line["ticket"]) &&
    (line["notes"] === undefined || isTexts(line["notes"])) &&
    isListOf(line["hosts"], isHost),
  answered: (line) =>
    isText(line["hostId"]) &&
    (line["actor"] === undefined || isActor(line["actor"])) &&
    isOptionalText(line["requestId"]) &&
    isOptionalText(line["failure"]) &&
    isListOf(line["results"], isAnswer),
  listed: (line) =>
    isText(line["hostId"]) &&
    isListOf(line["results"], (result) => isText(result["sessionId"]) && typeof result["listed"] === "boolean"),
  reconnected: (line) =>
    isText(line["hostId"]) && isText(line["sessionId"]) && asText(asObject(line["through"])?.["hostId"]) !== undefined,
  warned: (line) =>
    isText(line["targetId"]) &&
    isText(line["text"]) &&
    (line["outcome"] === undefined || WARNING_OUTCOMES.has(line["outcome"])) &&
    isOptionalText(line["failure"]),
};

const WARNING_OUTCOMES: ReadonlySet<unknown> = new Set<WarningOutcome>(["shown", "notShown", "unknown"]);

const VERDICTS: ReadonlySet<unknown> = new Set<JournalVerdict>([
  "disconnected",
  "alreadyEnded",
  "failed",
  "unknown",
  "notSent",
]);

function isAnswer(result: JsonObject): boolean {
  return isText(result["sessionId"]) && VERDICTS.has(result["verdict"]) && isOptionalText(result["message"]);
}

function isHost(host: JsonObject): boolean {
  return (
    isText(host["hostId"]) &&
    isText(host["hostName"]) &&
    isActor(host["actor"]) &&
    isOptionalText(host["asOf"]) &&
    isListOf(host["sessions"], isSession)
  );
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

function isSession({ durationMinutes, ...texts }: JsonObject): boolean {
  return (
    isText(texts["sessionId"]) &&
    Object.values(texts).every(isText) &&
    (durationMinutes === undefined || asAmount(durationMinutes) !== undefined)
  );
}

function isListOf(value: unknown, isItem: (item: JsonObject) => boolean): boolean {
  return Array.isArray(value) && value.every((item) => isItem(asObject(item) ?? {}));
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || isText(value);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
