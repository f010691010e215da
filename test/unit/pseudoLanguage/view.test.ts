import assert from "node:assert/strict";
import type { TreeItem } from "vscode";
import { about } from "../../../src/core/model/count.ts";
import { parseFilter } from "../../../src/core/model/session/sessionFilter.ts";
import type { BlindReason, Hit } from "../../../src/core/watch/hit.ts";
import type { RuleProblem, Trigger } from "../../../src/core/watch/watchRule.ts";
import type { RuleState, WatchState } from "../../../src/core/watch/watchState.ts";
import type { Grouping } from "../../../src/extension/ui/settings.ts";
import type { TreeNode } from "../../../src/extension/tree/treeNode.ts";
import { World } from "../../simulated-azure/world/world.ts";
import { startSimulatedAzure } from "../../simulated-azure/server.ts";
import { inventoryBench } from "../../support/inventoryBench.ts";
import { untranslated } from "../../support/language/pseudoLanguage.ts";
import { inPseudoLanguage } from "../../support/language/pseudoLanguageOn.ts";
import { importWithStub } from "../extension/vscodeStub.ts";
import { FakeWatch } from "../extension/watch/watchStates.ts";

const {
  AttentionRows,
  Expansion,
  noticeText,
  TreeItems,
  TreeRows,
  viewDescription,
  viewMessage,
  ViewOptions,
  watchStatusText,
} = await importWithStub(async () => ({
  ...(await import("../../../src/extension/tree/attention/attentionRows.ts")),
  ...(await import("../../../src/extension/tree/expansion.ts")),
  ...(await import("../../../src/extension/tree/treeItems.ts")),
  ...(await import("../../../src/extension/tree/treeRows.ts")),
  ...(await import("../../../src/extension/tree/viewOptions.ts")),
  ...(await import("../../../src/extension/tree/viewState.ts")),
  ...(await import("../../../src/extension/watch/noticeTexts.ts")),
  ...(await import("../../../src/extension/watch/watchStatusText.ts")),
}));

/** What is the same in every language in the view: Azure's own words, and what stands in settings.json. */
const NAMES: readonly (RegExp | string)[] = [
  /\b(?:Standard|Basic|SSH|RDP|westeurope|Succeeded|Updating|Enabled|Mon-Fri|UTC)\b/gu,
];

const GROUPINGS: readonly Grouping[] = ["subscription", "host", "user", "person", "targetVm"];

function world(): World {
  const made = new World({ log: { tunnelIds: "own", lagMinutes: [0, 0] } });
  made.addTenant({ displayName: "Εταιρεία" });
  made.addAccount({ label: "άννα@εταιρεία.gr" });
  made.addPerson({ email: "βασίλης@εταιρεία.gr", accounts: ["βασίλης"] });
  const machine = { targetHostName: "μηχανή" };
  for (const name of ["Συνδρομή-1", "Συνδρομή-2"]) {
    const subscription = made.addSubscription({ displayName: name });
    const host = made.addHost({
      name: `κόμβος-${name}`,
      subscription,
      resourceGroup: "ομάδα",
      sessions: [],
      switches: { enableShareableLink: true },
    });
    made.addSession(host, { ...machine, userName: "βασίλης", person: "βασίλης@εταιρεία.gr", ageMinutes: 90 });
    made.addSession(host, { ...machine, userName: "γιάννης", ageMinutes: 90 });
    made.addSession(host, { ...machine, userName: "γιάννης", ageMinutes: 90 });
    made.addSession(host, {
      omit: ["sessionId", "userName", "startTime", "targetHostName", "targetResourceId", "protocol"],
    });
    made.addHost({
      name: `κόμβος-κλειστός-${name}`,
      subscription,
      resourceGroup: "ομάδα",
      provisioningState: "Updating",
    });
  }
  return made;
}

/** Every text of a row. */
function textsOf({ label, description, tooltip, accessibilityInformation }: TreeItem): readonly string[] {
  const hover = typeof tooltip === "object" ? tooltip.value.replaceAll("\\", "") : tooltip;
  return [label, description, hover, accessibilityInformation?.label].flatMap((text) =>
    typeof text === "string" ? [text] : [],
  );
}

describe("In the pseudo-language, the view", () => {
  inPseudoLanguage();

  it("has translated texts only, in every grouping and with a filter", async () => {
    const azure = await startSimulatedAzure({ world: world() });
    for (const { id, name } of azure.world.hosts) {
      if (name.includes("κλειστός")) {
        azure.world.setRole(azure.world.account(), id, "reader");
      }
    }
    await using bench = await inventoryBench(azure);
    const { inventory } = bench;
    const clock = { monotonic: () => bench.clock.ms, wall: () => new Date(), pause: () => Promise.resolve() };
    await inventory.refresh();
    await bench.until(
      () => [...inventory.hosts].length === 4 && [...inventory.hosts].every(({ list, problem }) => list ?? problem),
    );
    const attention = new AttentionRows();
    const viewOptions = new ViewOptions(inventory, clock);
    const rows = new TreeRows({ inventory, expansion: new Expansion(inventory), viewOptions, attention });
    const items = new TreeItems({ inventory, clock, viewOptions, extensionUri: {} as never, attention });
    const all = (node?: TreeNode): readonly TreeNode[] => rows.below(node).flatMap((below) => [below, ...all(below)]);
    const looked = () => {
      const nodes = all();
      const texts = nodes.flatMap((node) => textsOf(items.withTooltip(items.item(node), node)));
      return { kinds: nodes.map(({ kind }) => kind), left: untranslated(texts.join("\n"), NAMES) };
    };
    const header = () => [
      viewDescription(inventory, clock.wall()),
      viewMessage("ready", inventory, viewOptions, { slowdown: 4, everyMs: 60_000 }),
    ];
    attention.attach(watchOf([...inventory.hosts][0]!.host.key));
    const seen = new Set<string>();
    for (const groupBy of GROUPINGS) {
      viewOptions.groupBy = groupBy;
      const { kinds, left } = looked();
      assert.deepEqual(left, [], groupBy);
      kinds.forEach((kind) => seen.add(kind));
    }
    assert.deepEqual(untranslated(header().join("\n"), NAMES), []);
    viewOptions.filter = parseFilter("γιάννης");
    assert.deepEqual(looked().left, []);
    assert.deepEqual(untranslated(header().join("\n"), NAMES), []);
    assert.deepEqual([...seen].sort(), [
      "attention",
      "group",
      "hit",
      "host",
      "hostProblem",
      "moreHits",
      "session",
      "subscription",
      "watchRule",
    ]);
    await azure.close();
  });
});

/** A rule of each kind, with a hit of each kind and each thing that it can't see. */
function watchOf(hostKey: Hit["hostKey"]): FakeWatch {
  const connection = {
    key: "1",
    hostKey,
    person: "άννα",
    clientAddress: "203.0.113.5",
    targetAddress: "10.0.0.4",
    started: 0,
    hasEnded: true,
  };
  const failures = { kind: "failures", userNames: ["ρίζα"], count: 5, from: 0, to: 0 } as const;
  const hits: readonly Hit[] = [
    { key: "1", hostKey, subject: { kind: "session", sessionKey: "1" } },
    { key: "2", hostKey, subject: { kind: "connection", connection } },
    { key: "3", hostKey, subject: { ...failures, address: "203.0.113.5" } },
    { key: "4", hostKey, subject: { kind: "count", count: about(11), before: about(8), percent: 90 } },
    ...Array.from({ length: 60 }, (_, index): Hit => ({ key: `x${String(index)}`, hostKey, subject: failures })),
  ];
  const reasons: readonly BlindReason[] = [
    "notLogged",
    "logIncomplete",
    "notLoggedBySku",
    "notAllowed",
    "logFailed",
    "noCount",
    "countNotAllowed",
    "noCapacity",
    "unreadable",
    "listsUsedUp",
  ];
  const problems: readonly RuleProblem[] = [{ kind: "noName" }, { kind: "nameTaken" }];
  const rules = TRIGGERS.map((trigger, index): RuleState => ({
    key: String(index),
    index,
    name: "",
    problems: [],
    hits,
    hosts: 1,
    blind: index === 0 ? reasons.map((reason) => ({ hostKey, reason })) : [],
    rule: { key: String(index), name: "κανόνας", trigger },
  }));
  const idle = (["noHosts", "notSearched", "notShared"] as const).map((why, index): RuleState => ({
    key: why,
    index: 100 + index,
    name: "κανόνας",
    problems,
    hits: [],
    blind: [],
    hosts: 0,
    idle: why,
    elsewhere: { hits: 2, blind: 3 },
  }));
  return new FakeWatch([...rules, ...idle], ["1"]);
}

const TRIGGERS: readonly Trigger[] = [
  { kind: "longerThan", minutes: 90 },
  { kind: "connects" },
  { kind: "more" },
  { kind: "clientNotIn", blocks: ["10.0.0.0/8"] },
  { kind: "newAddress" },
  { kind: "outside", hours: { text: "Mon-Fri 07:00-19:00", ranges: [] } },
  { kind: "failedSignIns", count: 5, withinMinutes: 15 },
  { kind: "linkUsed" },
  { kind: "returns", withinMinutes: 60 },
  { kind: "fuller", percent: 90 },
];

function statusTexts(state: WatchState): readonly string[] {
  const { text = "", tooltip = "", label = "" } = watchStatusText(state, new Date()) ?? {};
  return [text, tooltip, label];
}

describe("In the pseudo-language, a watch", () => {
  inPseudoLanguage();
  const key = "/subscriptions/1/resourcegroups/1/providers/microsoft.network/bastionhosts/1" as Hit["hostKey"];
  const known = { host: () => undefined, names: {} as never };

  it("notifies in translated texts only", () => {
    const { state } = watchOf(key);
    const told = state.rules.filter(({ hits }) => hits.length > 0);
    const texts = [
      ...told.flatMap((rule) =>
        [1, 5, 21].map((hits) =>
          noticeText({ rules: [{ rule, hits: rule.hits.slice(0, hits) }], isSummary: false }, known),
        ),
      ),
      ...[1, 2, 5].map((rules) =>
        noticeText({ rules: told.slice(0, rules).map((rule) => ({ rule, hits: rule.hits })), isSummary: true }, known),
      ),
      ...[state, { ...state, isPaused: true }, { ...state, snoozedUntil: Date.now() + 60_000 }].flatMap((one) =>
        statusTexts(one),
      ),
    ];
    assert.deepEqual(untranslated(texts.join("\n"), [...NAMES, /\$\([\w-]+\)/gu]), [], texts.join("\n"));
  });
});
