import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { CommandId, SESSIONS_VIEW, TABLE_VIEW, ToolId, WALKTHROUGH } from "../../../src/extension/ids.ts";

const root = join(import.meta.dirname, "../../..");

interface Contribution {
  readonly command?: string;
  readonly when?: string;
  readonly view?: string;
  readonly id?: string;
}

interface ContributedTool {
  readonly name: string;
  readonly toolReferenceName: string;
  readonly displayName: string;
  readonly userDescription: string;
  readonly modelDescription: string;
}

interface Walkthrough {
  readonly id: string;
  readonly steps: readonly { readonly completionEvents: readonly string[] }[];
}

interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly Contribution[];
    readonly menus: Readonly<Record<string, readonly Contribution[]>>;
    readonly keybindings: readonly Contribution[];
    readonly views: Readonly<Record<string, readonly Contribution[]>>;
    readonly viewsContainers: Readonly<Record<string, readonly Contribution[]>>;
    readonly viewsWelcome: readonly Contribution[];
    readonly walkthroughs: readonly Walkthrough[];
    readonly languageModelTools: readonly ContributedTool[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

const { publisher, name, activationEvents, contributes } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
) as Manifest;
const nls = readFileSync(join(root, "package.nls.json"), "utf8");

/** What completes a step of the walkthrough: context keys. */
const completions = contributes.walkthroughs
  .flatMap(({ steps }) => steps)
  .flatMap(({ completionEvents }) => completionEvents)
  .filter((event) => event.startsWith("onContext:"));

/** Every `when` of the manifest: of menus, keys, views and welcome texts. */
const clauses = [
  ...Object.values(contributes.menus).flat(),
  ...contributes.keybindings,
  ...Object.values(contributes.views).flat(),
  ...contributes.viewsWelcome,
].flatMap(({ when }) => (when === undefined ? [] : [when]));

/** Parses a folder's sources. */
function sources(folder: string): ts.SourceFile[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  return files.map((file) =>
    ts.createSourceFile(
      join(folder, file),
      readFileSync(join(root, folder, file), "utf8"),
      ts.ScriptTarget.ESNext,
      true,
    ),
  );
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

/** The strings that are written out in some sources. */
function literals(files: readonly ts.SourceFile[]): Set<string> {
  const found = new Set<string>();
  for (const file of files) {
    walk(file, (node) => {
      if (ts.isStringLiteralLike(node)) {
        found.add(node.text);
      }
    });
  }
  return found;
}

/** The names of `CommandId` that are registered: handed to a function named register…, or the key of a table of handlers. */
function registered(files: readonly ts.SourceFile[]): string[] {
  const found = new Set<string>();
  for (const file of files) {
    walk(file, (node) => {
      const isCommandId = ts.isPropertyAccessExpression(node) && node.expression.getText() === "CommandId";
      const { parent } = node;
      const isRegistration =
        isCommandId &&
        ((ts.isCallExpression(parent) && /register/iu.test(parent.expression.getText())) ||
          ts.isComputedPropertyName(parent));
      if (isRegistration) {
        found.add(node.name.text);
      }
    });
  }
  return [...found].sort();
}

function unique(values: Iterable<string | undefined>): string[] {
  return [...new Set(values)].filter((value) => value !== undefined).sort();
}

describe("package.json and the code name the same things", () => {
  const src = sources("src");

  it("commands: those contributed are those of CommandId", () => {
    assert.deepEqual(unique(contributes.commands.map(({ command }) => command)), unique(Object.values(CommandId)));
  });

  it("commands: each of CommandId is registered", () => {
    assert.deepEqual(registered(src), Object.keys(CommandId).sort());
  });

  it("commands: menus, keys, welcome texts and the walkthrough name only contributed commands, or show the view", () => {
    const links = [...nls.matchAll(/\(command:([^)]+)\)/gu)].map(([, command]) => command);
    const named = unique(
      [...Object.values(contributes.menus).flat(), ...contributes.keybindings]
        .map(({ command }) => command)
        .concat(links),
    );
    const ids: readonly string[] = [...Object.values(CommandId), `${SESSIONS_VIEW}.focus`];
    assert.deepEqual(
      named.filter((command) => !ids.includes(command)),
      [],
    );
  });

  it("views: those contributed are those of ids.ts", () => {
    assert.deepEqual(
      unique(
        Object.values(contributes.views)
          .flat()
          .map(({ id }) => id),
      ),
      [SESSIONS_VIEW],
    );
    const containers = Object.values(contributes.viewsContainers)
      .flat()
      .map(({ id }) => id);
    assert.deepEqual(unique(Object.keys(contributes.views)), unique(containers));
  });

  it("views: the extension is there for watch rules, for links, and when a rendered document or the table is restored", () => {
    assert.deepEqual(activationEvents, [
      "onStartupFinished",
      "onUri",
      "onCustomEditor:vscode.markdown.preview.editor",
      `onWebviewPanel:${TABLE_VIEW}`,
    ]);
  });

  it("views: `when` clauses and welcome texts name only them", () => {
    const named = clauses.flatMap((when) =>
      [...when.matchAll(/\b(?:view|focusedView) == (\S+)/gu)].map(([, view]) => view),
    );
    const views = [SESSIONS_VIEW];
    assert.deepEqual(
      unique([...named, ...contributes.viewsWelcome.map(({ view }) => view)]).filter((view) => !views.includes(view)),
      [],
    );
  });

  it("context keys: those that `when` clauses and steps read are those that ui/contextKeys.ts sets, and so are their values", () => {
    const compared = [...clauses, ...completions].flatMap((when) => [
      ...when.matchAll(/(?<!view == |focusedView == |config\.)\b(bastionSessions\.\w+)(?: == (\w+))?/giu),
    ]);
    const known = literals(src.filter(({ fileName }) => fileName === join("src", "extension", "ui", "contextKeys.ts")));
    const keys = unique(compared.map(([, key]) => key));
    assert.deepEqual(
      keys,
      unique(known).filter((text) => text.startsWith("bastionSessions.")),
    );
    assert.deepEqual(
      unique(compared.map(([, , value]) => value)).filter((value) => !known.has(value)),
      [],
    );
  });

  it("tools: those contributed are those of ids.ts, in the user's language, and each that lists says that it's recorded", () => {
    const tools = contributes.languageModelTools;
    assert.deepEqual(unique(tools.map((tool) => tool.name)), unique(Object.values(ToolId)));
    assert.equal(new Set(tools.map(({ toolReferenceName }) => toolReferenceName)).size, tools.length);
    assert.ok(
      tools.every(
        ({ displayName, userDescription }) => displayName.startsWith("%tool.") && userDescription.startsWith("%tool."),
      ),
    );
    const recorded = tools.filter(({ modelDescription }) =>
      modelDescription.includes("Activity Log under the user's name"),
    );
    assert.deepEqual(
      unique(recorded.map((tool) => tool.name)),
      unique([ToolId.listSessions, ToolId.diagnose, ToolId.disconnect]),
    );
  });

  it("walkthroughs: the one that is contributed is that of ids.ts", () => {
    assert.deepEqual(
      contributes.walkthroughs.map(({ id }) => `${publisher}.${name}#${id}`),
      [WALKTHROUGH],
    );
  });

  it("settings: `when` clauses name those that are contributed", () => {
    const named = clauses.flatMap((when) => [...when.matchAll(/\bconfig\.([\w.]+)/gu)].map(([, setting]) => setting));
    assert.notEqual(named.length, 0);
    assert.deepEqual(
      named.filter((setting) => setting === undefined || !(setting in contributes.configuration.properties)),
      [],
    );
  });

  it("rows: each word that a menu looks for in viewItem is given by tree/", () => {
    const wanted = clauses.flatMap((when) =>
      [...when.matchAll(/viewItem =~ \/\\b(\w+)\\b\//gu)].map(([, word]) => word),
    );
    const given = [...literals(sources("src/extension/tree"))].flatMap((text) => text.split(" "));
    assert.notEqual(wanted.length, 0);
    assert.deepEqual(
      unique(wanted).filter((word) => !given.includes(word)),
      [],
    );
  });

  it("ids are written out once: in ids.ts and contextKeys.ts", () => {
    const homes = [join("src", "extension", "ids.ts"), join("src", "extension", "ui", "contextKeys.ts")];
    const strays = [...literals(src.filter(({ fileName }) => !homes.includes(fileName)))].filter((text) =>
      text.startsWith("bastionSessions."),
    );
    // A literal that TypeScript checks against a type of contextKeys.ts is not a second home.
    const keys = [...literals(src.filter(({ fileName }) => fileName === homes[1]))];
    assert.deepEqual(
      strays.filter((text) => !keys.includes(text)),
      [],
    );
  });
});
