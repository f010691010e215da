import type {
  IncidentGap,
  IncidentLine,
  IncidentSource,
  IncidentSubject,
  LineRemark,
  SourceState,
  SureRule,
  Sureness,
} from "./incident.ts";

/** The columns of the table of a document. */
export const INCIDENT_COLUMNS = ["time", "what", "who", "from", "on", "source", "sure"] as const;
export type IncidentColumn = (typeof INCIDENT_COLUMNS)[number];

/** The words of an incident's document, in the user's language. What they return is text: the document escapes it. */
export interface IncidentTexts {
  title(name: string): string;
  subject(kind: IncidentSubject["kind"], name: string): string;
  range(from: string, to: string): string;
  exported(at: string, by: string): string;
  hosts(names: readonly string[]): string;
  entries(count: number): string;
  listsLeftOut(count: number): string;
  withoutPeople(): string;
  heading(of: "sources" | "missing" | "timeline" | "undated" | "words" | "ids"): string;
  nothing(): string;
  source(source: IncidentSource): string;
  sourceState(state: SourceState): string;
  gap(gap: IncidentGap): string;
  column(column: IncidentColumn): string;
  /** What happened, as a sentence. */
  event(line: IncidentLine): string;
  /** Who was connected, or did it. */
  who(line: IncidentLine): string;
  sureness(sure: Sureness): string;
  hostWide(): string;
  rule(rule: SureRule): string;
  remark(remark: LineRemark): string;
  /** What the words for how sure a line is mean, each with its term. */
  words(): readonly (readonly [term: string, meaning: string])[];
  hostId(name: string): string;
  machineId(name: string): string;
}
