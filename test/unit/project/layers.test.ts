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
  ["src/core/model/session.ts", 'import { window } from "vscode";'],
  ["src/core/model/session.ts", 'import type { Uri } from "vscode";'],
  ["src/core/model/session.ts", 'import { AzureError } from "../azure/azureError.ts";'],
  ["src/core/model/session.ts", 'import { inventory } from "../inventory/inventory.ts";'],
  ["src/core/azure/sessions.ts", 'import * as vscode from "vscode";'],
  ["src/core/azure/sessions.ts", 'import { log } from "../../extension/ui/log.ts";'],
  ["src/core/azure/sessions.ts", 'import type { Accounts } from "../../extension/account/accounts.ts";'],
  ["src/core/azure/sessions.ts", 'import { inventory } from "../inventory/inventory.ts";'],
  ["src/core/azure/deep/sessions.ts", 'import { tree } from "../../../extension/tree/tree.ts";'],
  ["src/core/azure/sessions.ts", 'export { tree } from "../../extension/tree/tree.ts";'],
  ["src/core/inventory/inventory.ts", 'import { EventEmitter } from "vscode";'],
  ["src/core/inventory/inventory.ts", 'import { tree } from "../../extension/tree/tree.ts";'],
  ["src/core/inventory/inventory.ts", 'import { deleteSession } from "../../extension/commands/deleteSession.ts";'],
  ["src/core/inventory/inventory.ts", 'import { withProgress } from "../../extension/ui/progress.ts";'],
  ["src/core/inventory/inventory.ts", 'import { signIn } from "../../extension/account/signIn.ts";'],
  ["src/core/doctor/diagnose.ts", 'import { l10n } from "vscode";'],
  ["src/core/doctor/diagnose.ts", 'import { inventory } from "../inventory/inventory.ts";'],
  ["src/core/doctor/diagnose.ts", 'import { errorText } from "../../extension/ui/errorText.ts";'],
  ["src/extension/tree/tree.ts", 'import { diagnose } from "../../core/doctor/diagnose.ts";'],
  ["src/core/journal/journal.ts", 'import { window } from "vscode";'],
  ["src/core/journal/journal.ts", 'import { inventory } from "../inventory/inventory.ts";'],
  ["src/extension/tree/tree.ts", 'import { Journal } from "../../core/journal/journal.ts";'],
  ["src/extension/account/accounts.ts", 'import { tree } from "../tree/tree.ts";'],
  ["src/extension/account/accounts.ts", 'import { inventory } from "../../core/inventory/inventory.ts";'],
  ["src/extension/ui/outputLog.ts", 'import { tree } from "../tree/tree.ts";'],
  ["src/extension/ui/outputLog.ts", 'import { listSessions } from "../../core/azure/sessions.ts";'],
  ["src/extension/tree/tree.ts", 'import { listSessions } from "../../core/azure/sessions.ts";'],
  ["src/extension/tree/tree.ts", 'import { send } from "../../core/azure/transport.ts";'],
  ["src/extension/tree/tree.ts", 'import { deleteSession } from "../commands/deleteSession.ts";'],
  ["src/extension/tree/tree.ts", 'import { activate } from "../../extension.ts";'],
  ["src/extension/table/panel.ts", 'import { listSessions } from "../../core/azure/sessions.ts";'],
  ["src/extension/table/panel.ts", 'import { deleteSession } from "../commands/deleteSession.ts";'],
  ["src/extension/table/page/grid.ts", 'import { l10n } from "vscode";'],
  ["src/extension/table/page/grid.ts", 'import { inventory } from "../../../core/inventory/inventory.ts";'],
  ["src/extension/table/page/grid.ts", 'import { exportRows } from "../exports.ts";'],
  ["src/extension/table/panel.ts", 'import { Grid } from "./page/grid.ts";'],
  ["src/extension/commands/sessions/refresh.ts", 'import { activate } from "../../../extension.ts";'],
  ["src/extension/commands/sessions/refresh.ts", 'import { world } from "../../../../test/simulated-azure/world.ts";'],
  ["src/extension.ts", 'import { world } from "../test/simulated-azure/world.ts";'],
  ["src/extension.ts", 'export const later = import("./extension/tree/tree.ts");'],
  ["src/core/azure/http/transport.ts", 'export const later = import("../../../extension/tree/tree.ts");'],
  ["src/core/azure/http/transport.ts", 'export const later = import("./../views/tree.ts");'],
  ["src/core/azure/http/transport.ts", 'export const later = import("vscode");'],
  ["src/core/azure/http/transport.ts", "export const later = import(`./${name}.ts`);"],
  ["src/core/azure/http/transport.ts", "export const later = import(name);"],
];

const allowed: readonly (readonly [file: string, code: string])[] = [
  ["src/core/model/session.ts", 'import { armKey } from "./armId.ts";'],
  ["src/core/azure/sessions.ts", 'import type { BastionSession } from "../model/session.ts";'],
  ["src/core/azure/deep/sessions.ts", 'import { AzureError } from "../http/azureError.ts";'],
  ["src/core/azure/http/transport.ts", 'import fetch from "node-fetch";'],
  ["src/core/azure/http/transport.ts", 'export const later = import("./pipeline.ts");'],
  ["src/core/inventory/inventory.ts", 'import { listSessions } from "../azure/sessions.ts";'],
  ["src/core/doctor/readers.ts", 'import { listSessions } from "../azure/sessions.ts";'],
  ["src/extension/commands/doctor/diagnoseCommand.ts", 'import { diagnose } from "../../../core/doctor/diagnose.ts";'],
  ["src/core/journal/journalFormat.ts", 'import { asText } from "../text/json.ts";'],
  ["src/extension/account/accounts.ts", 'import { authentication } from "vscode";'],
  ["src/extension/account/accounts.ts", 'import type { Identities } from "../../core/inventory/identities.ts";'],
  ["src/extension/tree/tree.ts", 'import { AzureError } from "../../core/azure/http/azureError.ts";'],
  ["src/extension/tree/tree.ts", 'import type { SessionClient } from "../../core/azure/sessions.ts";'],
  ["src/extension/tree/tree.ts", 'import { inventory } from "../../core/inventory/inventory.ts";'],
  ["src/extension/tree/tree.ts", 'import { commandIds } from "../ids.ts";'],
  [
    "src/extension/commands/disconnect/deleteSession.ts",
    'import { disconnect } from "../../../core/azure/sessions.ts";',
  ],
  ["src/extension/commands/disconnect/deleteSession.ts", 'import { tree } from "../../tree/tree.ts";'],
  ["src/extension/table/page/grid.ts", 'import type { SessionRow } from "../protocol.ts";'],
  ["src/extension/table/page/grid.ts", 'import { parseFilter } from "../../../core/model/sessionFilter.ts";'],
  ["src/extension/table/panel.ts", 'import { inventory } from "../../core/inventory/inventory.ts";'],
  ["src/extension.ts", 'import { tree } from "./extension/tree/tree.ts";'],
];

describe("the layers of src", () => {
  it("are part of what `npm run lint` checks", async () => {
    const effective = (await new ESLint().calculateConfigForFile("src/core/model/armId.ts")) as Linter.Config;
    assert.deepEqual(effective.rules?.["@typescript-eslint/no-restricted-imports"], [
      2,
      ...ruleFor("layers/core/model").slice(1),
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
