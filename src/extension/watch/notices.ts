import { commands, env, l10n, window } from "vscode";
import type { Clock } from "../../core/model/clock.ts";
import type { Notice, Watching } from "../../core/watch/watchState.ts";
import { CommandId } from "../ids.ts";
import { ruleRowKey } from "../tree/treeNode.ts";
import type { SessionsView } from "../tree/sessionsView.ts";
import type { Known } from "../tree/attention/hitTexts.ts";
import { formatTime } from "../../words/format.ts";
import { showInformationMessage } from "../ui/messages.ts";
import { hitsFilter, isPast } from "./hitHistory.ts";
import { hitLinks } from "./hitLinks.ts";
import { noticeText } from "./noticeTexts.ts";
import { SNOOZE_MS, tomorrowMorning } from "./snoozeTimes.ts";

/** What notifications need and lead to. */
export interface NoticeParts {
  readonly watching: Watching;
  readonly inventory: Known;
  readonly clock: Clock;
  readonly sessionsView: Pick<SessionsView, "reveal" | "showAttention" | "attention">;
  /** Shows the history, filtered. */
  readonly openHistory: (filter: string | undefined) => void;
  /** Opens the setting of the rules. */
  readonly editRules: () => Thenable<unknown>;
  /** Holds all rules until the user goes on. */
  readonly pause: () => Thenable<unknown>;
}

/** Shows one notification on what watch rules have found, and does what the user chooses. */
export async function showNotice(parts: NoticeParts, notice: Notice): Promise<void> {
  const [show, snooze, more] = [l10n.t("Show"), l10n.t("Snooze 1 Hour"), l10n.t("More…")];
  switch (await showInformationMessage(noticeText(notice, parts.inventory), show, snooze, more)) {
    case show:
      await showHits(parts, notice);
      return;
    case snooze:
      await parts.watching.snooze(parts.clock.wall().getTime() + SNOOZE_MS);
      return;
    case more:
      await chooseMore(parts, notice);
      return;
    default:
  }
}

/** Leads to what happened: the session, the history of connections that have ended, or the rows of the hits. */
async function showHits(
  { inventory, sessionsView, openHistory, watching }: NoticeParts,
  { rules }: Notice,
): Promise<void> {
  const hits = rules.flatMap((told) => told.hits);
  const [first] = hits;
  const [rule] = rules;
  if (first && hits.length === 1 && "sessionKey" in first.subject) {
    watching.seen([first.key]);
    await sessionsView.reveal(first.hostKey, first.subject.sessionKey);
  } else if (first && hits.every(isPast)) {
    watching.seen(hits.map(({ key }) => key));
    openHistory(hitsFilter(hits, inventory));
  } else {
    await sessionsView.showAttention(rule && rules.length === 1 ? ruleRowKey(rule.rule) : undefined);
  }
}

async function chooseMore(
  { watching, inventory, clock, editRules, pause }: NoticeParts,
  { rules }: Notice,
): Promise<void> {
  const now = clock.wall();
  const links = hitLinks(
    rules.flatMap(({ hits }) => hits),
    inventory,
  );
  const morning = tomorrowMorning(now);
  const items = [
    {
      label: l10n.t("Snooze Until Tomorrow"),
      description: formatTime(morning, now),
      run: () => watching.snooze(morning.getTime()),
    },
    { label: l10n.t("Copy Link"), run: () => env.clipboard.writeText(links.join("\n")) },
    { label: l10n.t("Pause Watching"), description: l10n.t("until you resume it"), run: pause },
    { label: l10n.t("Edit Watch Rules"), run: editRules },
    { label: l10n.t("Show Log"), run: () => commands.executeCommand(CommandId.showLog) },
  ];
  const chosen = await window.showQuickPick(items, { title: l10n.t("Watch") });
  await chosen?.run();
}
