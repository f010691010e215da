import assert from "node:assert/strict";
import { clientName } from "../../../../../src/core/model/session/clientName.ts";

describe("A client's short name", () => {
  const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
  const table: readonly (readonly [userAgent: string | undefined, name: string | undefined])[] = [
    [`${windows} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0`, "Edge"],
    [`${windows} Chrome/141.0.0.0 Safari/537.36`, "Chrome"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15", "Safari"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox"],
    ["AZURECLI/2.80.0 (DEB) azsdk-python", "AZURECLI/2.80.0"],
    ["  ", undefined],
    [undefined, undefined],
  ];
  for (const [userAgent, name] of table) {
    it(`is ${String(name)} for ${userAgent ?? "none"}`, () => assert.equal(clientName(userAgent), name));
  }
});
