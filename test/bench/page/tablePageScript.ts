/**
 * What the measurement of the table does within the page; a text, since the browser's types are not those of a test.
 * `work` is the time of the main thread with style and layout, which the last line of it forces.
 */
export const IN_PAGE = `
window.measureTable = (() => {
  const ROUNDS = 15;
  /** Words as people write them, letter by letter, and take them back. */
  const WORDS = ["anna.1", "user:bj", "vm-app-39", "10.1.2", "protocol:rdp >4h", "host:bas-7", "nobody"];
  const layout = () => document.body.offsetHeight;
  const work = (done) => { const from = performance.now(); done(); layout(); return performance.now() - from; };
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const post = (data) => window.dispatchEvent(new MessageEvent("message", { data }));
  const idles = [];

  /** What the page does with the next frame counts too; what it does when the browser is idle is told apart. */
  const measure = async (done) => {
    let spent = 0;
    const [frame, idle] = [window.requestAnimationFrame, window.requestIdleCallback];
    window.requestAnimationFrame = (callback) => frame((time) => { spent += work(() => callback(time)); });
    window.requestIdleCallback = (callback, options) => idle((deadline) => { idles.push(work(() => callback(deadline))); }, options);
    spent += work(done);
    await new Promise((resolve) => frame(() => setTimeout(resolve)));
    [window.requestAnimationFrame, window.requestIdleCallback] = [frame, idle];
    await new Promise((resolve) => idle(resolve));
    return spent;
  };

  async function measureTable({ init, data }) {
    post(init);
    await painted();
    const samples = {
      paint: [], firstLetter: [], letter: [], backspace: [], firstSort: [], sort: [], turn: [],
      firstGroup: [], group: [], update: [], idle: [], scroll: [], blank: [],
    };
    for (let round = 0; round < 7; round++) {
      post({ type: "changes", reset: true, hosts: [], goneHosts: [], rows: [], goneRows: [] });
      await painted();
      const from = performance.now();
      post(data);
      await painted();
      samples.paint.push(performance.now() - from);
      await new Promise((resolve) => requestIdleCallback(resolve));
    }
    const input = document.querySelector(".filter input");
    const write = (text) => measure(() => { input.value = text; input.dispatchEvent(new Event("input")); });
    for (const word of [...WORDS, ...WORDS, ...WORDS]) {
      for (let length = 1; length <= word.length; length++) {
        (length === 1 ? samples.firstLetter : samples.letter).push(await write(word.slice(0, length)));
      }
      for (let length = word.length - 1; length >= 0; length--) {
        samples.backspace.push(await write(word.slice(0, length)));
      }
    }
    input.blur();
    const titles = [...document.querySelectorAll(".head [data-column]")].map(({ dataset }) => dataset.column);
    const sort = (column) => measure(() => document.querySelector('.head [data-column="' + column + '"] button').click());
    for (const column of titles) {
      samples.firstSort.push(await sort(column));
    }
    for (const column of [...titles, ...titles, ...titles, ...titles]) {
      samples.sort.push(await sort(column));
      samples.turn.push(await sort(column));
    }
    const some = Math.floor(data.rows.length / 100);
    for (let round = 0; round < ROUNDS; round++) {
      const rows = data.rows.slice(round * some, (round + 1) * some).map((row) => ({ ...row, user: "changed." + round + "." + row.id }));
      idles.length = 0;
      samples.update.push(await measure(() => post({ type: "changes", hosts: [], goneHosts: [], rows, goneRows: [] })));
      samples.idle.push(...idles);
    }
    const select = document.querySelector("vscode-single-select");
    for (let round = 0; round < 8; round++) {
      for (const grouping of ["user", "vm", "host", "subscription", "none"]) {
        const choose = () => { select.value = grouping; select.dispatchEvent(new Event("change")); };
        (round === 0 ? samples.firstGroup : samples.group).push(await measure(choose));
      }
    }
    const grid = document.querySelector(".grid");
    const box = grid.getBoundingClientRect();
    for (let step = 0; step < 60; step++) {
      const to = ((step * 7919) % 1000) / 1000 * grid.scrollHeight;
      samples.scroll.push(work(() => { grid.scrollTop = to; grid.dispatchEvent(new Event("scroll")); }));
      grid.scrollTop = grid.scrollHeight - to;
      // Within a frame the page hears of scrolling before it may draw; what is on screen then is what is seen.
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const at = (share) => document.elementFromPoint(box.left + 40, box.top + box.height * share);
      if (![0.5, 0.95].every((share) => at(share)?.closest(".body .row"))) samples.blank.push(step);
    }
    return samples;
  }

  return measureTable;
})();
void 0;
`;
