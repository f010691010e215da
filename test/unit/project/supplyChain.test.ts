import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../vscode/paths.ts";

const { installs } = (await import(new URL("../../../scripts/bootstrap.mjs", import.meta.url).href)) as {
  installs: readonly (readonly string[])[];
};

/** Packages with a script for their installation that is not run: the project works without. */
const NOT_RUN = ["node_modules/@vscode/vsce-sign", "node_modules/esbuild"];

/** What jobs of a workflow may write: identities that registries and attestations trust, and the release on the project's page. */
const MAY_WRITE: Readonly<Record<string, readonly string[]>> = {
  "release.yml": ["attestations", "id-token", "contents"],
};

const folder = join(root, ".github/workflows");
const workflows = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")] as const);

describe("What others have written", () => {
  for (const [name, text] of workflows) {
    it(`is pinned by commit in ${name}, with its version beside it`, () => {
      const uses = [...text.matchAll(/^\s*(?:-\s+)?uses:\s*(.*)$/gmu)].map(([, action = ""]) => action);
      assert.ok(uses.length > 0);
      assert.deepEqual(
        uses.filter((action) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/u.test(action)),
        [],
      );
    });

    it(`gets no more than leave to read in ${name}, but for a job that says what else it needs`, () => {
      assert.match(text, /^permissions:\n {2}contents: read\n\n/mu);
      const written = [...text.matchAll(/^ {6}([\w-]+): write$/gmu)].map(([, scope = ""]) => scope);
      assert.deepEqual(
        written.filter((scope) => !MAY_WRITE[name]?.includes(scope)),
        [],
      );
      assert.equal(text.match(/: write\b/gu)?.length ?? 0, written.length);
    });
  }

  it("runs no script when it is installed, but where that is needed", () => {
    const [ci, rebuild] = installs;
    assert.ok(ci?.includes("--ignore-scripts"));
    const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
      packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
    };
    const withScript = Object.keys(packages).filter((path) => packages[path]?.hasInstallScript);
    const run = rebuild?.slice(1).filter((word) => !word.startsWith("-")) ?? [];
    assert.deepEqual(withScript.sort(), [...NOT_RUN, ...run.map((name) => `node_modules/${name}`)].sort());
  });
});
