import { strict as assert } from "node:assert";
import { startServer } from "../../vscode/server.ts";
import { eventually } from "../fixtures/eventually.ts";
import { SessionsTable } from "../fixtures/sessionsTable.ts";
import { prepareVsCode } from "../fixtures/vsCodeHost.ts";
import { openWorkbenchSession } from "../fixtures/workbenchSession.ts";

describe("a VS Code in Korean", () => {
  it("has rows, menus, a question, its outcome, a report, and the table in Korean", async () => {
    await using setup = await prepareVsCode("ko");
    await using started = new AsyncDisposableStack();
    const server = started.adopt(await startServer(setup), (running) => running.stop());
    const { page, view, workbench } = started.use(await openWorkbenchSession({ ...setup, server }));
    await view.open();
    await view.expand(view.row("bas-dev", "세션 3개"));
    // Rows that are still to be called by people are drawn again.
    await view.settled();
    await workbench.chooseFromContextMenu(view.row(" · vm-").first(), "세션 삭제");
    assert.match((await workbench.dialog.text()).message, /연결을 끊으시겠습니까\?$/u);
    await workbench.dialog.press("연결 끊기");
    await workbench.answerNotification(/연결을 끊었습니다/, "세부 정보 표시");
    await eventually(async () =>
      assert.match(await workbench.renderedText(), /^베스천 호스트 bas-dev: \/subscriptions/m),
    );

    await workbench.chooseFromContextMenu(view.row("bas-dev"), "진단…");
    await eventually(async () => assert.match(await workbench.renderedText(), /^bas-dev 진단$/m));

    await workbench.runCommand("Simulation: Open Link");
    await workbench.answerInput("code-oss://bastion-sessions.bastion-sessions/disconnect", "Open Link");
    await workbench.notification("이 링크를 열 수 없습니다.").waitFor();

    await workbench.runCommand("Bastion Sessions: 세션 표 열기");
    const table = new SessionsTable(page);
    await table.frame.getByRole("columnheader", { name: "사용자" }).waitFor();
    await eventually(async () => assert.match(await table.frame.locator("body").innerText(), /세션 \d+개/u));
  });
});
