import { commands, Uri, type LogOutputChannel } from "vscode";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { Clock } from "../../core/model/clock.ts";
import { idHash } from "../../core/text/idHash.ts";
import { CloudWatch } from "../../core/watch/cloudWatch.ts";
import type { DisconnectedSession } from "../../core/watch/hits/watchFacts.ts";
import { parseRules } from "../../core/watch/parseRules.ts";
import type { ParsedRule } from "../../core/watch/watchRule.ts";
import { CommandId } from "../ids.ts";
import type { SessionsView } from "../tree/sessionsView.ts";
import { watchPaused, writtenWatchRules } from "../ui/settings.ts";
import { createWatchViews } from "./watchViews.ts";

export interface StartWatchParts {
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly log: LogOutputChannel;
  readonly sessionsView: SessionsView;
  /** Where this extension keeps files. */
  readonly storage: Uri;
  /** The resource manager of the cloud that is connected; `undefined` where none is. */
  readonly origin: () => string | undefined;
  readonly disconnected: () => Promise<readonly DisconnectedSession[]>;
  /** Shows the history, filtered. */
  readonly openHistory: (filter: string | undefined) => void;
}

/** A watch that runs. */
export interface WatchHandle {
  /** To be called when settings have changed. */
  update(): void;
  dispose(): void;
}

/** Watches what the user's rules say, and shows what they find. */
export function startWatch(parts: StartWatchParts): WatchHandle {
  const { storage, origin } = parts;
  let rules = read();
  const watching = new CloudWatch({
    ...parts,
    rules: () => rules.parsed,
    isPaused: watchPaused,
    folder: () => {
      const cloud = origin();
      return cloud && Uri.joinPath(storage, "watch", idHash(cloud).toString(36)).fsPath;
    },
  });
  const views = createWatchViews({
    ...parts,
    watching,
    editRules: () => commands.executeCommand(CommandId.editWatchRules),
    pause: () => commands.executeCommand(CommandId.pauseWatch),
  });
  return {
    update: () => {
      rules = read(rules);
      watching.update();
    },
    dispose: () => {
      views.dispose();
      void watching[Symbol.asyncDispose]();
    },
  };
}

interface Rules {
  readonly text: string;
  readonly parsed: readonly ParsedRule[];
}

/** What stands in the settings now; the same as before where nothing has changed. */
function read(before?: Rules): Rules {
  const written = writtenWatchRules();
  const text = JSON.stringify([written]);
  return before?.text === text ? before : { text, parsed: parseRules(written) };
}
