/** Every command of package.json, by its id. */
export const CommandId = {
  refresh: "bastionSessions.refresh",
  refreshHost: "bastionSessions.refreshHost",
  deleteSession: "bastionSessions.deleteSession",
  copySessionId: "bastionSessions.copySessionId",
  copyTargetIp: "bastionSessions.copyTargetIp",
  copyResourceId: "bastionSessions.copyResourceId",
  openInPortal: "bastionSessions.openInPortal",
  retry: "bastionSessions.retry",
  signIn: "bastionSessions.signIn",
  signInToTenant: "bastionSessions.signInToTenant",
  manageAccounts: "bastionSessions.manageAccounts",
  whatWasSearched: "bastionSessions.whatWasSearched",
  openCloudSettings: "bastionSessions.openCloudSettings",
  findSession: "bastionSessions.findSession",
  filterSessions: "bastionSessions.filterSessions",
  clearFilter: "bastionSessions.clearFilter",
  groupBy: "bastionSessions.groupBy",
  selectSubscriptions: "bastionSessions.selectSubscriptions",
  turnAutoRefreshOn: "bastionSessions.turnAutoRefreshOn",
  turnAutoRefreshOff: "bastionSessions.turnAutoRefreshOff",
  showLog: "bastionSessions.showLog",
} as const;

export type CommandId = (typeof CommandId)[keyof typeof CommandId];
