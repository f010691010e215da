/** 6. The page of the sessions table. */
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { Page } from "playwright-core";
import { RANGES, type MetricsRange } from "../../src/core/model/metrics.ts";
import type { ColumnId } from "../../src/core/model/session/sessionFields.ts";
import {
  TABLE_GROUPINGS,
  type RowChanges,
  type TableGrouping,
  type HostRow,
  type SessionRow,
  type TextKey,
  type Texts,
} from "../../src/extension/table/protocol.ts";
import { INITIAL_LAYOUT } from "../../src/extension/table/tableLayout.ts";
import { launchBrowser } from "../vscode/browser.ts";
import { root } from "../vscode/paths.ts";
import { IN_PAGE } from "./tablePageScript.ts";
import { median } from "./table.ts";
import type { Table } from "./table.ts";

const HOSTS = 100;
/** Milliseconds of a frame. */
const FRAME = 16;
const ORIGIN = "http://table.invalid";

type Samples = Readonly<Record<string, readonly number[]>>;

/** @param count how many sessions there are; a goal is set for 30,000 */
export async function tablePage(count: number): Promise<Table> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, locale: "en-US" });
    page.on("pageerror", (error) => console.error(error));
    await servePage(page);
    await page.goto(ORIGIN);
    await page.evaluate(IN_PAGE);
    const argument = JSON.stringify({
      init: { type: "init", texts: texts(), locale: "en", layout: INITIAL_LAYOUT },
      data: { type: "changes", reset: true, ...sessions(count) },
    });
    const samples = await page.evaluate<Samples>(`measureTable(${argument})`);
    const blank = samples["blank"] ?? [];
    const rows = [
      row("first paint, once the rows are there", samples["paint"], 200),
      row("the first letter of a filter", samples["firstLetter"], FRAME),
      row("another letter", samples["letter"], FRAME),
      row("a letter taken back", samples["backspace"], FRAME),
      row("the first sort of a column", samples["firstSort"], null),
      row("any sort after it", samples["sort"], FRAME),
      row("the other way round", samples["turn"], FRAME),
      row("the first grouping by something", samples["firstGroup"], null),
      row("any grouping after it", samples["group"], FRAME),
      row("an update of 1 % of the rows", samples["update"], null),
      row("the overview after it, when the browser is idle", samples["idle"], null),
      row("scrolling to another place", samples["scroll"], null),
    ];
    const missed = rows
      .filter(
        ({ values: [typical, , goal] }) =>
          typeof goal === "number" && !(typeof typical === "number" && typical <= goal),
      )
      .map(({ name }) => name);
    return {
      id: "6-table",
      title: `6. The table's page with ${count.toLocaleString("en")} sessions, ms of the main thread with style and layout, medians`,
      columns: [{ name: "ms", digits: 1 }, { name: "a tenth took longer than", digits: 1 }, { name: "goal" }],
      rows,
      notes: [
        missed.length === 0 ? "Every goal was met at the median." : `Missed at the median: ${missed.join("; ")}.`,
        `${String(blank.length)} of ${String(samples["scroll"]?.length)} frames while scrolling had a line that was not drawn.`,
      ],
    };
  } finally {
    await browser.close();
  }
}

/** @param goal milliseconds; null where none is set */
function row(name: string, samples: readonly number[] = [], goal: number | null): Table["rows"][number] {
  const slow = samples.toSorted((a, b) => a - b)[Math.floor(samples.length * 0.9)] ?? null;
  return { name, values: [median(samples), slow, goal] };
}

/** The page as VS Code has it, by a policy as strict; it talks to nobody. */
async function servePage(page: Page): Promise<void> {
  const types: Readonly<Record<string, string>> = { ".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf" };
  const policy = `default-src 'none'; script-src ${ORIGIN}; style-src ${ORIGIN}; font-src ${ORIGIN}`;
  const html = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <link rel="stylesheet" id="vscode-codicon-stylesheet" href="table.css"></head>
    <body><script type="module" src="table.js"></script></body></html>`;
  await page.addInitScript("window.acquireVsCodeApi = () => ({ postMessage() {} })");
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const type = types[extname(pathname)];
    await (type === undefined
      ? route.fulfill({ contentType: "text/html", body: html })
      : route.fulfill({ contentType: type, body: await readFile(join(root, "dist", pathname.slice(1))) }));
  });
}

/** Sessions of people whose names are as in a company: many, some of them several times, in no order. */
function sessions(count: number): RowChanges {
  const hosts = Array.from({ length: HOSTS }, (_, id): HostRow => ({
    id,
    name: `bas-${id}`,
    subscription: `Subscription ${id % 12}`,
    subscriptionNumber: id % 12,
    resourceGroup: "rg",
    reading: "known",
    capacity: { rdp: 1000, ssh: 2000 },
  }));
  const rows = Array.from({ length: count }, (_, index): SessionRow => {
    const mixed = (index * 7919) % count;
    return {
      id: HOSTS + index,
      host: index % HOSTS,
      user: `${["anna", "Björn", "chloé", "dmitri", "이서연"][mixed % 5] ?? ""}.${String(mixed % 9000)}@contoso.example`,
      vm: `vm-app-${String(mixed % 4000)}`,
      machine: mixed % 4000,
      ip: `10.${String(mixed % 200)}.${String(mixed % 250)}.${String(mixed % 240)}`,
      protocol: mixed % 3 === 0 ? "RDP" : "SSH",
      resourceGroup: `rg-${String(mixed % 60)}`,
      started: 1_700_000_000_000 + mixed * 1000,
      age: (mixed % 3000) + 0.5,
    };
  });
  return { hosts, goneHosts: [], rows, goneRows: [] };
}

type OwnKey = Exclude<TextKey, ColumnId | `group.${TableGrouping}` | `range.${MetricsRange}`>;

/** Their wording costs nothing, so each says its own name. */
const OWN: Readonly<Record<OwnKey, string>> = {
  notLoggedYet: "notLoggedYet",
  noRecord: "noRecord",
  notLogged: "notLogged",
  notLoggedBySku: "notLoggedBySku",
  notAllowed: "notAllowed",
  shareableLink: "shareableLink",
  incomplete: "incomplete",
  active: "active",
  disconnecting: "disconnecting",
  checking: "checking",
  anonymous: "anonymous",
  suspect: "suspect",
  unknown: "unknown",
  outdated: "outdated",
  table: "table",
  filter: "filter",
  filterHint: "filterHint",
  clearFilter: "clearFilter",
  groupBy: "groupBy",
  columns: "columns",
  export: "export",
  refresh: "refresh",
  overview: "overview",
  details: "details",
  ended: "ended",
  close: "close",
  moveLeft: "moveLeft",
  moveRight: "moveRight",
  countFiltered: "countFiltered",
  selected: "selected",
  searching: "searching",
  loading: "loading",
  notKnown: "notKnown",
  noMatch: "noMatch",
  scope: "scope",
  showView: "showView",
  sessions: "sessions",
  users: "users",
  machines: "machines",
  longest: "longest",
  capacity: "capacity",
  capacityText: "capacityText",
  capacityUnknown: "capacityUnknown",
  unread: "unread",
  reading: "reading",
  durations: "durations",
  durationsText: "durationsText",
  observed: "observed",
  observedText: "observedText",
  observedPartly: "observedPartly",
  observedSoon: "observedSoon",
  history: "history",
  historyRange: "historyRange",
  historySource: "historySource",
  historyLoading: "historyLoading",
  historyEmpty: "historyEmpty",
  cpu: "cpu",
  memory: "memory",
  valueAt: "valueAt",
  noValueAt: "noValueAt",
  lowestHighest: "lowestHighest",
  noPlots: "noPlots",
  retry: "retry",
  days: "days",
  daysHours: "daysHours",
  hours: "hours",
  hoursMinutes: "hoursMinutes",
  minutes: "minutes",
  underMinute: "underMinute",
  sessionsNone: "sessionsNone",
  sessionsOne: "sessionsOne",
  sessionsMany: "sessionsMany",
  atLeast: "atLeast",
  asOf: "asOf",
  about: "about",
  atLeastAbout: "atLeastAbout",
};

function texts(): Texts {
  const others = [
    ...INITIAL_LAYOUT.order,
    ...TABLE_GROUPINGS.map((grouping) => `group.${grouping}` as const),
    ...RANGES.map((range) => `range.${range}` as const),
  ];
  return {
    ...(Object.fromEntries(others.map((key) => [key, key])) as Readonly<Record<(typeof others)[number], string>>),
    ...OWN,
  };
}
