import assert from "node:assert/strict";
import { AzureError } from "../../../src/core/azure/http/azureError.ts";
import type { HistoryGap } from "../../../src/core/history/history.ts";
import { COLUMNS } from "../../../src/core/model/session/sessionFields.ts";
import { HISTORY_COLUMNS } from "../../../src/core/model/history/historyFields.ts";
import { toCsv, toMarkdown, toTsv } from "../../../src/core/text/tabularExport.ts";
import { PSEUDO_TAG, untranslated } from "../../support/language/pseudoLanguage.ts";
import { inPseudoLanguage } from "../../support/language/pseudoLanguageOn.ts";
import { TextFormatter } from "../../../src/extension/table/page/texts.ts";
import type { TextKey } from "../../../src/extension/table/protocol.ts";
import { importWithStub } from "../extension/vscodeStub.ts";

const { endText, exportColumns, exportTitles, gapText, historyExportColumns, pageTexts } = await importWithStub(
  async () => ({
    ...(await import("../../../src/extension/table/history/gapText.ts")),
    ...(await import("../../../src/extension/table/history/historyExport.ts")),
    ...(await import("../../../src/extension/table/history/historyTexts.ts")),
    ...(await import("../../../src/extension/table/export/tableExport.ts")),
    ...(await import("../../../src/extension/table/pageTexts.ts")),
  }),
);

describe("In the pseudo-language, the table's page", () => {
  inPseudoLanguage();

  it("gets translated texts only", () => {
    const texts = Object.entries(pageTexts()).map(([key, text]) => `${key}: ${text}`);
    const left = texts.filter((line) => untranslated(line.slice(line.indexOf(": ")), ["½"]).length > 0);
    assert.deepEqual(left, []);
  });

  it("has each text with a number in the form for that number", () => {
    const texts = pageTexts();
    const format = new TextFormatter(texts, PSEUDO_TAG, "UTC");
    const numbered = Object.keys(texts).filter((key) => `${key}/few` in texts) as TextKey[];
    assert.ok(numbered.length > 0);
    const shown = numbered.flatMap((key) => [0, 2, 5, 21].map((count) => format.format(key, count)));
    assert.deepEqual(untranslated(shown.join("\n")), []);
  });

  it("writes times and weekdays of the language", () => {
    const format = new TextFormatter(pageTexts(), PSEUDO_TAG, "UTC");
    const ms = Date.UTC(2026, 2, 2, 10);
    const shown = [
      format.clock(ms),
      format.day(ms),
      format.dayClock(ms),
      format.weekday(0),
      format.duration(90),
      format.duration(undefined),
    ];
    assert.deepEqual(untranslated(shown.join("\n")), []);
  });

  it("says in translated texts how a connection ended, and what is missing", () => {
    const error = new AzureError({ kind: "notAllowed", detail: "", maybeReceived: false });
    const ends = (
      ["live", "failed", "byUs", "probablyBy", "ended", "open", "disconnected", "listed", "changed"] as const
    ).flatMap(
      (end) => [{ end }, { end, because: "λόγος" }, { end, outcome: "failed" }, { end, outcome: "rejected" }] as const,
    );
    const gaps: readonly HistoryGap[] = [
      { kind: "notLogged" },
      { kind: "notLoggedBySku" },
      { kind: "leftOut" },
      { kind: "partial" },
      { kind: "cut", since: 0 },
      { kind: "unreadable", count: 5 },
      { kind: "failed", error },
    ];
    const shown = [...ends.map(endText), ...gaps.map((gap) => gapText("κόμβος", gap))];
    assert.deepEqual(untranslated(shown.join("\n")), []);
  });

  it("has translated titles for people and none for programs", () => {
    const sessions = exportColumns(COLUMNS, exportTitles());
    const history = historyExportColumns(HISTORY_COLUMNS);
    for (const titles of [toMarkdown([], sessions), toTsv([], sessions), toMarkdown([], history), toTsv([], history)]) {
      assert.deepEqual(untranslated(titles), []);
    }
    assert.doesNotMatch(toCsv([], sessions) + toCsv([], history), /⟦/u);
  });
});
