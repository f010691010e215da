/** `links delete`: deletes the shareable links of VMs. It's always confirmed. */
import * as l10n from "@vscode/l10n";
import type { HostState } from "../../core/inventory/hostState.ts";
import { Journal } from "../../core/journal/journal.ts";
import type { HostedLinks } from "../../core/links/hostLinks.ts";
import { vmNames } from "../../core/model/vmNames.ts";
import { changedLinks } from "../../words/changedLinks.ts";
import { formatNumber, SEPARATOR } from "../../words/format.ts";
import { unreadableLinkNotes } from "../../words/linkConfirmationTexts.ts";
import { deletingLinksText } from "../../words/linkTexts.ts";
import {
  concludeChange,
  lookedUpLater,
  requireComplete,
  requireConfirmable,
  requireConfirmed,
  unchanged,
  whyOf,
  type ChangeOptions,
} from "../act/change.ts";
import { deleteSelectedLinks, LINK_DELETION, type LinkDeletionEnd } from "../act/links/deleteSelectedLinks.ts";
import { linkQuestionOf } from "../act/links/linkQuestion.ts";
import { stoppedText } from "../act/links/lookUpOpenLinks.ts";
import {
  requireNamedLinks,
  selectLinks,
  type LinkSelection,
  type LinkSelectOptions,
} from "../act/links/selectLinks.ts";
import { EXIT, type ExitCode } from "../exitCode.ts";
import { conclude } from "../fleet/fleet.ts";
import { journalFolder } from "../journalFolder.ts";
import {
  LINK_OUTCOME_IDS,
  linkOutcomeExport,
  linkOutcomeOf,
  type PrintedLinkOutcome,
} from "../print/linkOutcomePrint.ts";
import { isGone } from "../print/outcomePrint.ts";
import { OUTCOME_WORDS } from "../print/outcomeText.ts";
import { columnsOf, objectsOf, print, type FormatOptions } from "../print/output.ts";
import type { Runtime } from "../runtime.ts";

/** What the user said of a deletion of links. */
export interface DeleteLinksOptions extends LinkSelectOptions, FormatOptions, ChangeOptions {}

/** What is to be confirmed. */
interface AskedLinks {
  readonly machines: readonly HostedLinks[];
  readonly wholeHost?: HostState;
  readonly notes: readonly string[];
}

/** What it takes to confirm a deletion, and to carry it out. */
interface Order {
  readonly selection: LinkSelection;
  readonly options: DeleteLinksOptions;
  readonly most: number;
  /** Of the journal. */
  readonly folder: string;
}

/** Asks, or takes `--yes --max`, and deletes exactly what that covers. @throws CommandError */
export async function deleteLinksCommand(options: DeleteLinksOptions, runtime: Runtime): Promise<ExitCode> {
  requireNamedLinks(options);
  const most = requireConfirmable(options, LINK_DELETION, runtime);
  const folder = await journalFolder(options.journal, runtime);
  const selection = await selectLinks(options, runtime);
  const { machines, without, wholeHost, hidden, gaps } = selection;
  without.forEach((text) => runtime.terminal.say(text));
  requireComplete(gaps, options, LINK_DELETION, runtime);
  if (machines.length === 0) {
    runtime.terminal.say(l10n.t("No links to delete"));
    return conclude(runtime, gaps, false);
  }
  const unread = hidden.map(({ words }) => l10n.t("Couldn't be read: {0}", words));
  const asked = { machines, notes: [...without, ...unread], ...(wholeHost && { wholeHost }) };
  return deleteAsked(asked, { selection, options, most, folder }, runtime);
}

/** Asks, and deletes what was confirmed. If it has changed meanwhile, nothing is sent, and a person is asked again. */
async function deleteAsked(asked: AskedLinks, order: Order, runtime: Runtime): Promise<ExitCode> {
  const { options, selection, most, folder } = order;
  const { fleet, among } = selection;
  const { terminal, clock } = runtime;
  const notes = [...asked.notes, ...unreadableLinkNotes(asked.machines)];
  const { machines } = asked;
  const question = () => linkQuestionOf({ ...asked, notes, among }, fleet, runtime);
  await requireConfirmed({ count: machines.length, most, question }, options, LINK_DELETION, runtime);
  const again = await runtime.toItsEnd(async () => {
    await using journal = new Journal(folder, clock);
    const end = await deleteSelectedLinks(
      { ...asked, ...whyOf(options, notes) },
      fleet,
      journal,
      runtime,
      (answered, all) => terminal.progress(() => progressText(answered, all)),
    );
    requireListedAgain(end, selection);
    const changed = changedLinks(asked, end.outcomes, fleet.inventory.names);
    return changed && changed.machines.length > 0 && options.yes !== true && !runtime.signal.aborted
      ? changed
      : await report(end, changed?.notes ?? [], selection, options, runtime);
  });
  return typeof again === "number" ? again : deleteAsked(again, order, runtime);
}

function progressText(answered: number, all: number): string {
  return [deletingLinksText(all), l10n.t("{0} of {1}", formatNumber(answered), formatNumber(all))].join(SEPARATOR);
}

/** @throws CommandError if the links couldn't be listed again, so that nothing was sent */
function requireListedAgain({ outcomes }: LinkDeletionEnd, { fleet: { inventory }, host }: LinkSelection): void {
  const isUnread = outcomes.some(({ results }) =>
    results.every(({ verdict, error }) => verdict === "notSent" && error !== undefined && error.kind !== "cancelled"),
  );
  if (isUnread) {
    const name = inventory.names.host(host.host);
    throw unchanged(LINK_DELETION, EXIT.incomplete, l10n.t("Couldn't be listed again: {0}", name));
  }
}

/** Prints the outcome of each VM. @returns how the command ends */
async function report(
  end: LinkDeletionEnd,
  changes: readonly string[],
  { among, gaps }: LinkSelection,
  options: DeleteLinksOptions,
  runtime: Runtime,
): Promise<ExitCode> {
  const { terminal, clock } = runtime;
  const { entry, outcomes } = end;
  const confirmed = entry?.machines ?? [];
  const names = vmNames([...among.map(({ machine }) => machine), ...confirmed].map(({ vmId }) => vmId));
  const [changed] = outcomes.flatMap((outcome) => outcome.changed ?? []);
  const rows: readonly PrintedLinkOutcome[] = confirmed.map((one) => linkOutcomeOf(one, names, changed));
  const exported = linkOutcomeExport();
  await print(terminal, options, {
    rows,
    columns: columnsOf(exported, OUTCOME_WORDS),
    exported,
    ids: LINK_OUTCOME_IDS,
    json: () => ({
      machines: objectsOf(rows, [...exported, ...LINK_OUTCOME_IDS]),
      incomplete: gaps.map(({ incomplete }) => incomplete),
      entry: entry?.id ?? null,
      asOf: clock.wall().toISOString(),
    }),
  });
  changes.forEach((text) => terminal.say(text));
  if (changed) {
    terminal.say(LINK_DELETION.nothing());
  }
  return concludeChange(
    end,
    { gaps, isAllGone: rows.every(isGone), stopped: lookedUpLater(stoppedText(), options) },
    runtime,
  );
}
