import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, posix } from "node:path";
import { defaultTiming } from "../../../src/core/azure/http/timing.ts";
import { WANTED_ACTIONS } from "../../../src/core/doctor/permissions.ts";

const root = join(import.meta.dirname, "../../..");
const documents = [
  ...["README.md", "README.ko.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"],
  ...["test/simulated-azure/README.md", "test/support/README.md"],
  ...readdirSync(join(root, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

/** What is packaged, and not rewritten by vsce, links to files of this repository so. */
const ownFiles = "https://github.com/bastion-sessions/bastion-sessions/blob/HEAD/";

interface Room {
  readonly imports: readonly string[];
  readonly types?: readonly string[];
}

const { rooms } = (await import(new URL("../../../lint/layers.mjs", import.meta.url).href)) as {
  rooms: Readonly<Record<string, Room>>;
};

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, found]) => (found === undefined ? [] : [found]));
}

/** Where every link and picture of a document points. */
function links(document: string): string[] {
  const text = read(document).replaceAll(/<!--[^]*?-->/gu, "");
  return [...matches(text, /\]\(([^)]+)\)/gu), ...matches(text, /\s(?:src|srcset|href)="([^"]+)"/gu)];
}

/** The file in this repository that a link points to, and the heading in it. */
function locate(link: string, document: string): { readonly path: string; readonly fragment: string | undefined } {
  const [path = "", fragment] = link.replace(ownFiles, "").split("#");
  const folder = link.startsWith(ownFiles) ? "" : dirname(document);
  return { path: path === "" ? document : posix.join(folder, path), fragment };
}

/** The anchor that GitHub and the marketplace give to a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
}

const scripts = Object.keys((JSON.parse(read("package.json")) as { scripts: Record<string, string> }).scripts);

/** The npm scripts that a text names. */
function scriptsIn(text: string): string[] {
  return matches(text, /npm (?:run )?((?<=run )[\w:]+|start|test)\b/gu);
}

const architecture = read("docs/architecture.md");
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"));

/** The rooms that a cell of the table of rooms names, in full. */
function roomsIn(cell: string): string[] {
  const named = matches(cell, /`([^`]+)`/gu).flatMap((name) =>
    name === "core/*" ? Object.keys(rooms).filter((room) => room.startsWith("core/")) : [name],
  );
  return shortened(named.map((name) => (`extension/${name}` in rooms ? `extension/${name}` : name)));
}

/** Rooms without those that docs/architecture.md leaves out, as it says above the table. */
function shortened(names: readonly string[]): string[] {
  const leftOut = ["core/text", "core/model", ...(names.includes("core/azure") ? ["core/azure/http"] : [])];
  return names.filter((name) => !leftOut.includes(name)).sort();
}

describe("the documents", () => {
  for (const document of documents) {
    it(`${document} links to what exists`, () => {
      for (const link of links(document)) {
        if (/^\w+:/u.test(link) && !link.startsWith(ownFiles)) {
          assert.match(link, /^https:\/\/[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?$/u);
          continue;
        }
        const { path, fragment } = locate(link, document);
        assert(existsSync(join(root, path)), `${link}: no such file`);
        const anchors = fragment === undefined ? [] : matches(read(path), /^#+ (.+)$/gmu).map(anchor);
        assert(fragment === undefined || anchors.includes(fragment), `${link}: no such heading`);
      }
    });
  }

  it("name npm scripts that exist", () => {
    const named = new Set(documents.flatMap((document) => scriptsIn(read(document))));
    assert.deepEqual(
      [...named].filter((script) => !scripts.includes(script)),
      [],
    );
  });

  it("CONTRIBUTING.md lists every npm script", () => {
    const named = scriptsIn(read("CONTRIBUTING.md"));
    assert.deepEqual(
      scripts.filter((script) => !named.includes(script)),
      [],
    );
  });

  it("name files and folders that exist", () => {
    const named = documents.flatMap((document) =>
      matches(read(document), /`((?:docs|l10n|lint|media|scripts|src|test)\/[^`*<]*)[^`]*`/gu),
    );
    assert(named.length > 20);
    assert.deepEqual(
      named.filter((path) => !existsSync(join(root, path))),
      [],
    );
  });

  it("docs/architecture.md lists every room with what lint/layers.mjs lets it import", () => {
    const rows = [...architecture.matchAll(/^\| `([^`]+)` \| [^|]+ \|([^|]*)\|$/gmu)]
      .map(([, room = "", imports = ""]) => [room, imports.split("types of")] as const)
      .filter(([room]) => !room.endsWith("/"));
    const listed = rows.map(([room, [imports = "", types = ""]]) => [room, roomsIn(imports), roomsIn(types)]);
    const expected = Object.entries(rooms)
      .filter(([room]) => existsSync(join(root, "src", room)))
      .map(([room, { imports, types = [] }]) => [room, shortened(imports), shortened(types)]);
    assert.deepEqual(listed, expected);
  });

  it("docs/architecture.md names files and symbols of src", () => {
    const spans = matches(architecture, /`([^`\s]+)`/gu);
    const files = spans.filter((span) => span.endsWith(".ts"));
    assert(files.length > 30);
    assert.deepEqual(
      files.filter((file) => !sources.some((path) => `/${path}`.endsWith(`/${file}`))),
      [],
    );
    const words = new Set(sources.flatMap((path) => read(join("src", path)).match(/\w+/gu) ?? []));
    const symbols = spans.filter((span) => /^\w+(?:\.\w+)?$/u.test(span)).flatMap((span) => span.split("."));
    assert(symbols.length > 20);
    assert.deepEqual(
      symbols.filter((symbol) => !words.has(symbol)),
      [],
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

  it("the custom role in docs/permissions.md permits what the table above it names, and no more", () => {
    const permissions = read("docs/permissions.md");
    const role = JSON.parse(/```json\n([^`]+)```/u.exec(permissions)?.[1] ?? "") as { Actions: string[] };
    assert.deepEqual(role.Actions, matches(permissions, /^\| `(Microsoft\.(?:Network|Insights)\/[^`]+)` \|/gmu));
    const proposed = WANTED_ACTIONS.filter(({ isProposed }) => isProposed).map(({ action }) => action);
    assert.deepEqual(role.Actions, proposed);
    const inTheReadme = proposed.filter((action) => action !== "Microsoft.Insights/metrics/read");
    for (const file of ["README.md", "README.ko.md"]) {
      assert.deepEqual(matches(read(file), /`(Microsoft\.(?:Network|Insights)\/[^`]+)`/gu), inTheReadme);
    }
  });

  it("docs/reliability.md promises the times that hold", () => {
    const { requestDeadlineMs, operationDeadlineMs, maxAttempts, maxWaitMs } = defaultTiming;
    const promised = read("docs/reliability.md");
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

  it("README.md fits on one screen, and README.ko.md has the same code, permissions, and links", () => {
    assert(Buffer.byteLength(read("README.md")) <= 6_000);
    const facts = (document: string): string[] => [
      ...matches(read(document), /```(\w*\n[^`]*)```/gu),
      ...matches(read(document), /^\|.*(`Microsoft[^`]+` \|.*)$/gmu),
      ...links(document).filter((link) => !link.startsWith("README")),
    ];
    assert.deepEqual(facts("README.ko.md").sort(), facts("README.md").sort());
  });

  it("docs/settings.md lists every setting with its default", () => {
    const { contributes } = JSON.parse(read("package.json")) as {
      contributes: { configuration: { properties: Record<string, { default: unknown }> } };
    };
    const listed = [...read("docs/settings.md").matchAll(/^\| `(bastionSessions\.[\w.]+)` \|.*\| `([^`]+)` \|$/gmu)];
    assert.deepEqual(
      listed.map(([, name, value]) => `${name} ${value}`),
      Object.entries(contributes.configuration.properties).map(
        ([name, setting]) => `${name} ${JSON.stringify(setting.default).replaceAll('"', "")}`,
      ),
    );
  });

  it("name settings and commands that exist", () => {
    const { contributes } = JSON.parse(read("package.json")) as {
      contributes: { commands: { command: string }[]; configuration: { properties: Record<string, unknown> } };
    };
    const existing = [
      ...contributes.commands.map(({ command }) => command),
      ...Object.keys(contributes.configuration.properties),
    ];
    const named = documents.flatMap((document) => matches(read(document), /[`"](bastionSessions\.[\w.]+)[`"]/gu));
    assert.deepEqual(
      named.filter((name) => !existing.includes(name)),
      [],
    );
  });

  it("state the same requests and Activity Log events for a day of watching ten hosts", () => {
    const requests = 10 * 24 * 60;
    const promised = `${requests.toLocaleString("en")} requests and at least ${(2 * requests).toLocaleString("en")} events`;
    assert(read("docs/settings.md").includes(promised), promised);
    assert(
      read("docs/permissions.md").includes(
        `| ${requests.toLocaleString("en")} | at least ${(2 * requests).toLocaleString("en")} |`,
      ),
    );
  });
});
