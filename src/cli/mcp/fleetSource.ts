import { searchPart, type AnswerSource } from "../../core/answers/missingParts.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { RecentFleet } from "./recentFleet.ts";

const LIMITS =
  "The user has started this server for certain tenants or subscriptions only: it knows nothing of bastion hosts elsewhere.";

/** What answers are made from. What the user doesn't want to be searched isn't missing, but said. */
export function fleetSource(recent: RecentFleet, { inventory, problems, searchedAt }: Fleet): AnswerSource {
  return {
    inventory,
    clock: recent.clock,
    missingHosts: problems.map((problem) => searchPart(inventory, problem)),
    searchedAt,
    ...(recent.isLimited && { limits: LIMITS }),
  };
}
