/**
 * The lines of a journal file, one JSON object each. A disconnect, or a deletion of links, is one line before it is sent,
 * and further lines with the same `entry` as more becomes known; no line is ever changed.
 */
import { asAmount, asObject, asText, type JsonObject } from "../text/json.ts";
import type { BastionSession, Verdict } from "../model/session/session.ts";
import {
  isActingHost,
  isAnswered,
  isConfirmed,
  isListed,
  isListOf,
  isOptionalText,
  isText,
  type AnsweredOf,
  type ConfirmedOf,
  type EntryLineOf,
  type JournalActor,
  type LineOf,
} from "./lineShape.ts";
import { linkShapes, type LinkLine } from "./linkLines.ts";

export type { JournalActor } from "./lineShape.ts";

/** The outcome of one session: Azure's verdict, or that Azure was never asked. */
export type JournalVerdict = Verdict | "notSent";

/** A language model asked, through a tool. No extension has an ID without a dot. */
export const BY_LANGUAGE_MODEL = "languageModel";

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

/** The first line of a file. */
export interface FileLine extends LineOf<"file"> {
  readonly version: 1;
  /** The file of the lease that shows whether the process that writes here is alive. */
  readonly lease: string;
}

/** Written and flushed to the disk before anything is sent. */
export interface ConfirmedLine extends ConfirmedOf<"confirmed"> {
  readonly hosts: readonly JournalHost[];
}

/** What Azure answered to one request, or why there is no answer. */
export interface AnsweredLine extends AnsweredOf<"answered"> {
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

/** The lines of a disconnect. */
export type DisconnectLine = ConfirmedLine | AnsweredLine | ListedLine | ReconnectedLine | WarnedLine;
export type EntryLine = DisconnectLine | LinkLine;
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
  ...linkShapes,
  confirmed: (line) => isConfirmed(line, isHost),
  answered: (line) => isAnswered(line, isAnswer),
  listed: (line) => isListed(line, "sessionId"),
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
  return isActingHost(host) && isOptionalText(host["asOf"]) && isListOf(host["sessions"], isSession);
}

function isSession({ durationMinutes, ...texts }: JsonObject): boolean {
  return (
    isText(texts["sessionId"]) &&
    Object.values(texts).every(isText) &&
    (durationMinutes === undefined || asAmount(durationMinutes) !== undefined)
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
