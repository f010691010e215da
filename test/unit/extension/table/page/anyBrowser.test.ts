import assert from "node:assert/strict";
import { useValidLanguage } from "../../../../../src/extension/table/page/model/browserLanguage.ts";
import { errorReport, oncePerError } from "../../../../../src/extension/table/page/model/errorReport.ts";
import type { PageError } from "../../../../../src/extension/table/protocol.ts";

/** Loads uPlot as a browser of that language does, each time again. */
async function loadPlots(navigator: object, count: number): Promise<unknown> {
  const globals = { window: {}, document: {}, navigator, devicePixelRatio: 1, matchMedia: () => new EventTarget() };
  const browser = { ...globals, window: new EventTarget(), addEventListener: () => undefined };
  const before = Object.keys(browser).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  for (const [name, value] of Object.entries(browser)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  try {
    return await import(`${import.meta.resolve("uplot").replace(".cjs.", ".esm.")}?${count}`);
  } finally {
    for (const [name, descriptor] of before) {
      Reflect.deleteProperty(globalThis, name);
      if (descriptor) {
        Object.defineProperty(globalThis, name, descriptor);
      }
    }
  }
}

describe("The table's page, in any browser", () => {
  let count = 0;
  for (const language of ["de", "en-US@posix", "C", "de_DE.UTF-8", ""]) {
    it(`loads its plots where the language is "${language}"`, async () => {
      // As in browsers: not the object's own property.
      const navigator = Object.create({ language }) as { readonly language: string };
      useValidLanguage(navigator);
      await loadPlots(navigator, ++count);
    });
  }

  it("would not without a language that Intl takes", async () => {
    await assert.rejects(loadPlots({ language: "en-US@posix" }, ++count), RangeError);
  });
});

describe("An error in the table's page", () => {
  const thrown = (stack: string, message = "no alice") =>
    Object.assign(new RangeError(message), { stack: `RangeError: ${message}\n${stack}` });
  const ADDRESS = "https://file+.vscode-resource.vscode-cdn.net/home/alice/.vscode/extensions/x/dist";

  it("is reported with its kind and places, without addresses", () => {
    assert.deepEqual(
      errorReport(thrown(`    at a (${ADDRESS}/table.js:1:20)\n    at ${ADDRESS}/table-drawing-A1.js:3:4`)),
      {
        name: "RangeError",
        message: "no alice",
        at: ["table.js:1:20", "table-drawing-A1.js:3:4"],
      },
    );
  });

  it("is reported in the stacks of other browsers too", () => {
    assert.deepEqual(errorReport(thrown(`a@${ADDRESS}/table.js:1:20\n@${ADDRESS}/table.js:3:4`)).at, [
      "table.js:1:20",
      "table.js:3:4",
    ]);
  });

  it("is reported whatever was thrown", () => {
    for (const odd of ["text", undefined, null, 7, {}, Object.create(null)]) {
      assert.equal(errorReport(odd).name, "Error");
    }
  });

  it("is reported once, and of many kinds the first twenty", () => {
    const sent: PageError[] = [];
    const report = oncePerError((error) => sent.push(error));
    for (let line = 0; line < 100; line++) {
      report(thrown(`    at table.js:${line}:1`));
      report(thrown(`    at table.js:${line}:1`));
    }
    assert.equal(sent.length, 20);
    assert.equal(new Set(sent.map(({ at }) => at[0])).size, 20);
  });
});
