import * as vscode from "vscode";
import type { Report } from "./report.ts";
import { reportJson, reportMarkdown } from "./reportText.ts";

/** package.json's menus look for it. */
const REPORT_SCHEME = "bastion-sessions-report";

/** Reports that are kept: one for each host that was diagnosed, the newest. */
const KEPT = 50;

/** The reports as read-only documents. One host has one document, which a new diagnosis renews. */
export class ReportDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #emitter = new vscode.EventEmitter<vscode.Uri>();
  readonly #reports = new Map<string, Report>();
  readonly #registration: vscode.Disposable;
  /** The report that was made last. */
  #last: Report | undefined;

  readonly onDidChange = this.#emitter.event;

  constructor() {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(REPORT_SCHEME, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const report = this.#reports.get(uri.query);
    if (!report) {
      return uri.path.endsWith(".json")
        ? "null\n"
        : vscode.l10n.t("This report is no longer available. Run Diagnose again.");
    }
    return uri.path.endsWith(".json") ? reportJson(report) : reportMarkdown(report);
  }

  /** Shows a report in an editor. */
  async show(report: Report, format: "md" | "json" = "md"): Promise<void> {
    const key = keyOf(report);
    this.#last = report;
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
    const name = vscode.l10n.t("Diagnosis of {0}", report.title).replaceAll(/[^\p{L}\p{N}._ -]/gu, "-");
    const uri = vscode.Uri.from({ scheme: REPORT_SCHEME, path: `/${name}.${format}`, query: key });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }

  /** The report that is meant: that of the document, of the editor with the focus, or else the last one. */
  reportFor(uri: unknown): Report | undefined {
    const active = vscode.window.activeTextEditor?.document.uri;
    const [document] = [uri, active].filter((candidate) => candidate instanceof vscode.Uri && isReport(candidate));
    return document instanceof vscode.Uri ? this.#reports.get(document.query) : this.#last;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#emitter.dispose();
  }
}

function isReport({ scheme }: vscode.Uri): boolean {
  return scheme === REPORT_SCHEME;
}

function keyOf({ hostId }: Report): string {
  return hostId?.toLowerCase() ?? "search";
}
