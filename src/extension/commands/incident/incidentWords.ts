import { l10n } from "vscode";
import { DISCONNECT_WINDOW_MS } from "../../../core/history/activity.ts";
import type { IncidentLine, IncidentSource, LineRemark, SureRule } from "../../../core/incident/incident.ts";
import type { StandIns } from "../../../core/incident/incidentPeople.ts";
import type { IncidentTexts } from "../../../core/incident/incidentTexts.ts";
import { utcTime } from "../../../core/text/timeFormat.ts";
import { formatNumber, namesOf } from "../../../words/format.ts";
import { listedText } from "../journal/entryFacts.ts";
import { eventText, namesText, personText } from "./incidentEventWords.ts";
import { incidentGapText } from "./incidentGapWords.ts";

/** Hosts that the head names. */
const NAMED_HOSTS = 20;

/** What stands in place of names. */
export function standIns(): StandIns {
  return {
    person: (number) => l10n.t("person {0}", number),
    account: (number) => l10n.t("account {0}", number),
    address: (number) => l10n.t("address {0}", number),
  };
}

/** The words of an incident's document. */
export function incidentTexts(): IncidentTexts {
  return {
    title: (name) => l10n.t("Incident timeline: {0}", name),
    subject: (kind, name) =>
      ({
        person: l10n.t("About the person {0}", name),
        machine: l10n.t("About the target VM {0}", name),
        host: l10n.t("About the bastion host {0}", name),
      })[kind],
    range: (from, to) => l10n.t("Time range: {0} to {1}", from, to),
    exported: (at, by) =>
      by === "" ? l10n.t("Exported: {0}", at) : l10n.t("Exported: {0}, with what {1} can read", at, by),
    hosts: (names) =>
      names.length === 0
        ? l10n.t("Bastion hosts read: none")
        : l10n.t(
            "Bastion hosts read: {0}",
            namesOf(names, NAMED_HOSTS, (name) => name),
          ),
    entries: (count) => l10n.t("Entries: {0}", formatNumber(count)),
    listsLeftOut: (count) => l10n.t("Left out: reads of session lists in the Activity Log: {0}", formatNumber(count)),
    withoutPeople: () =>
      l10n.t(
        "Persons, accounts, and addresses are replaced by numbers. Reasons, tickets, and Azure's messages are left out.",
      ),
    heading: (of) =>
      ({
        sources: l10n.t("Sources"),
        missing: l10n.t("What is missing"),
        timeline: l10n.t("Timeline"),
        undated: l10n.t("Without a time in the log"),
        words: l10n.t("How to read this"),
        ids: l10n.t("IDs"),
      })[of],
    nothing: () =>
      l10n.t("The sources that could be read have no entries. That proves nothing if a source is missing."),
    source: sourceText,
    sourceState: (state) =>
      ({
        read: l10n.t("read"),
        incomplete: l10n.t("incomplete, see below"),
        notRead: l10n.t("not read, see below"),
      })[state],
    gap: incidentGapText,
    column: (column) =>
      ({
        time: l10n.t("Time (UTC)"),
        what: l10n.t("What happened"),
        who: l10n.t("Who"),
        from: l10n.t("From"),
        on: l10n.t("On"),
        source: l10n.t("Source"),
        sure: l10n.t("How sure"),
      })[column],
    event: eventText,
    who: whoText,
    sureness: (sure) =>
      ({ certain: l10n.t("certain"), probable: l10n.t("probable"), possible: l10n.t("possible") })[sure],
    hostWide: () => l10n.t("host-wide"),
    rule: ruleText,
    remark: remarkText,
    words,
    hostId: (name) => l10n.t("Bastion host {0}:", name),
    machineId: (name) => l10n.t("Target VM {0}:", name),
  };
}

function sourceText(source: IncidentSource): string {
  return { auditLog: l10n.t("audit log"), activityLog: l10n.t("Activity Log"), journal: l10n.t("journal") }[source];
}

/** Of a connection, whose it is; else who did it. */
function whoText(line: IncidentLine): string {
  if (line.source === "auditLog" || line.what === "reconnected") {
    return personText(line);
  }
  return namesText(line.actors ?? [], line.hasUnnamedActor === true);
}

function ruleText(rule: SureRule): string {
  const seconds = formatNumber(DISCONNECT_WINDOW_MS / 1_000);
  switch (rule.kind) {
    case "endedSoonAfter":
      return l10n.t(
        "The Activity Log has a disconnect of this host's sessions by {0} within {1} seconds before the end, but not of which sessions",
        namesText(rule.actors, rule.hasUnnamed),
        seconds,
      );
    case "samePlace":
      return l10n.t(
        "By the journal, {0} disconnected a session of this account on this VM within {1} seconds before the end; the IDs can't be compared",
        namesText(rule.actors, false),
        seconds,
      );
    case "askedUnknown":
      return l10n.t(
        "By the journal, {0} asked Azure to disconnect this session within {1} seconds before the end; Azure's answer isn't known",
        namesText(rule.actors, false),
        seconds,
      );
    case "shareableLink":
      return l10n.t("Probably through a shareable link: the log marks it as BSL");
    case "namedBesideLink":
      return l10n.t("The log names {0} beside it, who may only have made the link", rule.person);
    case "personMatched":
      return l10n.t("The person is probable: account, VM, and start matched the audit log, not the session's ID");
    case "accountUsedBy":
      return l10n.t(
        "The log names no person; this account on this VM was used in the range by {0}",
        namesText(rule.people, false),
      );
    case "sameAccount":
      return l10n.t("It is the same account on the same VM; who used it isn't known");
    case "addressOnly":
      return l10n.t("Only the address or the scale set matches the VM");
  }
}

function remarkText(remark: LineRemark): string {
  switch (remark.kind) {
    case "noEndLogged":
      return l10n.t(
        "The log has no end of it in this range: it may still be connected, it may have ended later, or the entry is missing",
      );
    case "endWithoutTime":
      return l10n.t("It has ended, and the log doesn't say when");
    case "startNotLogged":
      return l10n.t("The log doesn't have the entry of its start");
    case "startedAt":
      return l10n.t("Connected since {0}", utcTime(new Date(remark.time)));
    case "listedAfter":
      return listedText(remark, utcTime(remark.at));
    case "ours":
      return l10n.t("The journal has the same request");
    case "requestedBy":
      return l10n.t("Requested by extension: {0}", remark.extension);
  }
}

function words(): readonly (readonly [string, string])[] {
  return [
    [l10n.t("certain"), l10n.t("The source says it of this person, VM, host, or session.")],
    [l10n.t("probable"), l10n.t("A rule suggests it. The entry names the rule; it is no proof.")],
    [l10n.t("possible"), l10n.t("It may just as well concern another person or VM.")],
    [
      l10n.t("host-wide"),
      l10n.t("It happened to the host. The log doesn't say which sessions, VMs, or links it concerned."),
    ],
    [
      l10n.t("audit log"),
      l10n.t("Azure Bastion's record of connections and failed sign-ins. Entries can be late or lost."),
    ],
    [l10n.t("Activity Log"), l10n.t("Azure's record of who did what to a host. It names no sessions.")],
    [l10n.t("journal"), l10n.t("What Bastion Sessions did on the exporting machine, and what Azure answered.")],
  ];
}
