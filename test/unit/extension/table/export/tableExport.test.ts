import assert from "node:assert/strict";
import { toCsv, toJson, toMarkdown, toTsv } from "../../../../../src/core/text/tabularExport.ts";
import { exportColumns, ID_COLUMNS, type ExportedRow } from "../../../../../src/extension/table/export/tableExport.ts";
import { COLUMNS, type ColumnId } from "../../../../../src/core/model/session/sessionFields.ts";
import { host } from "../tableRows.ts";

const titles = {
  ...(Object.fromEntries(COLUMNS.map((column) => [column, `The ${column}`])) as Record<ColumnId, string>),
  asOf: "The time",
};

function row(user: string | undefined, more: Partial<ExportedRow> = {}): ExportedRow {
  return {
    row: { id: 1, host: 1, ...(user !== undefined && { user }), started: Date.UTC(2026, 0, 2, 3, 4, 5) },
    host: host(1),
    minutes: 61.7,
    asOf: new Date(Date.UTC(2026, 0, 2, 4, 5, 6)),
    ids: { hostId: "/h", subscriptionId: "s", targetResourceId: undefined, sessionId: "1", deepLink: undefined },
    ...more,
  };
}

function of(...columns: ColumnId[]) {
  return exportColumns(columns, titles);
}

const asOf = "2026-01-02T04:05:06.000Z";
const columns = of("user", "host", "started", "duration");

describe("exports of the table", () => {
  it("CSV has names that are the same in every language, and every text in quotes", () => {
    assert.equal(
      toCsv([row('a "b", c')], columns, ""),
      '\uFEFF"user","host","started","durationMinutes","asOf"\r\n"a ""b"", c","bas-1","2026-01-02T03:04:05.000Z",61,"2026-01-02T04:05:06.000Z"\r\n',
    );
  });

  it("CSV has an empty text where Azure said nothing", () => {
    assert.ok(
      toCsv([row(undefined, { minutes: undefined })], of("user", "duration"), "").endsWith(
        '\r\n"","","2026-01-02T04:05:06.000Z"\r\n',
      ),
    );
  });

  it("nothing is a formula to a spreadsheet, from a file or from the clipboard", () => {
    for (const user of ['=HYPERLINK("x")', "+1", "-1", "@x", "＝1"]) {
      assert.match(toCsv([row(user)], of("user"), ""), /\n"'/, user);
      assert.match(toTsv([row(user)], of("user", "host")), /\n"?'/, user);
    }
  });

  it("TSV has the titles that the user sees", () => {
    assert.equal(
      toTsv([row("ann"), row(undefined)], of("user", "duration")),
      "The user\tThe duration\tThe time\nann\t61\t2026-01-02T04:05:06.000Z\n\t61\t2026-01-02T04:05:06.000Z\n",
    );
  });

  it("JSON leaves out what Azure did not say", () => {
    assert.deepEqual(JSON.parse(toJson([row(undefined, { minutes: undefined }), row("ann")], columns)), [
      { host: "bas-1", started: "2026-01-02T03:04:05.000Z", asOf },
      { user: "ann", host: "bas-1", started: "2026-01-02T03:04:05.000Z", durationMinutes: 61, asOf },
    ]);
  });

  it("take no row of a list that may no longer be true for a live one", () => {
    const { row: session } = row("ann");
    const states = [
      row("ann"),
      row("ann", { host: host(1, { asOf: 0 }) }),
      row("ann", {
        row: { ...session, work: "checking", suspect: true },
        host: host(1, { reading: "failed", asOf: 0 }),
      }),
    ];
    assert.deepEqual(JSON.parse(toJson(states, of("state"))), [
      { state: "active", asOf },
      { state: "outdated", asOf },
      { state: "checking suspectedLeftover outdated", asOf },
    ]);
  });

  it("say as of when a row is, whichever columns are shown", () => {
    assert.deepEqual(JSON.parse(toJson([row("ann")], of())), [{ asOf }]);
    assert.deepEqual(JSON.parse(toJson([row("ann", { asOf: undefined })], of())), [{}]);
  });

  it("CSV and JSON end with the IDs of each row", () => {
    const targetResourceId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm";
    const deepLink = "vscode://bastion-sessions.bastion-sessions/session?host=/h&session=1";
    const ids = { hostId: "/h", subscriptionId: "s", targetResourceId, sessionId: "1", deepLink };
    const all = [...of("user"), ...ID_COLUMNS];
    assert.ok(
      toCsv([row("ann", { ids })], all, "").endsWith(
        `"user","asOf","hostId","subscriptionId","targetResourceId","sessionId","deepLink"\r\n"ann","${asOf}","/h","s","${targetResourceId}","1","${deepLink}"\r\n`,
      ),
    );
    assert.deepEqual(JSON.parse(toJson([row("ann", { ids }), row("ben")], all)), [
      { user: "ann", asOf, ...ids },
      { user: "ben", asOf, hostId: "/h", subscriptionId: "s", sessionId: "1" },
    ]);
  });

  it("Markdown shows names and does nothing with them", () => {
    const text = toMarkdown([row("a|b [x](y) <i>")], of("user", "duration"));
    assert.equal(
      text,
      "| The user | The duration | The time |\n| --- | ---: | --- |\n| a\\|b \\[x\\](y) \\<i\\> | 61 | 2026-01-02T04:05:06.000Z |\n",
    );
  });
});
