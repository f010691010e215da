/** 6. The page of the sessions table. */
import type { HostRow, RowChanges, SessionRow } from "../../../src/extension/table/protocol.ts";
import { INITIAL_HISTORY } from "../../../src/extension/table/history/historyLayout.ts";
import { INITIAL_LAYOUT } from "../../../src/extension/table/tableLayout.ts";
import { launchBrowser } from "../../vscode/browser.ts";
import type { Table } from "../table.ts";
import { benchTexts } from "./benchTexts.ts";
import { COLUMNS, FRAME, missedNote, openPage, row, type Samples } from "./openPage.ts";
import { IN_PAGE } from "./tablePageScript.ts";

const HOSTS = 100;

/** @param count how many sessions there are; a goal is set for 30,000 */
export async function tablePage(count: number): Promise<Table> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, locale: "en-US" });
    page.on("pageerror", (error) => console.error(error));
    await openPage(page);
    await page.evaluate(IN_PAGE);
    const argument = JSON.stringify({
      init: {
        type: "init",
        texts: benchTexts(),
        locale: "en",
        face: "sessions",
        hasPeople: true,
        layout: INITIAL_LAYOUT,
        historyLayout: INITIAL_HISTORY,
        positions: {},
      },
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
    return {
      id: "6-table",
      title: `6. The table's page with ${count.toLocaleString("en")} sessions, ms of the main thread with style and layout, medians`,
      columns: COLUMNS,
      rows,
      notes: [
        missedNote(rows),
        `${String(blank.length)} of ${String(samples["scroll"]?.length)} frames while scrolling had a line that was not drawn.`,
      ],
    };
  } finally {
    await browser.close();
  }
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
