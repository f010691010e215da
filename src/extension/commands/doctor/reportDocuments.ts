import * as vscode from "vscode";
import { setContextKey } from "../../ui/contextKeys.ts";
import { openRendered } from "../../ui/openRendered.ts";
import { setLinkDocument } from "../waysBack/linkDocuments.ts";
import type { Report } from "./report.ts";

/** package.json's menus look for it. */
const REPORT_SCHEME = "bastion-sessions-report";

/** The key of the report on the search for hosts; that of a host's report is the host's resource id. */
const SEARCH_KEY = "search";

/** Reports that are kept: one for each host that was diagnosed, the newest. */
const KEPT = 50;

/** The reports as read-only documents. One host has one document, which a new diagnosis renews. */
export class ReportDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #emitter = new vscode.EventEmitter<vscode.Uri>();
  readonly #reports = new Map<string, Report>();
  readonly #registration: vscode.Disposable;

  readonly onDidChange = this.#emitter.event;

  constructor() {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(REPORT_SCHEME, this);
  }

  /** Reports that are kept, the newest first. */
  get all(): readonly Report[] {
    return [...this.#reports.values()].reverse();
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { reportJson, reportMarkdown } = await import("./doctorActions.ts");
    const report = this.#reports.get(uri.query);
    if (!report) {
      return uri.path.endsWith(".json")
        ? "null\n"
        : vscode.l10n.t("This report is no longer available. Run Diagnose again.");
    }
    return uri.path.endsWith(".json") ? reportJson(report) : reportMarkdown(report);
  }

  /** Shows a report: rendered, or as JSON for programs. */
  async show(report: Report, format: "md" | "json" = "md"): Promise<void> {
    const key = report.hostId?.toLowerCase() ?? SEARCH_KEY;
    this.#reports.delete(key);
    this.#reports.set(key, report);
    for (const oldest of [...this.#reports.keys()].slice(0, -KEPT)) {
      this.#reports.delete(oldest);
    }
    for (const { uri } of vscode.workspace.textDocuments.filter(
      (document) => isReport(document.uri) && document.uri.query === key,
    )) {
      this.#emitter.fire(uri);
    }
    const name = vscode.l10n.t("Diagnosis of {0}", report.title).replaceAll(/[^\p{L}\p{N}._ (),-]/gu, "-");
    const uri = vscode.Uri.from({ scheme: REPORT_SCHEME, path: `/${name}.${format}`, query: key });
    setLinkDocument(uri.path, report.hasLinks === true);
    await (format === "md"
      ? openRendered(uri)
      : vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false }));
    setContextKey("bastionSessions.diagnosedOnce", true);
  }

  /**
   * The report that a command is about, with certainty: that of the editor whose title it was called from, else of the
   * active editor.
   * @returns `undefined` where neither is a report; without `report` where that is of an earlier window
   */
  of(argument: unknown): { readonly report?: Report; readonly hostId?: string } | undefined {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const active =
      input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
    const uri = [argument, active].find(isReport);
    const report = uri && this.#reports.get(uri.query);
    return uri && { ...(report && { report }), ...(uri.query !== SEARCH_KEY && { hostId: uri.query }) };
  }

  dispose(): void {
    this.#registration.dispose();
    this.#emitter.dispose();
  }
}

function isReport(value: unknown): value is vscode.Uri {
  return value instanceof vscode.Uri && value.scheme === REPORT_SCHEME;
}
