import assert from "node:assert/strict";
import {readFileSync} from "node:fs";

/** The Joint Conference Office opens the overview: it asks by itself, shows who is late, draws figures, and lets them be taken along. */
export default async function ({officer, given}) {
  const watcher = await officer("WATCHER");
  await watcher.press(watcher.page.getByRole("link", {name: "Overview"}));
  await watcher.sees(/^As the hub told it/);
  const row = watcher.page.locator("tr", {hasText: given.OVERDUE});
  await row.getByText("overdue", {exact: true}).waitFor();
  await row.getByText(/cn\.44/).first().waitFor();

  const drawn = watcher.page.locator("figure[data-chart] canvas");
  await drawn.first().waitFor();
  assert.ok(await drawn.count() >= 3, "figures are drawn");
  const inks = await drawn.evaluateAll(all => all.map(one =>
    new Set(one.getContext("2d").getImageData(0, 0, one.width, one.height).data).size));
  inks.forEach(ink => assert.ok(ink > 10, "a canvas that shows something"));

  await watcher.mark();
  await watcher.page.locator("select[name=state]").selectOption("OVERDUE");
  await watcher.page.locator("select[name=party]").selectOption("cn.44");
  await watcher.sees(/of \d+ match/);
  await row.waitFor();
  await watcher.page.locator("select[name=party]").selectOption("cn.52");
  await row.waitFor({state: "detached"});
  await watcher.requireMarked();
  await watcher.press(watcher.page.getByRole("button", {name: "Show everything"}));
  await row.waitFor();

  const figure = watcher.page.locator("#figure-partners");
  const exact = await file(figure.getByRole("link", {name: /CSV, exact/}));
  assert.match(exact, /^\uFEFFParty \(as of [-0-9:TZ.]+\),open,/);
  assert.match(exact, /\(cn\.44\),[1-9]/);
  const few = await file(figure.getByRole("link", {name: /CSV to pass on/}));
  assert.match(few, /\(cn\.44\),<11/);

  async function file(link) {
    const coming = watcher.page.waitForEvent("download");
    await link.click();
    return readFileSync(await (await coming).path(), "utf8");
  }
}
