import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { CloudSettings } from "../../src/extension/account/cloudSetting.ts";
import { VSCodeIdentities } from "../../src/extension/account/vscodeIdentities.ts";
import { Arm } from "../../src/core/azure/arm.ts";
import type { Log } from "../../src/core/model/log.ts";
import { Inventory } from "../../src/core/inventory/inventory.ts";
import { AttentionRows } from "../../src/extension/tree/attention/attentionRows.ts";
import { Expansion } from "../../src/extension/tree/expansion.ts";
import { ViewOptions } from "../../src/extension/tree/viewOptions.ts";
import { SessionsTree } from "../../src/extension/tree/sessionsTree.ts";
import { TreeItems } from "../../src/extension/tree/treeItems.ts";
import type { TreeNode } from "../../src/extension/tree/treeNode.ts";
import { controlOf } from "../simulated-azure/controlClient.ts";
import type { WorldSpec } from "../simulated-azure/world/worldTypes.ts";

/** Where the runner's simulated Azure is. */
export const azureUrl = process.env["BASTION_SESSIONS_AZURE"] ?? "";

/** Steers the simulated Azure. */
export const azure = controlOf(azureUrl);

/** Another world, for the account that the runner has signed in. */
export async function world(spec: Omit<WorldSpec, "accounts" | "tenants">): Promise<void> {
  await azure.reset();
  const [account] = (await azure.state()).accounts;
  assert.ok(account);
  await azure.reset({
    world: {
      tenants: [{ displayName: "Contoso" }],
      accounts: [{ id: account.id, label: account.label, home: "Contoso" }],
      ...spec,
    },
  });
}

/** A memory of its own, so that a test's word is not the extension's. */
export function memento(values: Record<string, unknown> = {}): vscode.Memento {
  return {
    keys: () => Object.keys(values),
    get: <T>(key: string, fallback?: T) => (values[key] as T | undefined) ?? fallback,
    update: (key: string, value: unknown) => {
      values[key] = value;
      return Promise.resolve();
    },
  };
}

/** The cloud of the user's own settings, confirmed. */
export async function confirmedCloud(): Promise<CloudSettings> {
  const settings = new CloudSettings(memento());
  const setting = settings.read();
  if (setting.state === "endpoint") {
    await settings.confirm(setting.cloud);
  }
  return settings;
}

const silent: Log = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // Nobody reads it.
}

/** The tree over an inventory of its own, with VS Code's real sign-in and settings, and a clock moved by hand. */
export interface Bench extends Disposable {
  readonly inventory: Inventory;
  readonly tree: SessionsTree;
  readonly clock: { ms: number };
  /** The rows below one, or at the top, as VS Code would show them. */
  rows(node?: TreeNode): Row[];
  /** The first row with this label, wherever it is. */
  row(label: string): Row;
}

export interface Row {
  readonly node: TreeNode;
  readonly item: vscode.TreeItem;
  readonly tree: SessionsTree;
}

export async function bench(): Promise<Bench> {
  const identities = new VSCodeIdentities();
  const setting = (await confirmedCloud()).read();
  if (setting.state !== "ready") {
    throw new Error(`the cloud is ${setting.state}`);
  }
  identities.use(setting.cloud);
  const clock = { ms: 0 };
  const reading = {
    monotonic: () => clock.ms,
    wall: () => new Date(new Date(2100, 0, 1, 14, 32).getTime() + clock.ms),
    pause: () => Promise.resolve(),
  };
  const inventory = new Inventory(identities, reading, silent);
  inventory.loading.addViewer().show(() => true);
  inventory.connect(new Arm({ cloud: setting.cloud, log: silent, userAgent: "test" }));
  const viewOptions = new ViewOptions(inventory, reading);
  const attention = new AttentionRows();
  const extensionUri = vscode.Uri.file("/extension");
  const items = new TreeItems({ inventory, clock: reading, viewOptions, extensionUri, attention });
  const tree = new SessionsTree({ inventory, items, expansion: new Expansion(inventory), viewOptions, attention });
  await inventory.refresh();
  const rows = (node?: TreeNode): Row[] =>
    tree.getChildren(node).map((child) => ({ node: child, item: tree.getTreeItem(child), tree }));
  const all = (node?: TreeNode): Row[] => rows(node).flatMap((row) => [row, ...all(row.node)]);
  return {
    inventory,
    tree,
    clock,
    rows,
    row: (label) => {
      const found = all().find(({ item }) => item.label === label);
      if (!found) {
        throw new Error(`no row ${label} among ${all().map(text).join(", ")}`);
      }
      return found;
    },
    [Symbol.dispose]() {
      tree.dispose();
      inventory.dispose();
    },
  };
}

/** A row as it reads: label and description. */
export function text({ item }: Row): string {
  return [item.label, item.description]
    .flatMap((part) => (typeof part === "string" && part !== "" ? [part] : []))
    .join(" | ");
}

/** A row as VS Code has it when it shows the tooltip. */
export function resolved({ tree, node, item }: Row): vscode.TreeItem {
  return tree.resolveTreeItem(item, node);
}

/** A row's tooltip, as Markdown. */
export function tooltip(row: Row): string {
  const { tooltip: shown } = resolved(row);
  return shown instanceof vscode.MarkdownString ? shown.value : String(shown);
}
