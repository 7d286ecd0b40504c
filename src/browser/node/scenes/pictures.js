import assert from "node:assert/strict";
import {mkdirSync, statSync} from "node:fs";
import {BODY, field, write} from "../form.js";
import {watcherPages} from "../pages.js";

const MOST = 150 * 1024;

/** Inbox, form and conversation as the two READMEs show them; only invented data. */
export default async function ({officer, given}) {
  const folder = given.UPDATE === "true" ? given.PICTURES : given.TARGET;
  mkdirSync(folder, {recursive: true});
  const reader = await officer("READER");
  const sender = await officer("SENDER");
  await sender.go(`/sent/${given.SENT}`);
  await sender.page.locator("#steps").getByText("received", {exact: true}).first().waitFor();
  const conversation = await sender.page.locator("main a[href^='/conversations/']").first().getAttribute("href");
  await write(sender, given, "cn.44");
  const form = new URL(sender.page.url()).pathname;
  for (const language of ["en", "zh"]) {
    await reader.speak(language);
    await take(reader, `inbox-${language}`, 560);
    await sender.speak(language);
    await sender.go(conversation);
    await take(sender, `conversation-${language}`, 960);
    await sender.go(form);
    const telephone = field(sender, `${BODY}/Hotline[1]/Telephone[1]`);
    await telephone.fill("");
    await telephone.pressSequentially("+86 555 0100 x");
    await sender.page.locator("main [aria-invalid=true]").waitFor();
    await take(sender, `form-${language}`, 900, telephone);
  }

  const watcher = await officer("WATCHER");
  for (const language of ["en", "zh"]) {
    await watcher.speak(language);
    await watcherPages(watcher);
    await watcher.page.locator("figure canvas").first().waitFor();
    // without the bar that asks for a touch
    await watcher.page.mouse.click(5, 300);
    await take(watcher, `overview-${language}`, 800, watcher.page.locator("#figure-partners"), "start");
  }

  async function take(who, name, height, place, block = "center") {
    const path = `${folder}/desk-${name}.png`;
    await who.page.setViewportSize({width: 1200, height});
    await place?.evaluate((shown, at) => shown.scrollIntoView({block: at}), block);
    // a place that was scrolled to may not be painted yet
    await who.page.evaluate(() => new Promise(painted => requestAnimationFrame(() => setTimeout(painted, 300))));
    await who.page.screenshot({path});
    assert.ok(statSync(path).size < MOST, `${path} is larger than ${MOST} bytes`);
  }
}
