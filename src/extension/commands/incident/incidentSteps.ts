/** The questions before a timeline of an incident is exported. */
import { l10n, type QuickPickItem } from "vscode";
import type { IncidentSubject } from "../../../core/incident/incident.ts";
import { parseUtcText, utcText } from "../../../core/incident/utcText.ts";
import { HISTORY_RANGES } from "../../../core/model/history/historyRange.ts";
import { showInputStep, type NoAnswer, type StepPlace } from "../../ui/messages.ts";
import { askSteps, showPickStep, type Step } from "../watch/ruleSteps.ts";
import type { App } from "../app.ts";
import { subjectItem } from "./incidentSubjects.ts";

export const INCIDENT_FORMATS = ["md", "json", "csv"] as const;
export type IncidentFormat = (typeof INCIDENT_FORMATS)[number];

/** What is exported. Times in milliseconds of the date. */
export interface IncidentChoice {
  readonly subject: IncidentSubject;
  readonly from: number;
  readonly to: number;
  readonly format: IncidentFormat;
  readonly isWithPeople: boolean;
}

type Answers = Partial<IncidentChoice> & {
  readonly isTypedPerson?: boolean;
  readonly isTypedRange?: boolean;
};

interface Offered {
  /** The only one that is meant is not asked about. */
  readonly subjects: readonly IncidentSubject[];
  /** Whether the user may name another person. */
  readonly isOpen: boolean;
  readonly now: number;
}

/** @returns `undefined` if the user cancelled */
export async function askIncident(app: Pick<App, "inventory">, offered: Offered): Promise<IncidentChoice | undefined> {
  const { subjects, isOpen } = offered;
  const [only] = subjects.length === 1 && !isOpen ? subjects : [];
  const stepsOf = ({ isTypedPerson, isTypedRange }: Answers): readonly Step<Answers>[] => [
    ...(only ? [] : [(known: Answers, place: StepPlace) => askSubject(app, offered, known, place)]),
    ...(isTypedPerson ? [askPerson] : []),
    (known, place) => askRange(offered.now, known, place),
    ...(isTypedRange
      ? [
          (known: Answers, place: StepPlace) => askFrom(offered.now, known, place),
          (known: Answers, place: StepPlace) => askTo(offered.now, known, place),
        ]
      : []),
    askFormat,
    askPeople,
  ];
  const { subject, from, to, format, isWithPeople } = (await askSteps(stepsOf, only ? { subject: only } : {})) ?? {};
  return subject && from !== undefined && to !== undefined && format && isWithPeople !== undefined
    ? { subject, from, to, format, isWithPeople }
    : undefined;
}

export function incidentTitle(): string {
  return l10n.t("Export Incident");
}

async function pick<Item extends QuickPickItem>(
  place: StepPlace,
  placeholder: string,
  items: readonly Item[],
): Promise<Item | NoAnswer> {
  return showPickStep({ ...place, title: incidentTitle(), placeholder, items });
}

async function askSubject(
  app: Pick<App, "inventory">,
  { subjects, isOpen }: Offered,
  known: Answers,
  place: StepPlace,
): Promise<Answers | NoAnswer> {
  const items: readonly (QuickPickItem & { readonly subject?: IncidentSubject })[] = [
    ...(isOpen ? [{ label: l10n.t("Enter a Person's Sign-In Name…"), alwaysShow: true }] : []),
    ...subjects.map((subject) => subjectItem(app, subject)),
  ];
  const chosen = await pick(place, l10n.t("Whom or what is the timeline about?"), items);
  if (typeof chosen === "string") {
    return chosen;
  }
  const { subject: _before, ...others } = known;
  return { ...others, isTypedPerson: !chosen.subject, ...(chosen.subject && { subject: chosen.subject }) };
}

async function askPerson(known: Answers, place: StepPlace): Promise<Answers | NoAnswer> {
  const answer = await showInputStep({
    ...place,
    title: incidentTitle(),
    prompt: l10n.t("Sign-in name in Microsoft Entra ID, such as ann@contoso.com"),
    value: "",
    objection: (text) => (text.trim() === "" ? l10n.t("Enter a sign-in name.") : undefined),
  });
  return typeof answer === "string" ? answer : { ...known, subject: { kind: "person", person: answer.text.trim() } };
}

async function askRange(now: number, known: Answers, place: StepPlace): Promise<Answers | NoAnswer> {
  const items: readonly (QuickPickItem & { readonly length?: number })[] = [
    { label: l10n.t("Last 24 Hours"), length: HISTORY_RANGES["1d"] },
    { label: l10n.t("Last 7 Days"), length: HISTORY_RANGES["7d"] },
    { label: l10n.t("Last 30 Days"), length: HISTORY_RANGES["30d"] },
    { label: l10n.t("Enter From and To…"), description: l10n.t("in UTC") },
  ];
  const chosen = await pick(place, l10n.t("Time range"), items);
  if (typeof chosen === "string") {
    return chosen;
  }
  return chosen.length === undefined
    ? { ...known, isTypedRange: true, from: now - HISTORY_RANGES["1d"], to: now }
    : { ...known, isTypedRange: false, from: now - chosen.length, to: now };
}

async function askFrom(now: number, known: Answers, place: StepPlace): Promise<Answers | NoAnswer> {
  const prompt = l10n.t("From, in UTC, such as 2026-08-20 14:30");
  const from = await askTime(place, prompt, known.from ?? 0, (time) => startObjection(time, now));
  return typeof from === "number" ? { ...known, from } : from;
}

/** Why a range can't begin then; `undefined` if it can. */
export function startObjection(time: number, now: number): string | undefined {
  return time >= now ? l10n.t("The start must be in the past.") : undefined;
}

async function askTo(now: number, known: Answers, place: StepPlace): Promise<Answers | NoAnswer> {
  const { from = 0 } = known;
  const to = await askTime(place, l10n.t("To, in UTC, such as 2026-08-20 16:30"), now, (time) =>
    time <= from ? l10n.t("The end must be after the start.") : undefined,
  );
  // Nothing is known of the future; a minute that has begun counts.
  return typeof to === "number" ? { ...known, to: to > now - 60_000 ? now : to } : to;
}

async function askTime(
  place: StepPlace,
  prompt: string,
  proposed: number,
  objectionTo: (time: number) => string | undefined,
): Promise<number | NoAnswer> {
  const answer = await showInputStep({
    ...place,
    title: incidentTitle(),
    prompt,
    value: utcText(proposed),
    objection: (text) => {
      const time = parseUtcText(text);
      return time === undefined ? l10n.t("Enter a date and a time, such as 2026-08-20 14:30.") : objectionTo(time);
    },
  });
  return typeof answer === "string" ? answer : (parseUtcText(answer.text) ?? proposed);
}

async function askFormat(known: Answers, place: StepPlace): Promise<Answers | NoAnswer> {
  const items: readonly (QuickPickItem & { readonly format: IncidentFormat })[] = [
    { label: l10n.t("Markdown"), description: l10n.t("for reports"), format: "md" },
    { label: l10n.t("JSON"), description: l10n.t("for programs: all data"), format: "json" },
    { label: l10n.t("CSV"), description: l10n.t("for spreadsheets: one row per entry"), format: "csv" },
  ];
  const chosen = await pick(
    place,
    l10n.t("The export contains personal data: persons, user names and client addresses."),
    items,
  );
  return typeof chosen === "string" ? chosen : { ...known, format: chosen.format };
}

async function askPeople(known: Answers, place: StepPlace): Promise<Answers | NoAnswer> {
  const items: readonly (QuickPickItem & { readonly isWithPeople: boolean })[] = [
    { label: l10n.t("With People"), description: l10n.t("names, accounts, and addresses"), isWithPeople: true },
    {
      label: l10n.t("Without People"),
      description: l10n.t("numbers in place of names, accounts, and addresses"),
      isWithPeople: false,
    },
  ];
  const chosen = await pick(place, l10n.t("Include the people behind the sessions?"), items);
  return typeof chosen === "string" ? chosen : { ...known, isWithPeople: chosen.isWithPeople };
}
