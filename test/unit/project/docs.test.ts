import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { defaultTiming } from "../../../src/core/azure/http/timing.ts";

const root = join(import.meta.dirname, "../../..");
const documents = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, found]) => (found === undefined ? [] : [found]));
}

/** The anchor that GitHub and the marketplace give to a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
}

describe("the documents", () => {
  for (const document of documents) {
    it(`${document} links to what is there`, () => {
      for (const link of matches(read(document).replaceAll(/<!--[^]*?-->/gu, ""), /\]\((?!https:)([^)]+)\)/gu)) {
        const [path, fragment] = link.split("#");
        const target = path === "" || path === undefined ? document : path;
        assert(existsSync(join(root, target)), `${link}: no such file`);
        const anchors = fragment === undefined ? [] : matches(read(target), /^#+ (.+)$/gmu).map(anchor);
        assert(fragment === undefined || anchors.includes(fragment), `${link}: no such heading`);
      }
    });
  }

  it("name npm scripts that there are", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = documents.flatMap((document) =>
      matches(read(document), /npm (?:run )?((?<=run )[\w:]+|start|test)\b/gu),
    );
    assert(named.includes("start") && named.includes("test:unit"));
    assert.deepEqual(
      named.filter((script) => !(script in scripts)),
      [],
    );
  });

  it("CONTRIBUTING.md lists every folder of src", () => {
    const rooms = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(
      matches(read("CONTRIBUTING.md"), /^\| `src\/(\w+)\/` \|/gmu).sort(),
      rooms.map(({ name }) => name).sort(),
    );
  });

  it("CONTRIBUTING.md lists every package that src imports, with the licence that the package states", () => {
    const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((file) =>
      /\.(?:ts|css)$/u.test(file),
    );
    const imports = files.flatMap((file) =>
      matches(read(join("src", file)), /^(?:@?import|export)\s(?:[^;"]*?from )?"([^."][^"]*)";/gmu),
    );
    const foreign = imports.filter(
      (name) => name !== "vscode" && !name.startsWith("node:") && !builtinModules.includes(name),
    );
    // A package's name is its scope, if it has one, and the part after it; what follows is a module in it.
    const packages = new Set(
      foreign.map((name) =>
        name
          .split("/")
          .slice(0, name.startsWith("@") ? 2 : 1)
          .join("/"),
      ),
    );
    const expected = [...packages].map((name) => {
      const { license } = JSON.parse(read(join("node_modules", name, "package.json"))) as { license: string };
      return `${name} ${license}`;
    });
    const listed = [...read("CONTRIBUTING.md").matchAll(/^\| `([^`]+)` \| ([\w.-]+) \| \S/gmu)].map(
      ([, name, licence]) => `${name} ${licence}`,
    );
    assert.deepEqual(listed.sort(), expected.sort());
  });

  it("the custom role of the README permits what its table names, and no more", () => {
    const readme = read("README.md");
    const role = JSON.parse(/```json\n([^`]+)```/u.exec(readme)?.[1] ?? "") as { Actions: string[] };
    assert.deepEqual(role.Actions, matches(readme, /^\| `(Microsoft\.(?:Network|Insights)\/[^`]+)` \|/gmu));
    assert.equal(role.Actions.length, 4);
  });

  it("the README promises the times that hold", () => {
    const { requestDeadlineMs, operationDeadlineMs, maxAttempts, maxWaitMs } = defaultTiming;
    const promised = read("README.md");
    assert.match(
      promised,
      new RegExp(
        `a deadline of ${String(requestDeadlineMs / 1_000)} s for a request and ${String(operationDeadlineMs / 60_000)} min for an operation`,
        "u",
      ),
    );
    assert.match(promised, /up to four tries/u);
    assert.equal(maxAttempts, 4);
    assert.match(promised, /waits as long as Azure asks, up to a minute/u);
    assert.equal(maxWaitMs, 60_000);
  });
});
