import assert from "node:assert/strict";

/** Counts the tones that begin while sound is let through. */
function listen() {
  window.tones = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    window.tones += this.context.state === "running" ? 1 : 0;
    return start.apply(this, when);
  };
}

/** A browser lets no page sound before somebody has touched it: the tone waits for that, and comes once. */
export default async function ({officer, given}) {
  const reader = await officer("READER", {prepare: listen});
  const tones = () => reader.page.evaluate(() => window.tones);
  await reader.go("/");
  await reader.page.locator(`tr.flash[data-flash="${given.SENT}"]`).waitFor();
  const silent = reader.page.locator("#silent");
  await silent.waitFor({state: "visible"});
  await reader.page.locator("h1").click();
  await reader.page.waitForFunction(() => window.tones > 0);
  await silent.waitFor({state: "hidden"});
  await reader.elsewhere("zh");
  await reader.page.locator("#rows").getByText("新", {exact: true}).first().waitFor();
  assert.equal(await tones(), 3, "one alarm is of three tones");

  await reader.page.waitForFunction(() => sessionStorage.getItem("heard"));
  await reader.go("/drafts");
  await reader.page.locator(`#flash a[data-flash="${given.SENT}"]`).waitFor();
  await reader.page.locator("h1").click();
  await reader.elsewhere("en");
  await reader.sees("Unread Flash", reader.page.locator("#flash"));
  assert.equal(await tones(), 0, "on the next page it is told, and not heard again");

  // the session ends while nobody is there
  const troubles = [...reader.troubles];
  await reader.page.context().clearCookies();
  await reader.page.locator("main").getByText("办公桌已锁定").waitFor();
  await reader.page.locator("#flash [data-flash]").waitFor();
  await reader.page.waitForFunction(() => window.tones > 0);
  assert.equal(await reader.page.locator("#flash a").count(), 0, "a locked page leads to no message");
  // that a page is locked a browser writes down as an error
  reader.troubles = [...troubles, ...reader.troubles.slice(troubles.length).filter(said => !said.includes(" 401 "))];
}
