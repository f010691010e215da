import assert from "node:assert/strict";
import { Names } from "../../../../../src/core/inventory/names.ts";
import { parseFilter } from "../../../../../src/core/model/session/sessionFilter.ts";
import type { ParsedRule, Trigger } from "../../../../../src/core/watch/watchRule.ts";
import type { App } from "../../../../../src/extension/commands/app.ts";
import { hostState } from "../../table/tableRows.ts";
import * as stub from "../../vscodeStub.ts";

const { copyRuleAsAlert } = await stub.importWithStub(
  () => import("../../../../../src/extension/commands/watch/copyRuleAsAlert.ts"),
);

/** A rule as the setting has it. */
function parsed(name: string, trigger: Trigger, match?: string): ParsedRule {
  const filter = match === undefined ? undefined : parseFilter(match);
  return {
    index: 0,
    name,
    problems: [],
    rule: { key: `key of ${name}`, name, trigger, ...(filter && { match: filter }) },
  };
}

const CONNECTS = parsed("Ann connects", { kind: "connects" }, "person:ann@contoso.com");
const LONG = parsed("Long", { kind: "longerThan", minutes: 480 }, ">4h [x](command:y)");
const FULL = parsed("Full", { kind: "fuller", percent: 80 });
const MORE = parsed("More", { kind: "more" });
const BROKEN: ParsedRule = { index: 1, name: "Broken", problems: [{ kind: "noTrigger" }] };
const RULES = [CONNECTS, LONG, FULL, MORE, BROKEN];

/** Two hosts of a subscription, in resource groups of their own. */
const [BAS, ONE] = [hostState("bas", []), hostState("one", [])];
const HOSTS = [BAS, { ...ONE, host: { ...ONE.host, resourceGroup: "rg-two", location: "westeurope" } }];

/** Runs the command, picking these labels in turn, and gives what was seen of it. */
async function run(
  picks: readonly string[],
  { rules = RULES, argument, button }: { rules?: readonly ParsedRule[]; argument?: unknown; button?: string } = {},
) {
  const toPick = [...picks];
  const [messages, warnings, rows, copied, shown]: [string[], string[], string[][], string[], string[]] = [
    [],
    [],
    [],
    [],
    [],
  ];
  const say =
    (...kept: readonly string[][]) =>
    (text: string, ...buttons: readonly string[]) => {
      kept.forEach((list) => list.push(text));
      return Promise.resolve(buttons.find((one) => one === button));
    };
  const before = { ...stub.window };
  Object.assign(stub.window, {
    showQuickPick: (items: readonly { readonly label: string }[]) => {
      rows.push(items.map(({ label }) => label));
      const label = toPick.shift();
      return Promise.resolve(items.find((item) => item.label === label));
    },
    showInformationMessage: say(messages),
    showWarningMessage: say(messages, warnings),
  });
  Object.assign(stub.env, { clipboard: { writeText: (text: string) => void copied.push(text) } });
  const app = {
    inventory: { hosts: HOSTS, names: new Names({ hosts: HOSTS, accounts: new Map(), allSubscriptions: new Map() }) },
    load: () => Promise.resolve(),
    alertDocuments: { show: (_key: string, text: string) => Promise.resolve(void shown.push(text)) },
  } as unknown as App;
  try {
    await copyRuleAsAlert(() => rules)(app, argument);
  } finally {
    Object.assign(stub.window, before);
  }
  assert.deepEqual(toPick, []);
  return { messages, warnings, rows, copied, shown };
}

describe("Copy Rule as Azure Alert", () => {
  it("copies the rule, scope, and form that the user picks", async () => {
    const { rows, copied, messages, warnings } = await run(["Ann connects", "bas", "Bicep"]);
    assert.deepEqual(rows, [
      ["Ann connects", "Long", "Full", "More"],
      ["bas", "one", "s-1"],
      ["Bicep", "Azure CLI for bash", "Azure CLI for PowerShell", "All, as a Document"],
    ]);
    assert.match(copied.join(), /'Microsoft\.Insights\/scheduledQueryRules@2023-12-01'/u);
    assert.match(copied.join(), /UserEmail contains 'ann@contoso\.com'/u);
    assert.ok(copied.join().includes(`'${BAS.host.id}'`));
    assert.ok(copied.join().includes(`vscode://bastion-sessions.bastion-sessions/host?host=${BAS.host.key}'`));
    assert.deepEqual([messages, warnings], [["Alert copied for Bicep."], []]);
  });

  it("copies commands, and says what to replace in them", async () => {
    const bash = await run(["Ann connects", "bas", "Azure CLI for bash"]);
    assert.match(bash.copied.join(), /az monitor scheduled-query create .* --action-groups ACTION_GROUP_ID\n$/u);
    assert.deepEqual(bash.messages, ["Alert copied for bash. Replace ACTION_GROUP_ID in it."]);
    const powerShell = await run(["Ann connects", "bas", "Azure CLI for PowerShell"]);
    assert.match(powerShell.copied.join(), /^@'\n[^]*\n'@ \| Set-Content [^]*\naz deployment group create /u);
  });

  it("asks in which resource group a subscription's alert is created, if there are several", async () => {
    const { rows, copied } = await run(["Ann connects", "s-1", "rg-two", "Azure CLI for bash"]);
    assert.deepEqual(rows[2], ["rg", "rg-two"]);
    assert.match(copied.join(), /--resource-group rg-two .* --location westeurope --scopes \/subscriptions\/s-1 /u);
  });

  it("names what Azure can't do, as text, and shows why", async () => {
    const { warnings, shown } = await run(["Long", "bas", "Bicep"], { button: "Show Document" });
    assert.deepEqual(warnings, [
      "Alert copied for Bicep. Azure can't do: sessions older than two days, >4h, [x] (command:y) in subscription names",
    ]);
    const [document = ""] = shown;
    assert.match(document, /^# Azure alert for Long\n/u);
    assert.match(document, /- \*\*\\>4h\*\*: Azure's audit log doesn't have this\./u);
    assert.match(document, /- \*\*\\\[x\\\]\(command:y\) in subscription names\*\*/u);
    for (const block of ["```bicep\n", "```bash\n", "```powershell\n"]) {
      assert.ok(document.includes(block));
    }
  });

  it("copies nothing of a rule that Azure can't do", async () => {
    const { warnings, copied } = await run(["More", "bas"]);
    assert.deepEqual(copied, []);
    assert.match(warnings.join(), /^Azure doesn't compare a host's sessions with the last count\./u);
  });

  it("offers only hosts for a rule about how full a host is", async () => {
    const { rows, copied } = await run(["Full", "bas", "Bicep"]);
    assert.deepEqual(rows[1], ["bas", "one"]);
    assert.match(copied.join(), /metricAlerts@2018-03-01/u);
  });

  it("is for the rule that it is called on", async () => {
    const { rows } = await run([], { argument: { ruleKey: "key of Long" } });
    assert.deepEqual(rows, [["bas", "one", "s-1"]]);
    const gone = await run([], { argument: { ruleKey: "key of another" } });
    assert.deepEqual(gone.warnings, ["This watch rule no longer exists, or has a mistake."]);
  });

  it("says that there are no rules", async () => {
    const { messages, rows } = await run([], { rules: [BROKEN] });
    assert.deepEqual(messages, ["There are no watch rules to copy. Add one first."]);
    assert.deepEqual(rows, []);
  });

  it("copies nothing after a cancelled question", async () => {
    for (const picks of [[], ["Ann connects"], ["Ann connects", "s-1"], ["Ann connects", "bas"]]) {
      const { copied, messages } = await run(picks);
      assert.deepEqual([copied, messages], [[], []]);
    }
  });
});
