import { l10n } from "vscode";
import type { Handler } from "../app.ts";
import { onDemandActions } from "../onDemand.ts";
import { showWarningMessage } from "../../ui/messages.ts";
import { orNotify } from "./orNotify.ts";

/** Shows the journal. */
export const openJournal: Handler = (app) => app.journalDocuments.showJournal();

/** Writes the journal into a file that the user chooses: seldom, and what writes it is large. */
export const exportJournal: Handler = async (app) => {
  const { exportJournal: run } = await onDemandActions();
  await run(app);
};

/** Watches for the return of those whom a disconnect hit: by the ID of its entry, its document, or the newest one. */
export const tellIfTheyReturn: Handler = async (app, argument) => {
  const { tellIfTheyReturn: run } = await onDemandActions();
  await run(app, await app.journalDocuments.entry(argument));
};

/** Writes one timeline of an incident into a file. */
export const exportIncident: Handler = async (app, argument) => {
  const { exportIncident: run } = await onDemandActions();
  await run(app, argument);
};

/** Deletes the journal, after a question. */
export const deleteJournal: Handler = async (app) => {
  const deleteIt = l10n.t("Delete Journal");
  const detail = l10n.t(
    "This deletes the history of disconnects and deleted links for all VS Code windows on this machine. You can't undo this action.",
  );
  if ((await showWarningMessage(l10n.t("Delete the journal?"), { modal: true, detail }, deleteIt)) === deleteIt) {
    await orNotify(
      app,
      async () => {
        await app.journal.deleteAll();
        app.log.info("the journal was deleted");
      },
      (code) => l10n.t("The journal couldn't be deleted: {0}. Close other VS Code windows, then retry.", code),
    );
  }
};
