import assert from "node:assert/strict";
import { ESLint, Linter } from "eslint";
import tseslint from "typescript-eslint";

/** The layer rules as eslint.config.mjs uses them, without the types that the other rules need. */
const { layers } = (await import(new URL("../../../eslint.layers.mjs", import.meta.url).href)) as {
  layers: Linter.Config[];
};
const config = [
  {
    files: ["**/*.ts"],
    languageOptions: { parser: tseslint.parser },
    plugins: { "@typescript-eslint": tseslint.plugin },
  },
  ...layers,
] satisfies Linter.Config[];

/** The rules that object to the code in that file; a parse error shows up as "none". */
function objections(file: string, code: string): string[] {
  return new Linter().verify(code, config, { filename: file }).map((message) => message.ruleId ?? "none");
}

function ruleFor(name: string): unknown[] {
  const rule = layers.find((layer) => layer.name === name)?.rules?.["@typescript-eslint/no-restricted-imports"];
  assert(Array.isArray(rule));
  return rule;
}

const forbidden: readonly (readonly [file: string, code: string])[] = [
  ["src/model/session.ts", 'import { window } from "vscode";'],
  ["src/model/session.ts", 'import type { Uri } from "vscode";'],
  ["src/model/session.ts", 'import { AzureError } from "../azure/azureError.ts";'],
  ["src/model/session.ts", 'import { inventory } from "../inventory/inventory.ts";'],
  ["src/azure/sessions.ts", 'import * as vscode from "vscode";'],
  ["src/azure/sessions.ts", 'import { log } from "../ui/log.ts";'],
  ["src/azure/sessions.ts", 'import type { Accounts } from "../account/accounts.ts";'],
  ["src/azure/sessions.ts", 'import { inventory } from "../inventory/inventory.ts";'],
  ["src/azure/deep/sessions.ts", 'import { tree } from "../../views/tree.ts";'],
  ["src/azure/sessions.ts", 'export { tree } from "../views/tree.ts";'],
  ["src/inventory/inventory.ts", 'import { EventEmitter } from "vscode";'],
  ["src/inventory/inventory.ts", 'import { tree } from "../views/tree.ts";'],
  ["src/inventory/inventory.ts", 'import { deleteSession } from "../commands/deleteSession.ts";'],
  ["src/inventory/inventory.ts", 'import { withProgress } from "../ui/progress.ts";'],
  ["src/inventory/inventory.ts", 'import { signIn } from "../account/signIn.ts";'],
  ["src/doctor/diagnose.ts", 'import { l10n } from "vscode";'],
  ["src/doctor/diagnose.ts", 'import { inventory } from "../inventory/inventory.ts";'],
  ["src/doctor/diagnose.ts", 'import { problemText } from "../ui/problemText.ts";'],
  ["src/views/tree.ts", 'import { diagnose } from "../doctor/diagnose.ts";'],
  ["src/journal/journal.ts", 'import { window } from "vscode";'],
  ["src/journal/journal.ts", 'import { inventory } from "../inventory/inventory.ts";'],
  ["src/views/tree.ts", 'import { Journal } from "../journal/journal.ts";'],
  ["src/account/accounts.ts", 'import { tree } from "../views/tree.ts";'],
  ["src/account/accounts.ts", 'import { inventory } from "../inventory/inventory.ts";'],
  ["src/ui/log.ts", 'import { tree } from "../views/tree.ts";'],
  ["src/ui/log.ts", 'import { listSessions } from "../azure/sessions.ts";'],
  ["src/views/tree.ts", 'import { listSessions } from "../azure/sessions.ts";'],
  ["src/views/tree.ts", 'import { send } from "../azure/transport.ts";'],
  ["src/views/tree.ts", 'import { deleteSession } from "../commands/deleteSession.ts";'],
  ["src/views/tree.ts", 'import { activate } from "../extension.ts";'],
  ["src/table/panel.ts", 'import { listSessions } from "../azure/sessions.ts";'],
  ["src/table/panel.ts", 'import { deleteSession } from "../commands/deleteSession.ts";'],
  ["src/table/page/grid.ts", 'import { l10n } from "vscode";'],
  ["src/table/page/grid.ts", 'import { inventory } from "../../inventory/inventory.ts";'],
  ["src/table/page/grid.ts", 'import { exportRows } from "../exports.ts";'],
  ["src/table/panel.ts", 'import { Grid } from "./page/grid.ts";'],
  ["src/commands/refresh.ts", 'import { activate } from "../extension.ts";'],
  ["src/commands/refresh.ts", 'import { world } from "../../test/simulated-azure/world.ts";'],
  ["src/extension.ts", 'import { world } from "../test/simulated-azure/world.ts";'],
  ["src/extension.ts", 'export const later = import("./views/tree.ts");'],
  ["src/azure/transport.ts", 'export const later = import("../views/tree.ts");'],
  ["src/azure/transport.ts", 'export const later = import("./../views/tree.ts");'],
  ["src/azure/transport.ts", 'export const later = import("vscode");'],
  ["src/azure/transport.ts", "export const later = import(`./${name}.ts`);"],
  ["src/azure/transport.ts", "export const later = import(name);"],
];

const allowed: readonly (readonly [file: string, code: string])[] = [
  ["src/model/session.ts", 'import { armKey } from "./armId.ts";'],
  ["src/azure/sessions.ts", 'import type { BastionSession } from "../model/session.ts";'],
  ["src/azure/deep/sessions.ts", 'import { AzureError } from "../azureError.ts";'],
  ["src/azure/transport.ts", 'import fetch from "node-fetch";'],
  ["src/azure/transport.ts", 'export const later = import("./pipeline.ts");'],
  ["src/inventory/inventory.ts", 'import { listSessions } from "../azure/sessions.ts";'],
  ["src/doctor/readers.ts", 'import { listSessions } from "../azure/sessions.ts";'],
  ["src/commands/doctor/diagnose.ts", 'import { diagnose } from "../../doctor/diagnose.ts";'],
  ["src/journal/lines.ts", 'import { asText } from "../azure/fields.ts";'],
  ["src/account/accounts.ts", 'import { authentication } from "vscode";'],
  ["src/account/accounts.ts", 'import type { Identities } from "../inventory/identities.ts";'],
  ["src/views/tree.ts", 'import { AzureError } from "../azure/azureError.ts";'],
  ["src/views/tree.ts", 'import type { SessionClient } from "../azure/sessions.ts";'],
  ["src/views/tree.ts", 'import { inventory } from "../inventory/inventory.ts";'],
  ["src/views/tree.ts", 'import { commandIds } from "../commands/ids.ts";'],
  ["src/commands/deleteSession.ts", 'import { disconnect } from "../azure/sessions.ts";'],
  ["src/commands/deleteSession.ts", 'import { tree } from "../views/tree.ts";'],
  ["src/table/page/grid.ts", 'import type { SessionRow } from "../protocol.ts";'],
  ["src/table/page/grid.ts", 'import { parseFilter } from "../../model/sessionFilter.ts";'],
  ["src/table/panel.ts", 'import { inventory } from "../inventory/inventory.ts";'],
  ["src/extension.ts", 'import { tree } from "./views/tree.ts";'],
];

describe("the layers of src", () => {
  it("are part of what `npm run lint` checks", async () => {
    const effective = (await new ESLint().calculateConfigForFile("src/model/armId.ts")) as Linter.Config;
    assert.deepEqual(effective.rules?.["@typescript-eslint/no-restricted-imports"], [
      2,
      ...ruleFor("layers/model").slice(1),
    ]);
  });
  for (const [file, code] of forbidden) {
    const rule = code.includes("import(") ? "no-restricted-syntax" : "@typescript-eslint/no-restricted-imports";
    it(`${file} must not say: ${code}`, () => assert.deepEqual(objections(file, code), [rule]));
  }
  for (const [file, code] of allowed) {
    it(`${file} may say: ${code}`, () => assert.deepEqual(objections(file, code), []));
  }
});
