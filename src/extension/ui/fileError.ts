import { l10n } from "vscode";
import { messageText } from "../../core/text/plainText.ts";
import { showErrorMessage } from "./messages.ts";

/** Why a file couldn't be written, in the user's words. */
export function fileReason(error: unknown): string {
  const code = codeOf(error);
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return l10n.t("the disk is full");
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "NoPermissions":
      return l10n.t("no permission to write to its folder");
    default:
      return messageText(code);
  }
}

/** The code of Node.js or VS Code, such as ENOSPC: the message would name a path. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";
}

export function notifyExportFailure(error: unknown): void {
  void showErrorMessage(l10n.t("The file couldn't be written: {0}. Try another folder.", fileReason(error)));
}
