import { l10n, window, type QuickPickItem } from "vscode";
import type { JournalEntry } from "../../../core/journal/journalEntry.ts";
import { armKey } from "../../../core/model/armId.ts";
import { parseMinutes } from "../../../core/model/time/duration.ts";
import { asObject } from "../../../core/text/json.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { freeName, isValue, ruleFor, type WrittenRule } from "../../../core/watch/newRule.ts";
import { returningOf, type Returning } from "../../../core/watch/returning.ts";
import { formatDuration, formatNumber } from "../../../words/format.ts";
import { showInformationMessage, showInputBox } from "../../ui/messages.ts";
import { whoOnWhat } from "../../../words/sessionText.ts";
import type { App } from "../app.ts";
import { triggerName, triggerText } from "../watch/triggerTexts.ts";
import { addRules, rulesToAddTo } from "../watch/writeRule.ts";
import { plural } from "../../../words/plural.ts";

/** From so many on, whom to watch is chosen from nothing. */
const CHECKED = 10;

type Context = Pick<App, "inventory" | "log">;

/** Watches for the return of those who were disconnected, for a time that the user chooses, by rules of the settings. */
export async function tellIfTheyReturn(app: Context, entry: JournalEntry | undefined): Promise<void> {
  const returning = entry ? returningIn(entry) : [];
  if (returning.length === 0) {
    void showInformationMessage(
      entry
        ? l10n.t("Nothing to watch: no session of a known user was disconnected.")
        : l10n.t("The journal has no disconnect whose users could be watched."),
    );
    return;
  }
  const existing = rulesToAddTo();
  const chosen = existing && (await askWhom(app, returning));
  const within = chosen && chosen.length > 0 ? await askTime() : undefined;
  if (existing && chosen && within !== undefined) {
    await watch(app, chosen, within, existing);
  }
}

/** Each person or account once, of the sessions that Azure said it disconnected: only those are watched for a return. */
function returningIn({ sessions }: JournalEntry): readonly Returning[] {
  const all = sessions.flatMap(({ verdict, session, hostId }) => {
    const returning = verdict === "disconnected" ? returningOf({ ...session, via: armKey(hostId) }) : undefined;
    return returning ? [[returning.match.toLowerCase(), returning] as const] : [];
  });
  return [...new Map(all).values()];
}

async function askWhom(app: Context, returning: readonly Returning[]): Promise<readonly Returning[] | undefined> {
  if (returning.length === 1) {
    return returning;
  }
  const items = returning.map((one) => ({
    label: nameOf(app, one),
    picked: returning.length <= CHECKED,
    one,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("Tell Me If They Return"),
    placeHolder: l10n.t("Select whom to watch; each becomes a watch rule"),
    canPickMany: true,
  });
  return chosen?.map(({ one }) => one);
}

/** @returns a length of time as a rule has it, such as `24h` */
async function askTime(): Promise<string | undefined> {
  const times: readonly (QuickPickItem & { readonly value?: string })[] = [
    ...["4h", "24h", "7d"].map((value) => ({ label: timeText(value), value })),
    { label: l10n.t("Other time…") },
  ];
  const chosen = await window.showQuickPick(times, {
    title: l10n.t("Tell Me If They Return"),
    placeHolder: l10n.t("Select how long after the disconnect to watch for their return"),
  });
  if (!chosen || chosen.value !== undefined) {
    return chosen?.value;
  }
  const { prompt, objection } = triggerText("returns");
  const typed = await showInputBox({
    title: l10n.t("Tell Me If They Return"),
    prompt,
    value: "24h",
    validateInput: (text) => (isValue("returns", text) ? undefined : objection),
  });
  return typed?.trim();
}

/** A length of time in the unit in which it's written, such as `24 h`; others in the largest that fits. */
function timeText(value: string): string {
  const { amount, unit } = /^(?<amount>\d+)(?<unit>[hd])$/u.exec(value)?.groups ?? {};
  if (amount === undefined) {
    return formatDuration(parseMinutes(value));
  }
  return unit === "h" ? l10n.t("{0} h", amount) : l10n.t("{0} d", amount);
}

async function watch(
  app: Context,
  chosen: readonly Returning[],
  within: string,
  existing: readonly unknown[],
): Promise<void> {
  const rules: WrittenRule[] = [];
  for (const one of chosen.filter(({ match }) => !existing.some((rule) => isSame(rule, match, within)))) {
    const proposed = l10n.t("{0}: {1}", nameOf(app, one), triggerName("returns", within));
    const name = freeName(proposed, [...existing, ...rules]);
    rules.push(ruleFor({ name, match: one.match, kind: "returns", value: within }));
  }
  const time = timeText(within);
  const [first] = chosen;
  const text =
    first && chosen.length === 1
      ? l10n.t("You'll be notified if {0} returns within {1}. Audit logs are minutes late.", nameOf(app, first), time)
      : plural(
          "You'll be notified if any of {0} users returns within {1}. Audit logs are minutes late.",
          chosen.length,
          formatNumber(chosen.length),
          time,
        );
  if (rules.length === 0) {
    void showInformationMessage(l10n.t("Already watched by a rule. {0}", text));
    return;
  }
  const names = rules.map(({ name }) => messageText(name)).join(", ");
  const paused =
    rules.length === 1
      ? l10n.t("Rule added: {0}. Watching is paused.", names)
      : l10n.t("Rules added: {0}. Watching is paused.", formatNumber(rules.length));
  await addRules(app, rules, { watching: text, paused });
}

/** Whether a rule of the settings, which may hold anything, watches for the same. */
function isSame(rule: unknown, match: string, within: string): boolean {
  const { match: itsMatch, returns } = asObject(rule) ?? {};
  return itsMatch === match && returns === within;
}

function nameOf({ inventory }: Context, returning: Returning): string {
  return returning.kind === "person" ? messageText(returning.person) : whoOnWhat(returning.session, inventory.names);
}
