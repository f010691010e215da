import { markdownCode, markdownText } from "../text/markdown.ts";
import { utcTime } from "../text/timeFormat.ts";
import { INCIDENT_SOURCES, type Incident, type IncidentLine } from "./incident.ts";
import { INCIDENT_COLUMNS, type IncidentColumn, type IncidentTexts } from "./incidentTexts.ts";

/** The longest text of a cell. */
const LONGEST = 2_000;

/** The timeline for a reader who wasn't there: what is missing first, then what happened, in UTC. */
export function incidentMarkdown(incident: Incident, texts: IncidentTexts): string {
  const dated = incident.lines.filter(({ time }) => time !== undefined);
  const undated = incident.lines.filter(({ time }) => time === undefined);
  return [
    `# ${text(texts.title(incident.name))}`,
    "",
    ...headOf(incident, texts).map((fact) => `- ${text(fact)}`),
    "",
    `## ${text(texts.heading("sources"))}`,
    "",
    ...INCIDENT_SOURCES.map(
      (source) => `- ${text(`${texts.source(source)}: ${texts.sourceState(incident.sources[source])}`)}`,
    ),
    "",
    `## ${text(texts.heading("missing"))}`,
    "",
    ...incident.missing.map((gap) => `- ${text(texts.gap(gap))}`),
    "",
    `## ${text(texts.heading("timeline"))}`,
    "",
    ...(incident.lines.length === 0 ? [text(texts.nothing())] : tableOf(dated, texts)),
    "",
    ...(undated.length === 0 ? [] : [`## ${text(texts.heading("undated"))}`, "", ...tableOf(undated, texts), ""]),
    `## ${text(texts.heading("words"))}`,
    "",
    ...texts.words().map(([term, meaning]) => `- **${text(term)}**: ${text(meaning)}`),
    "",
    `## ${text(texts.heading("ids"))}`,
    "",
    ...idLines(incident, texts),
    "",
  ].join("\n");
}

function headOf(incident: Incident, texts: IncidentTexts): readonly string[] {
  const { subject, name, from, to, exportedAt, exportedBy, hosts, lines, listsLeftOut } = incident;
  return [
    texts.subject(subject.kind, name),
    texts.range(utc(from), utc(to)),
    texts.exported(utc(exportedAt), exportedBy.join(", ")),
    texts.hosts(hosts.map((host) => host.name)),
    texts.entries(lines.length),
    ...(listsLeftOut > 0 ? [texts.listsLeftOut(listsLeftOut)] : []),
    ...(incident.isWithoutPeople ? [texts.withoutPeople()] : []),
  ];
}

function tableOf(lines: readonly IncidentLine[], texts: IncidentTexts): readonly string[] {
  const cells = [
    INCIDENT_COLUMNS.map((column) => text(texts.column(column))),
    INCIDENT_COLUMNS.map(() => "---"),
    ...lines.map((line) => INCIDENT_COLUMNS.map((column) => text(cellOf(line, column, texts)))),
  ];
  return lines.length === 0 ? [] : cells.map((row) => `| ${row.join(" | ")} |`);
}

function cellOf(line: IncidentLine, column: IncidentColumn, texts: IncidentTexts): string {
  switch (column) {
    case "time":
      return line.time === undefined ? "" : utc(line.time);
    case "what":
      return sentences([texts.event(line), ...line.remarks.map((remark) => texts.remark(remark))]);
    case "who":
      return texts.who(line);
    case "from":
      return [line.clientAddress, line.userAgent].filter((part) => part !== undefined).join(", ");
    case "on":
      return [line.machine, line.host].filter((part) => part !== undefined).join(", ");
    case "source":
      return texts.source(line.source);
    case "sure":
      return sentences([
        texts.sureness(line.sure),
        ...(line.isHostWide ? [texts.hostWide()] : []),
        ...line.rules.map((rule) => texts.rule(rule)),
      ]);
  }
}

function sentences(parts: readonly string[]): string {
  return parts.map((part) => (/[.:!?]$/u.test(part) ? part : `${part}.`)).join(" ");
}

/** The IDs behind the names, each once. */
function idLines({ hosts, lines }: Incident, texts: IncidentTexts): readonly string[] {
  const known = new Set(hosts.map(({ key }) => key));
  const others = lines
    .filter(({ hostKey }) => !known.has(hostKey))
    .map(({ hostKey, host }) => [hostKey, host] as const);
  const machines = new Map(
    lines.flatMap(({ machine, machineId }) =>
      machine === undefined || machineId === undefined ? [] : [[machineId.toLowerCase(), machine] as const],
    ),
  );
  return [
    ...[...new Map([...hosts.map(({ id, name }) => [id, name] as const), ...others])].map(
      ([id, name]) => `- ${text(texts.hostId(name))} ${markdownCode(id)}`,
    ),
    ...[...machines].map(([id, name]) => `- ${text(texts.machineId(name))} ${markdownCode(id)}`),
  ];
}

function utc(ms: number): string {
  return utcTime(new Date(ms));
}

function text(value: string): string {
  return markdownText(value, LONGEST);
}
