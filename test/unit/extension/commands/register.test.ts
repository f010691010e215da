import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { App } from "../../../../src/extension/commands/app.ts";
import { CommandId } from "../../../../src/extension/ids.ts";
import type { ArmKey } from "../../../../src/core/model/armId.ts";
import { hostNode } from "../../../../src/extension/tree/treeNode.ts";
import { importWithStub, messages, registered } from "../vscodeStub.ts";

const { commandTable, registerCommands } = await importWithStub(
  () => import("../../../../src/extension/commands/register.ts"),
);

const ids = Object.values(CommandId);
const BUSY = "Nothing was done because the view was updating. Select the row and try again.";
const row = hostNode("/subscriptions/s/resourcegroups/rg/providers/microsoft.network/bastionhosts/bas" as ArmKey);

/** Commands that run only with a connected cloud; the others either need none or look for themselves. */
const NEEDING_CLOUD: readonly CommandId[] = [
  CommandId.refresh,
  CommandId.refreshHost,
  CommandId.refreshSubscription,
  CommandId.disconnectHost,
  CommandId.disconnectTarget,
  CommandId.disconnectUser,
  CommandId.disconnectPerson,
  CommandId.disconnectMatching,
  CommandId.disconnectHits,
  CommandId.cleanUpLeftovers,
  CommandId.connectInTerminal,
  CommandId.copyConnectCommand,
  CommandId.copyRuleAsAlert,
  CommandId.reviewShareableLinks,
  CommandId.signInAgain,
  CommandId.showHiddenTenants,
  CommandId.manageAccounts,
  CommandId.whatWasSearched,
  CommandId.findSession,
  CommandId.filterSessions,
  CommandId.selectSubscriptions,
  CommandId.openTable,
  CommandId.openHistory,
  CommandId.exportIncident,
  CommandId.diagnose,
  CommandId.reviewLinksOfDocument,
];

/** Calls every command, with handlers that do nothing but say that they ran. */
async function runAll(isConnected: boolean, ...args: readonly unknown[]) {
  const [ran, asked]: [string[], string[]] = [[], []];
  let current = "";
  const app = {
    connection: { ensureReady: () => asked.push(current) > 0 && isConnected },
  } as unknown as App;
  const recorded = Object.entries(commandTable).map(([id, command]) => [
    id,
    {
      ...command,
      run: (...received: readonly unknown[]) => {
        assert.deepEqual(received, [app, args[0], args[1]]);
        ran.push(id);
      },
    },
  ]);
  registerCommands(app, Object.fromEntries(recorded) as typeof commandTable);
  messages.length = 0;
  for (const [id, run] of registered) {
    current = id;
    await run(...args);
  }
  return { ran, asked, messages: [...messages] };
}

describe("The table of commands", () => {
  it("has those of package.json", () => {
    registerCommands({} as App);
    assert.deepEqual([...registered.keys()].sort(), ids.toSorted());
    const { contributes } = JSON.parse(readFileSync(join(import.meta.dirname, "../../../../package.json"), "utf8")) as {
      contributes: {
        commands: readonly { command: string }[];
        menus: Record<string, readonly { command: string }[]>;
      };
    };
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), ids.toSorted());
    // Without its row, these do the same, and table and history open for all hosts.
    const same = [CommandId.showLog, CommandId.snoozeWatch, CommandId.endSnooze];
    const anyway: readonly string[] = [...same, CommandId.openTable, CommandId.openHistory];
    const onRows = contributes.menus["view/item/context"]?.map(({ command }) => command) ?? [];
    assert.deepEqual(
      ids.filter((id) => commandTable[id].needs?.includes("rows")),
      ids.filter((id) => onRows.includes(id) && !anyway.includes(id)),
    );
  });

  it("runs each command if all is there that it needs", async () => {
    for (const args of [[], [row], [row, [row, row], "more"]]) {
      const { ran, asked, messages: said } = await runAll(true, ...args);
      assert.deepEqual(ran.sort(), ids.toSorted());
      assert.deepEqual(asked.sort(), NEEDING_CLOUD.toSorted());
      assert.deepEqual(said, []);
    }
  });

  it("runs without a connected cloud only what needs none; the connection says so itself", async () => {
    const { ran, asked, messages: said } = await runAll(false, row);
    assert.deepEqual(ran.sort(), ids.filter((id) => !NEEDING_CLOUD.includes(id)).sort());
    assert.deepEqual(asked.sort(), NEEDING_CLOUD.toSorted());
    assert.deepEqual(said, []);
  });

  it("runs nothing on a row that VS Code could not name, and says so before it looks for a cloud", async () => {
    const needing = ids.filter((id) => commandTable[id].needs?.includes("rows"));
    for (const args of [
      [undefined],
      [null],
      [row, [row, undefined]],
      [{ ...row, hostKey: "a" }],
      [row, [{ kind: "host" }]],
    ]) {
      const { ran, asked, messages: said } = await runAll(false, ...args);
      assert.deepEqual(ran.sort(), ids.filter((id) => !needing.includes(id) && !NEEDING_CLOUD.includes(id)).sort());
      assert.deepEqual(asked.sort(), NEEDING_CLOUD.filter((id) => !needing.includes(id)).sort());
      assert.deepEqual(
        said,
        needing.map(() => BUSY),
      );
    }
  });

  it("turns an error into a message", async () => {
    const logged: string[] = [];
    const app = { log: { error: (text: string) => logged.push(text) } } as unknown as App;
    registerCommands(app, { broken: { run: () => assert.fail("secret") } });
    messages.length = 0;
    await registered.get("broken")?.();
    registered.delete("broken");
    assert.deepEqual(messages, ["An unexpected error occurred. See the log for details."]);
    assert.match(logged.join(""), /^broken: unexpected error\n\s+at /);
    assert.doesNotMatch(logged.join(""), /secret/);
  });
});
