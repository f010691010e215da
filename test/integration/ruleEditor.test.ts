import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { WATCH_RULES } from "../../src/extension/ids.ts";
import { eventually } from "../ui/fixtures/eventually.ts";
import { azure, world } from "./testTree.ts";

const RULES = `{
  // Kept by hand.
  "${WATCH_RULES}": [
    { "name": "Ann", "match": "user:ann", "longerThan": "8h" },
    { "name": "All hosts", "more": true },
    { "name": "Typo", "match": "usr:ann", "connects": true },
  ],
}
`;

describe("Watch rules in settings.json", () => {
  let folder: string;
  let document: vscode.TextDocument;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "rules-"));
    await azure.reset();
    await world({
      hosts: [
        { name: "bas-a", sessions: [{ sessionId: "s-ann", userName: "ann" }] },
        { name: "bas-b", sessions: [{ sessionId: "s-ben", userName: "ben" }] },
      ],
    });
    await vscode.commands.executeCommand("bastionSessions.sessions.focus");
    await vscode.commands.executeCommand("bastionSessions.refresh");
    writeFileSync(join(folder, "settings.json"), RULES);
    document = await vscode.workspace.openTextDocument(join(folder, "settings.json"));
    await vscode.window.showTextDocument(document);
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    rmSync(folder, { recursive: true });
    await azure.reset();
  });

  async function lenses(): Promise<readonly (string | undefined)[]> {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      document.uri,
      100,
    );
    return found.map(({ range, command }) => `${range.start.line}: ${command?.title}`);
  }

  function problems(): readonly string[] {
    return vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ source }) => source === "Bastion Sessions")
      .map(({ range, message }) => `${document.getText(range)}: ${message}`);
  }

  async function replace(from: string, to: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf(from);
    const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
    edit.replace(document.uri, range, to);
    await vscode.workspace.applyEdit(edit);
  }

  it("say what each matches now, and follow what is known", async () => {
    await eventually(async () =>
      assert.deepEqual(await lenses(), [
        "3: Matches 1 of 2 known sessions",
        "4: Concerns 2 of 2 hosts",
        "5: Not watched: 1 problem",
      ]),
    );
    await world({ hosts: [{ name: "bas-a", sessions: [{ sessionId: "s-ann", userName: "ann" }] }] });
    await vscode.commands.executeCommand("bastionSessions.refresh");
    await eventually(async () =>
      assert.deepEqual((await lenses()).slice(0, 2), ["3: Matches 1 of 1 known sessions", "4: Concerns 1 of 1 hosts"]),
    );
  });

  it("say what is wrong at its place, until it is right", async () => {
    await eventually(async () => {
      const [problem, ...others] = problems();
      assert.match(problem ?? "", /^"match": "usr:ann": "usr:ann" doesn't start with a field of the filter\./);
      assert.equal(others.length, 0);
    });
    await replace("usr:ann", "user:ann");
    await eventually(async () => assert.deepEqual(problems(), []));
    await replace('"8h"', '"8x"');
    await eventually(async () => assert.match(problems().join(), /^"longerThan": "8x": longerThan can't be "8x"\./));
    assert.equal((await lenses())[0], "3: Not watched: 1 problem");
  });

  it("say on the trigger what the rule can't see", async () => {
    const at = document.positionAt(document.getText().indexOf('"more"') + 2);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      at,
    );
    const texts = hovers.flatMap(({ contents }) =>
      contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : "")),
    );
    assert.match(texts.join("\n").replaceAll("&nbsp;", " "), /average of five minutes/);
  });
});
