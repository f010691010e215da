/** 9. The history: rows of the audit log to rows of the page, and the page with its timeline. */
import type { AuditRecord } from "../../../src/core/azure/auditLog.ts";
import { foldRecords } from "../../../src/core/history/fold.ts";
import { armKey } from "../../../src/core/model/armId.ts";
import { INITIAL_HISTORY } from "../../../src/extension/table/history/historyLayout.ts";
import type { HistoryRow } from "../../../src/extension/table/history/historyProtocol.ts";
import { historyRow } from "../../../src/extension/table/history/historyRows.ts";
import { INITIAL_LAYOUT } from "../../../src/extension/table/tableLayout.ts";
import { launchBrowser } from "../../vscode/browser.ts";
import type { Table } from "../table.ts";
import { benchTexts } from "./benchTexts.ts";
import { HISTORY_IN_PAGE } from "./historyPageScript.ts";
import { COLUMNS, FRAME, missedNote, openPage, row, type Samples } from "./openPage.ts";

const ROUNDS = 9;
const HOSTS = 20;
const DAY = 86_400_000;
/** Any day. */
const TO = Date.UTC(2026, 5, 1);

/** @param count how many connections there are; goals are set for 10,000 */
export async function historyPage(count: number): Promise<Table> {
  const records = auditRecords(count);
  const folds: number[] = [];
  let rows: readonly HistoryRow[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    const { connections, failures } = foldRecords(records);
    folds.push(performance.now() - from);
    rows = [
      ...connections.map((logged) => ({ kind: "connection" as const, logged })),
      ...failures.map((logged) => ({ kind: "failure" as const, logged })),
    ].map((entry) => historyRow(entry, context()));
  }
  const samples = await inBrowser(rows);
  const found = [
    row("folding the log's rows into connections", folds, 50),
    row("first paint, once the rows are there", samples["paint"], 200),
    row("a letter of a filter", samples["letter"], FRAME),
    row("any sort", samples["sort"], FRAME),
    row("the pictures after a letter, when the browser is idle", samples["idle"], null),
    row("a step of zooming or moving the timeline", samples["timeline"], FRAME),
  ];
  return {
    id: "9-history",
    title: `9. The history with ${rows.length.toLocaleString("en")} entries, ms of the main thread with style and layout, medians`,
    columns: COLUMNS,
    rows: found,
    notes: [missedNote(found)],
  };
}

async function inBrowser(rows: readonly HistoryRow[]): Promise<Samples> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, locale: "en-US" });
    await openPage(page);
    await page.evaluate(HISTORY_IN_PAGE);
    const argument = JSON.stringify({
      init: {
        type: "init",
        texts: benchTexts(),
        locale: "en",
        timeZone: "UTC",
        face: "history",
        hasPeople: true,
        layout: INITIAL_LAYOUT,
        historyLayout: INITIAL_HISTORY,
        positions: {},
      },
      status: { type: "historyStatus", isReading: false, read: { from: TO - 30 * DAY, to: TO }, about: "", gaps: [] },
      data: { type: "historyRows", reset: true, rows },
    });
    return await page.evaluate<Samples>(`measureHistory(${argument})`);
  } finally {
    await browser.close();
  }
}

function context(): Parameters<typeof historyRow>[1] {
  const numbers = new Map<string, number>();
  return {
    hostName: (key) => key.slice(key.lastIndexOf("/") + 1),
    subscriptionName: () => "Production",
    numberOf: (key) => {
      const known = numbers.get(key) ?? numbers.size + 1;
      numbers.set(key, known);
      return known;
    },
    isLive: () => false,
    disconnector: () => undefined,
    now: TO,
  };
}

/** The rows of connections of 200 people in a month, two for each, and of one failed sign-in to fifty of them. */
function auditRecords(count: number): readonly AuditRecord[] {
  return Array.from({ length: count }, (_, index): readonly AuditRecord[] => {
    const mixed = (index * 7919) % count;
    const started = TO - ((mixed * 30) / count) * DAY;
    const ended = started + ((mixed % 300) + 5) * 60_000;
    const client = {
      hostKey: armKey(
        `/subscriptions/s/resourcegroups/rg/providers/microsoft.network/bastionhosts/bas-${index % HOSTS}`,
      ),
      userName: ["azureuser", "root", "deploy"][mixed % 3] ?? "root",
      person: `person${String(mixed % 200)}@contoso.example`,
      clientAddress: `10.${String(mixed % 200)}.${String(mixed % 7)}.${String(mixed % 250)}`,
      userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36",
      protocol: "ssh",
      targetResourceId: `/subscriptions/S/resourceGroups/RG/providers/Microsoft.Compute/virtualMachines/VM-${String(mixed % 400)}`,
    };
    const tunnelId = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
    const start = {
      ...client,
      tunnelId,
      time: started,
      started,
      operation: "connect",
      message: "Successfully Connected.",
    };
    const end = { ...start, time: ended, ended, operation: "disconnect", message: "Successfully Disconnected" };
    return index % 50 === 0 ? [start, end, { ...client, time: started, message: "Login Failed" }] : [start, end];
  }).flat();
}
