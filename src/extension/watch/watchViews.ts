import { Disposable, window, type LogOutputChannel } from "vscode";
import { everyMinute } from "../../core/model/clock.ts";
import type { Notice } from "../../core/watch/watchState.ts";
import type { AttentionRows } from "../tree/attention/attentionRows.ts";
import type { SessionsView } from "../tree/sessionsView.ts";
import { setContextKey } from "../ui/contextKeys.ts";
import { inBackground } from "../ui/reportError.ts";
import { showNotice, type NoticeParts } from "./notices.ts";
import { watchBadge } from "./watchBadge.ts";
import { createWatchStatus } from "./watchStatus.ts";

interface Parts extends NoticeParts {
  readonly sessionsView: SessionsView;
  readonly log: LogOutputChannel;
}

/** Shows what a watch has found, until it is disposed: rows in the tree, the view's badge, a status bar item, notifications. */
export function createWatchViews(parts: Parts): Disposable {
  const { watching, sessionsView, clock } = parts;
  const { view, attention } = sessionsView;
  const end = new AbortController();
  const status = createWatchStatus();
  const update = () => {
    const { state } = watching;
    const now = clock.wall();
    const badge = watchBadge(state);
    if (view.badge?.value !== badge?.value) {
      view.badge = badge;
    }
    status.update(state, now);
    setContextKey("bastionSessions.watching", state.rules.length > 0);
    setContextKey("bastionSessions.watchSnoozed", (state.snoozedUntil ?? 0) > now.getTime());
  };
  const notify = (notice: Notice) => inBackground(parts, "notifying of watch hits", showNotice(parts, notice));
  const looks = followLooks(sessionsView, attention);
  watching.on("change", update);
  watching.on("notice", notify);
  attention.attach(watching);
  update();
  // A snooze ends without an event.
  void everyMinute(clock, update, end.signal);
  return new Disposable(() => {
    end.abort();
    watching.off("change", update);
    watching.off("notice", notify);
    attention.attach(undefined);
    looks.dispose();
    status.dispose();
    view.badge = undefined;
    setContextKey("bastionSessions.watching", false);
    setContextKey("bastionSessions.watchSnoozed", false);
  });
}

/** Hits count as seen while the group is open in a view that is on screen, in the window that the user works in. */
function followLooks({ view }: Pick<SessionsView, "view">, attention: AttentionRows): Disposable {
  const look = () => {
    if (attention.isOpen && view.visible && window.state.focused) {
      attention.look();
    }
  };
  return Disposable.from(
    attention.onDidChange(look),
    window.onDidChangeWindowState(look),
    view.onDidChangeVisibility(() => (view.visible ? look() : attention.lookAway())),
    view.onDidExpandElement(({ element }) => element.kind === "attention" && attention.open()),
    view.onDidCollapseElement(({ element }) => element.kind === "attention" && attention.close()),
  );
}
