import type { CancellationToken } from "vscode";

/** VS Code's cancellation as the signal that everything below the views understands. */
export function cancellation(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) {
    controller.abort();
  }
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
