import assert from "node:assert/strict";
import {copyFileSync} from "node:fs";
import {readerPages} from "../pages.js";

/** From the conversation's page to a file on the disk; DeskBrowserTest reads what is in it. */
export default async function ({officer, given, words}) {
  const [language] = words;
  const reader = await officer("READER", {language});
  const {conversation} = await readerPages(reader, given);
  await reader.go(conversation);
  const coming = reader.page.waitForEvent("download");
  await reader.page.locator("main a[href$='/pdf']").click();
  const download = await coming;
  assert.equal(download.suggestedFilename(), `${conversation.split("/").pop()}.pdf`);
  copyFileSync(await download.path(), `${given.TARGET}/conversation-${language}.pdf`);
}
