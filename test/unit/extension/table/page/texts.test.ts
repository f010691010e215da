import assert from "node:assert/strict";
import { timeFormat } from "../../../../../src/core/text/timeFormat.ts";
import { TextFormatter } from "../../../../../src/extension/table/page/texts.ts";
import type { Texts } from "../../../../../src/extension/table/protocol.ts";
import { importWithStub } from "../../vscodeStub.ts";

const format = await importWithStub(() => import("../../../../../src/words/format.ts"));

const AT = Date.UTC(2026, 10, 28, 21, 25, 22);
const NOW = new Date(AT + 3_600_000);

describe("The same time in the tree and in the table", () => {
  it("is shown alike", () => {
    const { timeZone, locale } = new Intl.DateTimeFormat().resolvedOptions();
    const page = new TextFormatter({ asOf: "{0}" } as Texts, locale, timeZone);
    assert.equal(page.time(AT), format.formatAzureTime(new Date(AT).toISOString()));
    for (const asOf of [AT, AT - 86_400_000]) {
      assert.equal(page.asOf({ asOf }, NOW), format.formatTime(new Date(asOf), NOW));
    }
  });

  it("is shown alike in a browser of another zone, in the extension's language and zone", () => {
    for (const [locale, zone] of [
      ["en", "Asia/Seoul"],
      ["de", "America/New_York"],
      ["ko", "UTC"],
    ] as const) {
      const page = new TextFormatter({ asOf: "{0}" } as Texts, locale, zone);
      const tree = timeFormat(locale, zone);
      const shown = [page.clock(AT), page.time(AT), page.asOf({ asOf: AT }, NOW)];
      assert.deepEqual(shown, [tree.clock(AT), tree.second(AT), tree.recent(AT, NOW)]);
      assert.equal(
        page.day(AT),
        new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", timeZone: zone }).format(AT),
      );
    }
  });
});
