/** How many sessions a host without a list has, as Azure Monitor says. No reason to say that there are none. */
import type { MeasuredSessions } from "../../azure/sessionCounts.ts";
import { about, atLeastAbout, type Count } from "../../model/count.ts";
import type { Identity } from "../../model/identity.ts";
import type { Moment } from "../../model/time/moment.ts";

export interface ApproximateCount {
  /** Never `exact`. */
  readonly count: Count;
  /** Since when it was so, on Azure's clock. */
  readonly at: Date;
  readonly receivedAt: Moment;
  /** Who was told so. */
  readonly actor: Identity;
}

/** The count that a measured value makes: anything above none is at least one. */
export function approximateCount(
  { value, at, isWhole }: MeasuredSessions,
  receivedAt: Moment,
  actor: Identity,
): ApproximateCount {
  const rounded = value > 0 ? Math.max(1, Math.round(value)) : 0;
  return { count: isWhole ? about(rounded) : atLeastAbout(rounded), at, receivedAt, actor };
}
