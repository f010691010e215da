import { strict as assert } from "node:assert";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  hasRequests,
  isExtensionLog,
  linesAtDefaultLevel,
  peopleIn,
  personalIn,
  secretsIn,
  writtenBelow,
} from "./search.ts";
import type { Written } from "./search.ts";

/** Below it, for each suite of this run: `output.txt`, and for one in VS Code `vscode/` with what keep.ts has kept. */
const folder = process.env["BASTION_SESSIONS_RUN_DIR"];

describe("what the suites before have written", () => {
  let written: readonly Written[];
  let suites: readonly string[];

  before(() => {
    assert.ok(
      folder !== undefined && existsSync(folder),
      "Run it after other suites, such as: npm test unit integration leaks",
    );
    written = writtenBelow(folder);
    suites = readdirSync(folder).filter((suite) => suite !== "leaks");
    const kilobytes = Math.round(written.reduce((sum, { text }) => sum + text.length, 0) / 1000);
    console.log(`    ${written.length} texts, ${kilobytes} kB, of ${suites.join(", ")}`);
  });

  it("is there", () => {
    assert.ok(
      written.some(({ text }) => text.includes("passing")),
      "no output of any test",
    );
  });

  it("has the extension's log of each suite in VS Code, with every request", () => {
    const inVsCode = suites.filter((suite) => existsSync(join(folder ?? "", suite, "vscode")));
    assert.ok(inVsCode.length > 0, "no suite ran in VS Code");
    for (const suite of inVsCode) {
      const logs = written.filter((each) => each.path.startsWith(join(suite, "vscode")) && isExtensionLog(each));
      assert.ok(logs.some(hasRequests), `${suite}: none of ${logs.length} logs has requests`);
      assert.ok(
        logs.some(({ text }) => linesAtDefaultLevel(text).length > 0),
        `${suite}: no log has a line of the default level`,
      );
    }
  });

  it("holds no token, no signature of an operation's URL, and no URL of a shareable link", () => {
    assert.deepEqual(written.flatMap(secretsIn), []);
  });

  it("has no names and no addresses in the extension's log at the default level", () => {
    assert.deepEqual(written.filter(isExtensionLog).flatMap(personalIn), []);
  });

  it("has no person and no client address of the audit log in VS Code's storage", () => {
    assert.deepEqual(written.flatMap(peopleIn), []);
  });
});
