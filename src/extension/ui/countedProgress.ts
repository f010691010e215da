import { l10n, type Progress } from "vscode";
import { formatNumber } from "../../words/format.ts";

/** Reports how many of all are done, such as `3 of 12`. @returns what is to be called when more are */
export function countedProgress(
  progress: Progress<{ readonly message?: string; readonly increment?: number }>,
  total: number,
): (more: number) => void {
  let done = 0;
  return (more) => {
    done += more;
    progress.report({
      message: l10n.t("{0} of {1}", formatNumber(done), formatNumber(total)),
      increment: (100 * more) / total,
    });
  };
}
