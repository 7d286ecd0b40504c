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
  await reader.go("/");
  await reader.page.locator(`tr.flash[data-flash="${given.SENT}"]`).waitFor();
  await reader.page.locator("h1").click();
  await reader.page.waitForFunction(() => window.tones > 0);
  await reader.elsewhere("zh");
  await reader.page.locator("#rows").getByText("新", {exact: true}).first().waitFor();
  assert.equal(await reader.page.evaluate(() => window.tones), 3, "one alarm is of three tones");
}
