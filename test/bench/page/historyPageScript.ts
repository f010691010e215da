/** What the measurement of the history does within the page, as in tablePageScript.ts. */
export const HISTORY_IN_PAGE = `
window.measureHistory = (() => {
  const WORDS = ["person1", "from:10.1", "vm-39", "bas-7"];
  const layout = () => document.body.offsetHeight;
  const work = (done) => { const from = performance.now(); done(); layout(); return performance.now() - from; };
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const idle = () => new Promise((resolve) => requestIdleCallback(resolve));
  const post = (data) => window.dispatchEvent(new MessageEvent("message", { data }));
  const idles = [];

  /** What the page does with the next frame counts too; what it does when the browser is idle is told apart. */
  const measure = async (done) => {
    let spent = 0;
    const [frame, whenIdle] = [window.requestAnimationFrame, window.requestIdleCallback];
    window.requestAnimationFrame = (callback) => frame((time) => { spent += work(() => callback(time)); });
    window.requestIdleCallback = (callback, options) => whenIdle((deadline) => { idles.push(work(() => callback(deadline))); }, options);
    spent += work(done);
    await new Promise((resolve) => frame(() => setTimeout(resolve)));
    [window.requestAnimationFrame, window.requestIdleCallback] = [frame, whenIdle];
    await idle();
    return spent;
  };

  async function measureHistory({ init, status, data }) {
    post(init);
    await painted();
    const samples = { paint: [], letter: [], sort: [], idle: [], timeline: [] };
    for (let round = 0; round < 5; round++) {
      post({ type: "historyRows", reset: true, rows: [] });
      await painted();
      const from = performance.now();
      post(data);
      post(status);
      await painted();
      samples.paint.push(performance.now() - from);
      await idle();
    }
    const input = document.querySelector(".filter input");
    const write = (text) => measure(() => { input.value = text; input.dispatchEvent(new Event("input")); });
    for (const word of [...WORDS, ...WORDS]) {
      for (let length = 1; length <= word.length; length++) samples.letter.push(await write(word.slice(0, length)));
      await write("");
    }
    samples.idle.push(...idles);
    input.blur();
    const titles = [...document.querySelectorAll(".head [data-column]")].map(({ dataset }) => dataset.column);
    const sort = (column) => measure(() => document.querySelector('.head [data-column="' + column + '"] button').click());
    for (const column of titles) await sort(column);
    for (const column of [...titles, ...titles]) samples.sort.push(await sort(column));
    await idle();
    const timeline = document.querySelector("canvas.timeline");
    for (let round = 0; round < 10; round++) {
      for (const key of ["+", "+", "ArrowLeft", "ArrowRight", "-", "+", "ArrowRight", "-", "0"]) {
        samples.timeline.push(await measure(() => timeline.dispatchEvent(new KeyboardEvent("keydown", { key }))));
      }
    }
    return samples;
  }

  return measureHistory;
})();
void 0;
`;
