import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { CommandId, ToolId } from "../../../src/extension/ids.ts";

const src = join(import.meta.dirname, "../../../src");

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"))
  .map((path) => ts.createSourceFile(path, readFileSync(join(src, path), "utf8"), ts.ScriptTarget.ESNext, true));

const QUESTION = "extension/commands/disconnect/disconnect.ts";
/** Of the command line, and the one place there that sends. */
const COMMAND = "cli/commands/disconnectCommand.ts";
const CHANGE = "cli/act/change.ts";
const FORM = "cli/mcp/disconnectAnswer.ts";
const SENDER = "cli/act/disconnectSelected.ts";

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

/** The names that the statement at the top of a file declares, which a node is in. */
function topLevelName(node: ts.Node): string {
  let top = node;
  while (!ts.isSourceFile(top.parent)) {
    top = top.parent;
  }
  if (ts.isVariableStatement(top)) {
    return top.declarationList.declarations.map(({ name }) => name.getText()).join();
  }
  return (ts.isFunctionDeclaration(top) || ts.isClassDeclaration(top)) && top.name ? top.name.text : "?";
}

/** Whether a name is used, and not only declared, imported or exported. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  const isName = "name" in parent && parent.name === node && !ts.isPropertyAccessExpression(parent);
  const isType = ts.isTypeNode(parent) || ts.isTypeQueryNode(parent) || ts.isLiteralTypeNode(parent);
  return (
    !isName &&
    !ts.isImportSpecifier(parent) &&
    !ts.isExportSpecifier(parent) &&
    !isType &&
    !ts.isJSDoc(parent) &&
    !ts.isJSDocLink(parent)
  );
}

/** Where functions use a name, as `file: function`. Whatever only looks like it is found too. */
function usersOf(name: string, within?: string): readonly string[] {
  const found = new Set<string>();
  for (const file of files.filter(({ fileName }) => within === undefined || fileName === within)) {
    walk(file, (node) => {
      if (ts.isIdentifier(node) && node.text === name && isUse(node)) {
        found.add(`${file.fileName}: ${topLevelName(node)}`);
      }
    });
  }
  return [...found].sort();
}

/** Where a method is named that is written like this, as `file: function`. */
function callersOf(method: RegExp): readonly string[] {
  const found = new Set<string>();
  for (const file of files) {
    walk(file, (node) => {
      if (ts.isPropertyAccessExpression(node) && method.test(node.getText())) {
        found.add(`${file.fileName}: ${topLevelName(node)}`);
      }
    });
  }
  return [...found];
}

function functionText(path: string, name: string): string {
  const found = files
    .find(({ fileName }) => fileName === path)
    ?.statements.find((one) => ts.isFunctionDeclaration(one) && one.name?.text === name);
  return found?.getText() ?? "";
}

describe("Every path to a disconnect", () => {
  it("leads from Azure's request up to one function in VS Code, and one on the command line", () => {
    assert.deepEqual(usersOf("disconnectSessions"), ["core/disconnect/disconnects.ts: Disconnects"]);
    assert.deepEqual(callersOf(/\bdisconnects\.disconnect$/u), ["core/disconnect/disconnectRun.ts: runDisconnect"]);
    assert.deepEqual(usersOf("runDisconnect"), [`${SENDER}: disconnectSelected`, `${QUESTION}: send`]);
    assert.deepEqual(usersOf("send", QUESTION), [`${QUESTION}: disconnect`]);
  });

  it("has a question there: what is sent is what it returns, or a retry of that", () => {
    assert.deepEqual(usersOf("disconnect", QUESTION), [`${QUESTION}: confirmAndDisconnect`, `${QUESTION}: notify`]);
    assert.match(
      functionText(QUESTION, "confirmAndDisconnect"),
      /const confirmed = await confirmDisconnect\([^]*if \(!confirmed\) \{\s*return undefined;\s*\}\s*const \{ sessions, [^]*\} = confirmed;[^]*disconnect\(app, sessions,/u,
    );
  });

  it("has a question on the command line, or --yes with --max: what is sent is what was counted and shown", () => {
    assert.deepEqual(usersOf("disconnectSelected"), [`${COMMAND}: disconnectCommand`, `${FORM}: disconnectAnswer`]);
    assert.deepEqual(usersOf("disconnectCommand"), ["cli/commandLine.ts: programOf"]);
    const body = functionText(COMMAND, "disconnectCommand");
    assert.match(
      body,
      /const most = requireUsage\(options, runtime\);[^]*selectSessions[^]*const question = \(\) => questionOf\(\{ sessions, [^]*await requireConfirmed\(\{ count: sessions\.length, most, question \}, options, [^]*disconnectSelected\(\s*\{ sessions,/u,
    );
    assert.match(functionText(COMMAND, "requireUsage"), /return requireConfirmable\(options, /u);
  });

  it("is confirmed at the terminal, or by --yes with --max, whatever the command line changes", () => {
    const usage = functionText(CHANGE, "requireConfirmable");
    assert.match(usage, /yes === true && max === undefined\) \{\s*throw /u);
    assert.match(usage, /yes !== true && !terminal\.isInteractive\) \{\s*throw /u);
    assert.match(
      functionText(CHANGE, "requireConfirmed"),
      /if \(count > most\) \{\s*throw [^]*if \(yes !== true && !\(await askAtTerminal\(question\(\), runtime\)\)\) \{\s*throw /u,
    );
  });

  it("has a question in the form of an agent's client: what is sent is what it showed", () => {
    assert.deepEqual(usersOf("disconnectAnswer"), ["cli/mcp/mcpTools.ts: disconnectTool"]);
    assert.match(
      functionText(FORM, "disconnectAnswer"),
      /questionOf\(\{ sessions, [^]*const answer = await askByForm\(question, [^]*if \(answer !== "confirmed"\) \{\s*return [^]*const request = \{ sessions, [^]*disconnectSelected\(request,/u,
    );
  });

  it("begins at a command, the API, or a tool: these, and no other", () => {
    const folder = "extension/commands/disconnect";
    assert.deepEqual(usersOf("confirmAndDisconnect"), [
      `${folder}/cleanUpLeftovers.ts: cleanUpLeftovers`,
      `${folder}/deleteSession.ts: deleteNamed`,
      `${folder}/deleteSession.ts: deleteSession`,
      `${folder}/deleteSession.ts: pickAndDelete`,
      `${QUESTION}: notify`,
      `${folder}/disconnectAll.ts: confirmThese`,
      `${folder}/disconnectAll.ts: disconnectHost`,
      `${folder}/disconnectHits.ts: disconnectHits`,
      `${folder}/disconnectOnDemand.ts: confirmAndDisconnect`,
      "extension/commands/requests/disconnectNamed.ts: disconnectNamed",
    ]);
    assert.deepEqual(usersOf("disconnectNamed"), [
      "extension/publicApi.ts: disconnect",
      "extension/tools/disconnectTool.ts: askToDisconnect",
    ]);
    assert.deepEqual(usersOf("askToDisconnect"), ["extension/tools/toolActions.ts: TOOLS"]);
    assert.deepEqual(
      Object.values(ToolId).filter((id) => /delete|disconnect|end|kill/iu.test(id)),
      [ToolId.disconnect],
    );
    assert.ok(Object.values(CommandId).length > 50);
  });
});

describe("Every path to a deletion of links", () => {
  const question = "extension/commands/links/deleteLinks.ts";
  const command = "cli/commands/deleteLinksCommand.ts";

  it("leads from Azure's request up to one function in VS Code, and one on the command line", () => {
    assert.deepEqual(usersOf("deleteShareableLinks"), ["core/links/linkDeletions.ts: LinkDeletions"]);
    assert.deepEqual(callersOf(/\bdeletions\.delete$/u), ["core/links/linkRun.ts: runLinkDeletion"]);
    assert.deepEqual(usersOf("runLinkDeletion"), [
      "cli/act/links/deleteSelectedLinks.ts: deleteSelectedLinks",
      `${question}: send`,
    ]);
    assert.deepEqual(usersOf("send", question), [`${question}: deleteReserved`]);
    assert.deepEqual(usersOf("deleteReserved"), [`${question}: deleteConfirmed`]);
  });

  it("has a question there: what is sent is what it returns, or a retry of that", () => {
    assert.deepEqual(
      usersOf("deleteConfirmed"),
      ["deleteConfirmed", "deleteLinks", "notify"].map((name) => `${question}: ${name}`),
    );
    const asked =
      /const confirmed = await confirmLinks\([^]*if \(confirmed\) \{\s*await deleteConfirmed\(app, confirmed\)/u;
    assert.match(functionText(question, "deleteLinks"), asked);
    const again = /const again = await confirmLinks\([^]*await \(again && deleteConfirmed\(app, again\)\)/u;
    assert.match(functionText(question, "deleteConfirmed"), again);
  });

  it("has a question on the command line, or --yes with --max: what is sent is what was counted and shown", () => {
    assert.deepEqual(usersOf("deleteSelectedLinks"), [`${command}: deleteAsked`]);
    assert.deepEqual(usersOf("deleteAsked"), [`${command}: deleteAsked`, `${command}: deleteLinksCommand`]);
    assert.deepEqual(usersOf("deleteLinksCommand"), ["cli/commandLine.ts: programOf"]);
    assert.match(
      functionText(command, "deleteAsked"),
      /const \{ machines \} = asked;\s*const question = \(\) => linkQuestionOf\(\{ \.\.\.asked, [^]*await requireConfirmed\(\{ count: machines\.length, most, question \}, options, [^]*deleteSelectedLinks\(\s*\{ \.\.\.asked, /u,
    );
    assert.match(
      functionText(command, "deleteLinksCommand"),
      /const most = requireConfirmable\(options, [^]*selectLinks[^]*deleteAsked\(/u,
    );
  });
});
