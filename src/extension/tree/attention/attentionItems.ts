import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from "vscode";
import { sessionByKey } from "../../../core/inventory/sessionByKey.ts";
import type { Clock } from "../../../core/model/clock.ts";
import type { Hit, HitSubject } from "../../../core/watch/hit.ts";
import type { RuleState } from "../../../core/watch/watchState.ts";
import { formatNumber, SEPARATOR } from "../../../words/format.ts";
import type { SessionItems } from "../sessionItems.ts";
import type { AttentionNode, HitNode, HitReference, MoreHitsNode, SessionNode, WatchRuleNode } from "../treeNode.ts";
import type { AttentionRows } from "./attentionRows.ts";
import { addressFacts, hitText, type Known } from "./hitTexts.ts";
import { hitFacts, quietFacts, ruleFacts, ruleLabel, ruleName, ruleTooltip, spokenHits } from "./ruleRowTexts.ts";

const HIT_ICONS = {
  session: "question",
  connection: "history",
  failures: "circle-slash",
  count: "graph",
} as const satisfies Record<HitSubject["kind"], string>;

/** Makes what VS Code shows of what watch rules have found. */
export class AttentionItems {
  readonly #rows: AttentionRows;
  readonly #known: Known;
  readonly #clock: Clock;
  readonly #sessions: SessionItems;

  constructor(parts: { attention: AttentionRows; inventory: Known; clock: Clock; sessions: SessionItems }) {
    this.#rows = parts.attention;
    this.#known = parts.inventory;
    this.#clock = parts.clock;
    this.#sessions = parts.sessions;
  }

  item(node: AttentionNode | WatchRuleNode | HitNode | MoreHitsNode): TreeItem {
    switch (node.kind) {
      case "attention":
        return this.#group();
      case "watchRule":
        return this.#rule(node);
      case "hit":
        return this.#hit(node);
      case "moreHits":
        return new TreeItem(l10n.t("and {0} more", formatNumber(this.#rows.more(node))));
    }
  }

  /** The row of a hit that is a session: as that of the session, with where it came from; as any hit once it isn't listed. */
  session(node: SessionNode & { readonly hit: HitReference }): TreeItem {
    const hit = this.#rows.hit(node.hit);
    const isListed = sessionByKey(this.#known.host(node.hostKey)?.list, node.sessionKey) !== undefined;
    return isListed ? this.#sessions.item(node, hit ? addressFacts(hit.subject) : []) : this.#hit(node.hit);
  }

  /** Why a rule can't be evaluated; nothing for other rows. */
  tooltip(node: AttentionNode | WatchRuleNode | HitNode | MoreHitsNode): string | undefined {
    const rule = node.kind === "watchRule" ? this.#rows.rule(node.ruleKey) : undefined;
    const text = rule ? ruleTooltip(rule, this.#known) : "";
    return rule && text !== "" ? `${ruleName(rule)}\n${text}` : undefined;
  }

  #group(): TreeItem {
    const item = new TreeItem(l10n.t("Attention"), TreeItemCollapsibleState.Collapsed);
    const hits = this.#rows.rules.flatMap((rule) => rule.hits);
    const fresh = this.#rows.newAmong(hits);
    const { state } = this.#rows;
    const quiet = state ? quietFacts(state, this.#clock.wall()) : [];
    const isSnoozed = state?.snoozedUntil !== undefined && state.snoozedUntil > this.#clock.wall().getTime();
    item.description = [...hitFacts(hits.length, fresh), ...quiet].join(SEPARATOR);
    item.iconPath = hits.length > 0 ? bellIcon(quiet.length > 0, fresh > 0) : warningIcon();
    item.contextValue = isSnoozed ? "attention snoozed" : "attention snoozable";
    item.accessibilityInformation = {
      label: [l10n.t("Attention"), ...spokenHits(hits.length, fresh), ...quiet].join(", "),
    };
    return item;
  }

  #rule({ ruleKey }: WatchRuleNode): TreeItem {
    const rule = this.#rows.rule(ruleKey);
    if (!rule) {
      return new TreeItem("");
    }
    const item = new TreeItem(
      ruleName(rule),
      rule.hits.length > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
    );
    const fresh = this.#rows.newAmong(rule.hits);
    item.description = ruleFacts(rule, fresh, this.#known).join(SEPARATOR);
    item.iconPath = ruleIcon(rule);
    item.contextValue = `watchRule${rule.hits.some(hasSession) ? " sessionHits" : ""}`;
    item.accessibilityInformation = { label: ruleLabel(rule, fresh, this.#known) };
    return item;
  }

  #hit(reference: HitReference): TreeItem {
    const hit = this.#rows.hit(reference);
    if (!hit) {
      return new TreeItem("");
    }
    const { label, facts, spoken } = hitText(hit, this.#known, this.#clock.wall());
    const item = new TreeItem(label);
    item.description = facts.join(SEPARATOR);
    item.iconPath = new ThemeIcon(HIT_ICONS[hit.subject.kind]);
    item.contextValue = "hit";
    item.accessibilityInformation = { label: [label, ...spoken].join(", ") };
    return item;
  }
}

function hasSession({ subject }: Hit): boolean {
  return "sessionKey" in subject;
}

/** A narrow side bar cuts off that it is quiet: the icon says so too. */
function bellIcon(isQuiet: boolean, hasNew: boolean): ThemeIcon {
  return new ThemeIcon(`bell${isQuiet ? "-slash" : ""}${hasNew ? "-dot" : ""}`);
}

function ruleIcon({ problems, hits }: RuleState): ThemeIcon {
  if (problems.length > 0) {
    return warningIcon();
  }
  return new ThemeIcon(hits.length > 0 ? "bell" : "eye-closed");
}

function warningIcon(): ThemeIcon {
  return new ThemeIcon("warning", new ThemeColor("list.warningForeground"));
}
