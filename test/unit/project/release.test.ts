import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../vscode/paths.ts";

const { releaseNotes } = (await import(new URL("../../../scripts/release.mjs", import.meta.url).href)) as {
  releaseNotes: (tag: string | undefined, repository: { version: string; changelog: string }) => string;
};

const read = (path: string) => readFileSync(join(root, path), "utf8");
const workflows = readdirSync(join(root, ".github/workflows")).map((name) => read(`.github/workflows/${name}`));

/** The jobs of a workflow, each with its name and its text. */
function jobs(workflow: string): readonly string[] {
  return workflow
    .slice(workflow.indexOf("\njobs:\n"))
    .split(/^ {2}(?=[\w-]+:$)/mu)
    .slice(1);
}

describe("the notes of a release", () => {
  const changelog =
    "# Changelog\n\n## [0.2.0] - 2026-11-29\n\n### Added\n\n- This.\n\n## [0.1.0] - 2026-11-22\n\n- That.\n";

  it("are what the changelog says about its version", () => {
    assert.equal(releaseNotes("v0.2.0", { version: "0.2.0", changelog }), "### Added\n\n- This.");
  });

  for (const [what, tag, version, text] of [
    ["without a tag", undefined, "0.2.0", changelog],
    ["if package.json has another version", "v0.2.0", "0.2.1", changelog],
    ["if the changelog doesn't know the version", "v0.3.0", "0.3.0", changelog],
    ["if the changelog has no date", "v0.2.0", "0.2.0", changelog.replace("2026-11-29", "Unreleased")],
    ["if the changelog says nothing", "v0.2.0", "0.2.0", "## [0.2.0] - 2026-11-29\n\n## [0.1.0] - 2026-11-22\n"],
  ] as const) {
    it(`are refused ${what}`, () => {
      assert.throws(() => releaseNotes(tag, { version, changelog: text }), assert.AssertionError);
    });
  }

  it("exist for the version in package.json, but for the date", () => {
    const { version } = JSON.parse(read("package.json")) as { version: string };
    const dated = read("CHANGELOG.md").replace(`[${version}] - Unreleased`, `[${version}] - 2026-11-29`);
    assert.match(releaseNotes(`v${version}`, { version, changelog: dated }), /### Added/u);
  });
});

describe("publishing", () => {
  const PUBLISHES = /\b(?:publish|release create)\b/u;

  it("happens only by a tag", () => {
    const publishing = workflows.filter((text) => PUBLISHES.test(text));
    assert.equal(publishing.length, 1);
    for (const text of publishing) {
      assert.match(text, /^on:\n {2}push:\n {4}tags: \["v\*"\]\n\n/mu);
    }
  });

  it("uses what was tested and attested, without a stored secret, after the owners' approval", () => {
    const publishing = workflows.flatMap(jobs).filter((job) => PUBLISHES.test(job));
    assert.deepEqual(
      publishing.map((job) => job.split(":")[0]),
      ["marketplace", "open-vsx", "npm", "github"],
    );
    for (const job of publishing) {
      assert.match(job, /\n {4}needs: attest\n/u);
      assert.match(job, /\n {4}environment: release\n/u);
      assert.match(job, /\n {6}- uses: actions\/download-artifact@/u);
      assert.doesNotMatch(job, /\bsecrets\.|run (?:package|build)\b/u);
    }
  });
});
