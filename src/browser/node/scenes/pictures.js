import assert from "node:assert/strict";
import {statSync} from "node:fs";
import {field, write, BODY} from "../form.js";
import {readerPages} from "../pages.js";

const MOST = 150 * 1024;

/** Inbox, form and conversation as the READMEs show them; only invented data. */
export default async function ({officer, given}) {
  const folder = given.UPDATE === "true" ? given.PICTURES : given.TARGET;
  const reader = await officer("READER");
  const pages = await readerPages(reader, given);
  const sender = await officer("SENDER");
  await reader.go(pages.inbox);
  await take(reader, "inbox", 620);
  await reader.go(pages.conversation);
  await take(reader, "conversation", 900);
  await write(sender, given, "cn.44");
  await field(sender, `${BODY}/Hotline[1]/Telephone[1]`).pressSequentially("x");
  await sender.page.locator("main [aria-invalid=true]").waitFor();
  await take(sender, "form", 1000);

  async function take(who, name, height) {
    const path = `${folder}/desk-${name}.png`;
    await who.page.setViewportSize({width: 1200, height});
    await who.page.screenshot({path});
    assert.ok(statSync(path).size < MOST, `${path} is larger than ${MOST} bytes`);
  }
}
