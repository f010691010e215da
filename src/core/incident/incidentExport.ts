/** An incident for programs and spreadsheets: names and values are the same in every language. */
import { present } from "../text/json.ts";
import { jsonFile, toCsv, type Cell } from "../text/tabularExport.ts";
import type { Incident, IncidentGap, IncidentLine, LineRemark, SureRule } from "./incident.ts";

/** The incident whole. */
export function incidentJson(incident: Incident): string {
  const { subject, name, hosts, sources, missing, listsLeftOut, lines, isWithoutPeople } = incident;
  return jsonFile({
    version: 1,
    subject: { kind: subject.kind, name },
    from: iso(incident.from),
    to: iso(incident.to),
    exportedAt: iso(incident.exportedAt),
    exportedBy: incident.exportedBy,
    ...present({ withoutPeople: isWithoutPeople }),
    hosts: hosts.map((host) => ({ id: host.id, name: host.name })),
    sources,
    missing: missing.map(gapFacts),
    listsLeftOut,
    lines: lines.map(({ time, hostKey, remarks, isHostWide, isPersonProbable, hasUnnamedActor, ...line }) => ({
      ...present({ time: time === undefined ? undefined : iso(time) }),
      ...line,
      hostId: hostKey,
      ...present({ hostWide: isHostWide, personIsProbable: isPersonProbable, hasUnnamedActor }),
      remarks: remarks.map(remarkFacts),
    })),
  });
}

/** One row for each thing that is missing, then one for each line. */
type Row = { readonly gap: IncidentGap } | { readonly line: IncidentLine };

/** Of what is missing, and of a line. */
type Column = readonly [name: string, ofGap: (gap: IncidentGap) => Cell, ofLine: (line: IncidentLine) => Cell];

const none = (): Cell => undefined;
const own = (name: keyof IncidentLine): Column => [name, none, (line) => cellOf(line[name])];

const COLUMNS: readonly Column[] = [
  ["row", () => "missing", () => "event"],
  ["time", none, ({ time }) => (time === undefined ? undefined : iso(time))],
  ["what", gapCode, ({ what }) => what],
  ["sure", none, ({ sure }) => sure],
  ["rules", none, ({ rules }) => rules.map(ruleText).join("; ")],
  ["hostWide", none, ({ isHostWide = false }) => isHostWide],
  own("source"),
  own("person"),
  ["personIsProbable", none, ({ isPersonProbable }) => isPersonProbable],
  own("account"),
  ["actors", none, ({ actors = [], hasUnnamedActor }) => [...actors, ...(hasUnnamedActor ? ["?"] : [])].join("; ")],
  own("clientAddress"),
  own("userAgent"),
  own("protocol"),
  own("machine"),
  own("machineId"),
  own("machineAddress"),
  ["host", (gap) => ("host" in gap ? gap.host : undefined), ({ host }) => host],
  ["hostId", (gap) => ("hostKey" in gap ? gap.hostKey : undefined), ({ hostKey }) => hostKey],
  own("sessionId"),
  own("outcome"),
  own("count"),
  ["remarks", none, ({ remarks }) => remarks.map((one) => factsText(remarkFacts(one))).join("; ")],
  own("reason"),
  own("ticket"),
  ["message", (gap) => factsText(gapDetails(gap)), ({ message }) => message],
  own("failure"),
  own("requestId"),
];

/** The incident for a spreadsheet. What is missing stands at the top here, too. */
export function incidentCsv({ missing, lines }: Incident): string {
  const rows: readonly Row[] = [...missing.map((gap) => ({ gap })), ...lines.map((line) => ({ line }))];
  const columns = COLUMNS.map(([name, ofGap, ofLine]) => ({
    name,
    value: (row: Row) => ("gap" in row ? ofGap(row.gap) : ofLine(row.line)),
  }));
  return toCsv(rows, columns, "");
}

function cellOf(value: unknown): Cell {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
}

function ruleText(rule: SureRule): string {
  const actors = "actors" in rule ? rule.actors : [];
  const people = "people" in rule ? rule.people : [];
  const names = [...actors, ...people, ...("person" in rule ? [rule.person] : [])];
  const unnamed = "hasUnnamed" in rule && rule.hasUnnamed ? ["?"] : [];
  return [rule.kind, ...names, ...unnamed].join(" ");
}

function remarkFacts(remark: LineRemark): object {
  return remark.kind === "startedAt" ? { ...remark, time: iso(remark.time) } : remark;
}

/** What is missing, such as `auditLog.notLogged`. */
function gapCode(gap: IncidentGap): string {
  return "gap" in gap ? `${gap.kind}.${gap.gap.kind}` : gap.kind;
}

function gapFacts(gap: IncidentGap): object {
  return {
    kind: gapCode(gap),
    ...("hostKey" in gap ? { host: gap.host, hostId: gap.hostKey } : {}),
    ...gapDetails(gap),
  };
}

function gapDetails(gap: IncidentGap): object {
  const about = "gap" in gap ? gap.gap : gap;
  return present({
    subscription: "subscription" in gap ? gap.subscription : undefined,
    since: "since" in about ? iso(about.since) : undefined,
    hosts: "hosts" in about ? about.hosts.join(", ") : undefined,
    count: "count" in about ? about.count : undefined,
    error: "error" in about ? [about.error.kind, about.error.facts.code].filter(Boolean).join(" ") : undefined,
    code: "code" in about ? about.code : undefined,
    text: "text" in about ? about.text : undefined,
  });
}

function factsText(facts: object): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(" ");
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
