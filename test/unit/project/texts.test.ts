import assert from "node:assert/strict";
import { Linter } from "eslint";

const { texts, inertMessages } = (await import(new URL("../../../lint/texts.mjs", import.meta.url).href)) as {
  texts: object[];
  inertMessages: object;
};
const config = [
  {
    files: ["**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...texts] },
  },
] satisfies Linter.Config[];

function objections(code: string, rules: Linter.Config[] = config): string[] {
  return new Linter()
    .verify(code, rules, { filename: "src/extension/tree/example.ts" })
    .map((message) => message.ruleId ?? "none");
}

const forbidden = [
  'window.showErrorMessage("Failed");',
  'showErrorMessage("Failed");',
  "window.showErrorMessage(`Failed: ${reason}`);",
  'window.showErrorMessage("Failed: " + reason);',
  'void vscode.window.showWarningMessage(l10n.t("Sure?"), { modal: true }, "Disconnect");',
  'window.showWarningMessage(l10n.t("Sure?"), { modal: true, detail: "They can connect again." });',
  'window.withProgress({ location, title: "Disconnecting" }, task);',
  'new TreeItem("Retry");',
  'new vscode.TreeItem("Retry");',
  'item.tooltip = "A host";',
  "view.description = `${count} sessions`;",
  "tooltip.appendMarkdown(`**Host** ${name}`);",
  'const item = { label: "Retry" };',
  'l10n.t("one " + "two");',
  "l10n.t(`${count} sessions`);",
  "vscode.l10n.t(text);",
  "plural(text, count);",
  "pluralForms(`${count} sessions`);",
];

const allowed = [
  'window.showErrorMessage(l10n.t("Failed"));',
  'showErrorMessage(l10n.t("Failed"));',
  'window.showErrorMessage(l10n.t("Failed: {reason}", { reason }));',
  "item.description = `${sku} · ${state}`;",
  'item.contextValue = "host portal";',
  'item.description = "—";',
  "tooltip.appendMarkdown(`**${name}**\\n\\n`);",
  'throw new AzureError(late ? { kind: "timedOut", detail: "no token in time" } : facts);',
  'log.info("hosts listed");',
  "const item = { label: session.userName };",
  'plural("{0} sessions", count, formatNumber(count));',
  'vscode.l10n.t({ message: "{0} sessions", args: [count], comment: ["A count"] });',
];

describe("what the user reads", () => {
  for (const code of forbidden) {
    it(`must not be written as ${code}`, () => assert.deepEqual(objections(code), ["no-restricted-syntax"]));
  }
  for (const code of allowed) {
    it(`may be written as ${code}`, () => assert.deepEqual(objections(code), []));
  }
});

describe("a message", () => {
  const rules = [
    { files: ["**/*.ts"], rules: { "no-restricted-syntax": ["error", inertMessages] } },
  ] as Linter.Config[];
  for (const code of [
    "void window.showErrorMessage(text);",
    "void vscode.window.showWarningMessage(text, { modal: true });",
    "const show = isBad ? window.showErrorMessage : other;",
    "window.showInputBox({ prompt: text });",
    "window.createInputBox();",
    "window.withProgress({ location, title: text }, task);",
    "window.setStatusBarMessage(text);",
  ]) {
    it(`must not be shown by ${code}`, () => assert.deepEqual(objections(code, rules), ["no-restricted-syntax"]));
  }
  for (const code of ["void showErrorMessage(text);", "withProgress({ location, title: text }, task);"]) {
    it(`may be shown by ${code}`, () => assert.deepEqual(objections(code, rules), []));
  }
});
