/** The question before a disconnect where there are no buttons: what the extension's modal says. */
import {
  confirmationOf,
  reviewOf,
  type ConfirmationContext,
  type DisconnectRequest,
} from "../../core/disconnect/confirmation.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import { confirmationTexts } from "../../words/confirmationTexts.ts";
import { SEPARATOR } from "../../words/format.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { Runtime } from "../runtime.ts";
import { typedQuestion, type TypedQuestion } from "./typedQuestion.ts";

/** What is asked: the same data and words as in the extension. */
export function questionOf(
  request: DisconnectRequest,
  { inventory: { names }, identities: { userName, isNameless } }: Fleet,
  { clock }: Pick<Runtime, "clock">,
): TypedQuestion {
  const now = momentOf(clock);
  const context: ConfirmationContext = { accounts: userName === undefined ? [] : [userName], now, typeAbove: 0 };
  const texts = confirmationTexts(names);
  const rows = (reviewOf(request, context, texts)?.rows ?? []).filter(({ isChecked }) => isChecked);
  const count = request.sessions.length;
  const mayBeOwn = count === 1 ? texts.onlyIsOwn("maybe") : texts.someAreOwn(count, "maybe");
  return typedQuestion(
    {
      ...confirmationOf(request, request.sessions, context, texts),
      // Without the user's name, each of them might be the user's own.
      ...(isNameless && { own: [mayBeOwn] }),
    },
    rows.map(({ session, remark }) =>
      [texts.line(session, now), ...(remark === undefined ? [] : [remark])].join(SEPARATOR),
    ),
  );
}
